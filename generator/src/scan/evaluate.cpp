#include "scan/evaluate.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "scan/characters.h"
#include "scan/redis_url.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {
namespace {

constexpr int kMaxDepth = 4;
constexpr std::size_t kMaxRange = 64;

constexpr std::array<std::string_view, 12> kConversions{"int",     "str",      "float",  "bool",
                                                        "Number",  "parseInt", "String", "string",
                                                        "Integer", "Boolean",  "atoi",   "stoi"};

struct Unit {
  std::string_view name;
  double milliseconds;
};

constexpr std::array kUnits{
    Unit{"milliseconds", 1},     Unit{"millisecond", 1},    Unit{"ofmillis", 1},
    Unit{"frommilliseconds", 1}, Unit{"seconds", 1000},     Unit{"second", 1000},
    Unit{"ofseconds", 1000},     Unit{"fromseconds", 1000}, Unit{"minutes", 60000},
    Unit{"minute", 60000},       Unit{"ofminutes", 60000},  Unit{"fromminutes", 60000},
    Unit{"microseconds", 0.001}, Unit{"microsecond", 0.001}};

constexpr std::array<std::string_view, 8> kTimeWords{"time",     "std",       "chrono",        "duration",
                                                     "timespan", "timedelta", "activesupport", "datetime"};

std::string digits_of(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == '_' || c == '\''; });
  return digits;
}

// The milliseconds of 5 * time.Second, std::chrono::seconds(5), Duration.ofMillis(200), 5.seconds
// and the plain product 5 * 1000; computed for all else.
RawValue arithmetic(const SourceCode& code, Range range) {
  double product = 1;
  double unit = 0;
  bool numbers = false;
  for (std::size_t index = range.begin; index < range.end; ++index) {
    const Token& token = code.at(index);
    if (token.kind == TokenKind::number) {
      const std::string digits = digits_of(token.text);
      double number = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (error != std::errc{} || end != digits.data() + digits.size()) return {};
      product *= number;
      numbers = true;
    } else if (token.kind == TokenKind::word) {
      const std::string word = canonical_name(token.text.substr(0, 32));
      const auto* const found = std::ranges::find(kUnits, word, &Unit::name);
      if (found != kUnits.end()) {
        unit = found->milliseconds;
      } else if (std::ranges::find(kTimeWords, word) == kTimeWords.end()) {
        return {};
      }
    } else if (token.kind == TokenKind::text ||
               std::string_view("*.::(){}=").find(token.text) == std::string_view::npos) {
      return {};
    }
  }
  if (unit == 0 && !numbers) return {};
  RawValue value;
  value.kind = unit == 0 ? RawKind::number : RawKind::duration;
  value.text = std::to_string(product * (unit == 0 ? 1 : unit));
  // 5000.000000 is 5000.
  while (value.text.ends_with('0')) value.text.pop_back();
  if (value.text.ends_with('.')) value.text.pop_back();
  return value;
}

// ssl.CERT_NONE, OpenSSL::SSL::VERIFY_NONE: the last word says it.
bool is_path(const SourceCode& code, Range range) {
  for (std::size_t index = range.begin; index < range.end; ++index) {
    const Token& token = code.at(index);
    const bool word = (index - range.begin) % 2 == 0;
    if (word ? token.kind != TokenKind::word : !token.is_symbol(".") && !token.is_symbol("::")) return false;
  }
  return range.size() % 2 == 1;
}

bool is_keyword(std::string_view word) {
  constexpr std::array<std::string_view, 8> kWords{"true", "false",   "none",      "null",
                                                   "nil",  "nullptr", "undefined", "NULL"};
  const std::string lower = lower_case(word.substr(0, 16));
  return std::ranges::find(kWords, lower) != kWords.end();
}

bool is_constant_of_verification(std::string_view word) noexcept {
  return word.find("VERIFY_") != std::string_view::npos || word.find("CERT_") != std::string_view::npos;
}

RawValue of_word(const SourceCode& code, std::size_t index, int depth) {
  const std::string_view word = code.at(index).text;
  if (is_keyword(word) || is_constant_of_verification(word)) {
    return {RawKind::word, std::string(word), {}, false, code.offset(index)};
  }
  const Range range = code.value_of_name(word);
  if (range.size() == 0 || depth >= kMaxDepth) return {};
  return evaluate(code, range, depth + 1);
}

RawValue of_token(const SourceCode& code, std::size_t index, int depth) {
  const Token& token = code.at(index);
  switch (token.kind) {
    case TokenKind::text:
      return {RawKind::text, code.text_with_holes(index), {}, false, code.offset(index)};
    case TokenKind::number:
      return {RawKind::number, std::string(token.text), {}, false, code.offset(index)};
    case TokenKind::word:
      return of_word(code, index, depth);
    default:
      return {};
  }
}

// int("6379"), Number(PORT), strconv.Itoa(x): the value is what is converted.
bool unwrap_conversion(const SourceCode& code, Range& range) {
  const std::string_view word = code.at(range.begin).text;
  const bool converts = std::ranges::find(kConversions, word) != kConversions.end();
  if (!converts || !code.at(range.begin + 1).is_symbol("(")) return false;
  const std::size_t begin = range.begin + 2;
  range = {begin, code.end_of_value(begin, range.end)};
  return true;
}

// {...}, [...], &tls.Config{...}; not environ["X"].
bool is_object(const SourceCode& code, Range range) {
  if (code.at(range.begin).is_symbol("[")) return true;
  if (code.at(range.begin).is_symbol("&")) ++range.begin;
  if (code.at(range.begin).is_word("new")) ++range.begin;
  while (range.begin < range.end &&
         (code.at(range.begin).kind == TokenKind::word || code.at(range.begin).is_symbol(".") ||
          code.at(range.begin).is_symbol("::"))) {
    ++range.begin;
  }
  return code.at(range.begin).is_symbol("{");
}

// "text".toCharArray() is the text, "text".format(x) is made from it.
std::optional<RawValue> of_method(const SourceCode& code, Range range, int depth) {
  constexpr std::array<std::string_view, 9> kSame{"toCharArray", "encode", "trim",  "strip",   "c_str",
                                                  "to_s",        "freeze", "bytes", "toString"};
  std::size_t dot = range.begin + 1;
  while (dot < range.end && code.at(dot).inside_text) ++dot;
  if (code.at(range.begin).kind != TokenKind::text || dot >= range.end || !code.at(dot).is_symbol(".")) {
    return std::nullopt;
  }
  RawValue value = of_token(code, range.begin, depth);
  if (std::ranges::find(kSame, code.at(dot + 1).text) == kSame.end()) value.text += kHole;
  return value;
}

// A string, whatever is joined to it: expressions in it, other strings, + and more.
bool is_text(const SourceCode& code, Range range) {
  if (code.at(range.begin).kind != TokenKind::text) return false;
  std::size_t next = range.begin + 1;
  while (next < range.end && code.at(next).inside_text) ++next;
  return next >= range.end || code.at(next).kind == TokenKind::text || code.at(next).is_symbol("+");
}

RawValue evaluate_range(const SourceCode& code, Range range, int depth) {
  while (range.size() > 1 && unwrap_conversion(code, range)) continue;
  if (range.size() == 0) return {};
  const std::size_t limit = std::min(range.end, range.begin + kMaxRange);
  if (is_text(code, range)) return of_token(code, range.begin, depth);
  if (auto text = of_method(code, range, depth)) return std::move(*text);
  if (is_object(code, range) && !code.at(range.begin).is_symbol("[")) {
    return {RawKind::object, {}, {}, false, code.offset(range.begin)};
  }
  for (std::size_t index = range.begin; index < limit; ++index) {
    if (auto read = environment_read(code, index, depth)) return std::move(read->value);
  }
  if (range.size() == 1) return of_token(code, range.begin, depth);
  if (is_object(code, range)) return {RawKind::object, {}, {}, false, code.offset(range.begin)};
  if (range.size() == 2 && code.at(range.begin).is_symbol("-")) {
    RawValue value = of_token(code, range.begin + 1, depth);
    value.text = std::string("-").append(value.text);
    return value.kind == RawKind::number ? value : RawValue{};
  }
  if (is_path(code, range)) {
    const std::string_view last = code.at(range.end - 1).text;
    const bool known = is_constant_of_verification(last) || is_keyword(last);
    if (known) return {RawKind::word, std::string(last), {}, false, code.offset(range.begin)};
  }
  RawValue value = arithmetic(code, {range.begin, limit});
  if (value.kind != RawKind::computed) value.offset = code.offset(range.begin);
  return value;
}

}  // namespace

RawValue evaluate(const SourceCode& code, Range range, int depth) {
  RawValue value = depth > kMaxDepth ? RawValue{} : evaluate_range(code, range, depth);
  // What is computed stands where it is used.
  if (value.kind == RawKind::computed && value.variable.empty()) value.offset = code.offset(range.begin);
  return value;
}

}  // namespace redisconf::compiler::scan
