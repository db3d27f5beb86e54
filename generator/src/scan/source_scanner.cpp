#include "scan/source_scanner.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "scan/argument_reader.h"
#include "scan/characters.h"
#include "scan/config_text.h"
#include "scan/constructions.h"
#include "scan/evaluate.h"
#include "scan/file_sites.h"
#include "scan/loose_text.h"
#include "scan/source_code.h"

namespace redisconf::compiler::scan {
namespace {

class SourceScanner {
 public:
  SourceScanner(std::string_view text, Language language)
      : code_(text, language), sites_(text), taken_(code_.size(), false) {}

  std::vector<Site> run() {
    for (std::size_t index = 0; index < code_.size(); ++index) {
      if (!taken_[index]) index = std::max(index + 1, step(index)) - 1;
    }
    return sites_.finish();
  }

 private:
  // What starts at the token; returns the first token after it.
  std::size_t step(std::size_t index) {
    const Token& token = code_.at(index);
    if (token.kind == TokenKind::text) return take_text(index);
    if (token.kind != TokenKind::word) return index + 1;
    if (const auto found = find_construction(code_, index)) return take_construction(index, *found);
    if (const auto read = environment_read(code_, index)) return take_read(*read);
    if (token.is_word("redisCommand") || token.is_word("redisAsyncCommand")) return take_command(index);
    if (const std::size_t end = take_member(index); end != 0) return end;
    return take_name(index);
  }

  std::size_t take_construction(std::size_t index, const FoundConstruction& found) {
    const unsigned traits = found.rule->traits;
    const std::size_t site = sites_.open(SiteKind::construction, found.what, code_.offset(index));
    if ((traits & kNeedsFindings) != 0) sites_.set_needs_findings(site);
    if ((traits & kPartial) == 0) sites_.set_connects(site);
    ArgumentReader reader(code_, sites_, site);
    reader.read(found.arguments, found.rule);
    if (!found.holder.empty()) holders_[found.holder] = site;
    if ((traits & kScoped) != 0) return take_scopes(index, reader);
    return read_on(found.end, reader);
  }

  // The rest of a queue's or worker's arguments may hold constructions of their own.
  std::size_t take_scopes(std::size_t index, const ArgumentReader& reader) {
    for (const Range& scope : reader.scopes()) {
      std::fill(taken_.begin() + static_cast<std::ptrdiff_t>(scope.begin),
                taken_.begin() + static_cast<std::ptrdiff_t>(scope.end), true);
    }
    return index + 1;
  }

  // Chained calls, and the initialiser of C# that follows empty parentheses.
  std::size_t read_on(std::size_t end, ArgumentReader& reader) {
    if (code_.language() == Language::csharp && code_.at(end).is_symbol("{") &&
        code_.closing(end) < code_.size()) {
      reader.read({end + 1, code_.closing(end)}, nullptr);
      return code_.closing(end) + 1;
    }
    return reader.read_chain(end);
  }

  std::size_t take_read(const EnvironmentRead& read) {
    std::vector<NamedValue> values = settings_of_variable(read.value.variable, code_.time_unit(), read.value);
    if (values.empty()) return 0;
    sites_.add(FileSites::kLoose, read.value.variable, std::move(values), read.value.offset);
    return read.end;
  }

  std::size_t take_text(std::size_t index) {
    const Token& token = code_.at(index);
    const bool key = key_at(code_, {index, code_.size()}).value != 0;
    const bool possible = token.text.find(':') != std::string_view::npos;
    if (possible) add_addresses(sites_, FileSites::kLoose, code_.text_with_holes(index), code_.offset(index));
    const bool spring = code_.language() == Language::java || code_.language() == Language::kotlin;
    if (spring) add_references(sites_, {token.text, code_.offset(index) + 1});
    return key ? take_name(index) : index + 1;
  }

  // holder.member.option = value, where the holder is a construction's result.
  std::size_t take_member(std::size_t index) {
    const auto holder = holders_.find(code_.at(index).text);
    const bool member = code_.at(index + 1).is_symbol(".") || code_.at(index + 1).is_symbol("->");
    if (holder == holders_.end() || !member) return 0;
    std::size_t last = index;
    while ((code_.at(last + 1).is_symbol(".") || code_.at(last + 1).is_symbol("->")) &&
           code_.at(last + 2).kind == TokenKind::word) {
      last += 2;
    }
    if (last == index || !code_.at(last + 1).is_symbol("=")) return 0;
    const std::size_t end = code_.end_of_value(last + 2, value_limit(last + 2));
    ArgumentReader reader(code_, sites_, holder->second);
    reader.read_pair(code_.at(last).text, {last + 2, end}, code_.at(last - 2).text, 0);
    return end;
  }

  // REDIS_HOST = "...", redisPort: 6379, "redis_url" => "...", #define REDIS_PORT 6379, and objects
  // that are named after Redis.
  std::size_t take_name(std::size_t index) {
    const std::string_view name = code_.at(index).text;
    const std::size_t begin = value_begin(index);
    if (begin == 0 || name.size() > 128 || !is_redis_or_broker(name)) return index + 1;
    if (code_.at(begin).is_symbol("{")) return take_section(index, begin);
    const auto setting = setting_of_variable(name);
    const Range value{begin, code_.end_of_value(begin, value_limit(begin))};
    if (!setting || value.size() == 0) return index + 1;
    const RawValue raw = evaluate(code_, value);
    if (!raw.is_literal() || !is_plausible(*setting, raw)) return index + 1;
    sites_.add(FileSites::kLoose, name, settings_of(*setting, code_.time_unit(), raw), raw.offset);
    return std::max(value.end, index + 1);
  }

  // No value of ours is longer; without a limit, text without an end would be read again and again.
  [[nodiscard]] std::size_t value_limit(std::size_t begin) const {
    constexpr std::size_t kMaxTokens = 256;
    return std::min(code_.size(), begin + kMaxTokens);
  }

  static bool is_redis_or_broker(std::string_view name) {
    return is_redis_name(name) || setting_of_variable(name).has_value();
  }

  [[nodiscard]] std::size_t value_begin(std::size_t index) const {
    if (index > 0 && code_.at(index - 1).is_word("define") && !code_.at(index + 1).first_on_line)
      return index + 1;
    const Token& next = code_.at(index + 1);
    const bool separates =
        next.is_symbol("=") || next.is_symbol(":=") || next.is_symbol("=>") || next.is_symbol(":");
    if (!separates) return 0;
    // redis_port: int = 6379
    for (std::size_t at = index + 2; next.is_symbol(":") && at < index + 9 && at < code_.size(); ++at) {
      const Token& token = code_.at(at);
      if (token.is_symbol("=") && !code_.at(index + 2).is_symbol("{")) return at + 1;
      const bool type = token.kind == TokenKind::word || token.is_symbol("|") || token.is_symbol("[") ||
                        token.is_symbol("]") || token.is_symbol(".");
      if (!type || token.first_on_line) break;
    }
    return index + 2;
  }

  // Whether a value of that kind can be meant: a sentence about a password is no password.
  static bool is_plausible(const NamedSetting& setting, const RawValue& raw) {
    using enum ValueForm;
    const bool is_switch =
        setting.form == boolean || setting.form == verify_policy || setting.form == verify_flag;
    switch (raw.kind) {
      case RawKind::object:
        return false;
      case RawKind::word:
        return is_switch;
      case RawKind::number:
        return setting.form != url && setting.form != host;
      case RawKind::duration:
        return setting.form == duration;
      default:
        break;
    }
    if (raw.text.find_first_of(" \n") != std::string::npos) return raw.text.find("://") != std::string::npos;
    const bool numeric = setting.form == port || setting.form == duration || setting.form == number;
    return !numeric || (!raw.text.empty() && is_digit(raw.text[0]));
  }

  std::size_t take_section(std::size_t index, std::size_t open) {
    const std::size_t close = code_.closing(open);
    if (close >= code_.size()) return index + 1;
    const std::string_view name = code_.at(index).text;
    const std::size_t site = sites_.open(
        SiteKind::section, (is_name(name) ? std::string(name) : "redis") + " {...}", code_.offset(index));
    sites_.set_needs_findings(site);
    const std::size_t before = sites_.count(site);
    ArgumentReader(code_, sites_, site).read({open + 1, close}, nullptr);
    return sites_.count(site) > before ? close + 1 : index + 1;
  }

  // redisCommand(context, "AUTH %s", "...")
  std::size_t take_command(std::size_t index) {
    if (!code_.at(index + 1).is_symbol("(")) return index + 1;
    const std::size_t close = std::min(code_.closing(index + 1), std::min(code_.size(), index + 64));
    std::size_t at = index + 2;
    while (at < close && code_.at(at).kind != TokenKind::text) ++at;
    if (at >= close || !lower_case(code_.at(at).text.substr(0, 5)).starts_with("auth ")) return index + 1;
    RawValue raw{RawKind::text, code_.text_with_holes(at).substr(5), {}, false, code_.offset(at)};
    if (raw.text.find_first_not_of("\x01 ") == std::string::npos) {
      // The last argument is the password; a user may stand before it.
      std::size_t last = at + 1;
      for (std::size_t next = at; next < close; ++next) {
        if (code_.at(next).is_symbol(",")) last = next + 1;
      }
      raw = evaluate(code_, {last, close});
    }
    const std::size_t site = sites_.open(SiteKind::construction, "redisCommand(AUTH)", code_.offset(index));
    sites_.add(site, "AUTH", settings_of({"connection.password", ValueForm::secret}, TimeUnit::unknown, raw),
               raw.offset);
    return close;
  }

  SourceCode code_;
  FileSites sites_;
  std::vector<bool> taken_;
  std::unordered_map<std::string_view, std::size_t> holders_;
};

}  // namespace

std::vector<Site> scan_source(std::string_view text, Language language) {
  return SourceScanner(text, language).run();
}

}  // namespace redisconf::compiler::scan
