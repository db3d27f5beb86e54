#include "env_file.h"

#include "env_cursor.h"
#include "env_rules.h"
#include "redisconf/config/secret_buffer.h"
#include "secret_bytes.h"
#include "utf8.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace redisconf {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kSingleQuotes = "put the value in single quotes";
constexpr std::string_view kNoSpaces = "write NAME=value without spaces around '='";

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

constexpr bool begins_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

constexpr bool in_name(char c) noexcept { return begins_name(c) || (c >= '0' && c <= '9'); }

std::size_t name_length(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, in_name) - text.begin());
}

class Faults {
 public:
  void add(EnvPlace place, std::string_view rule, std::string_view fix) {
    faults_.push_back({place.line, place.column, std::string(rule), std::string(fix)});
  }

  [[nodiscard]] std::size_t count() const noexcept { return faults_.size(); }

  [[nodiscard]] std::vector<EnvFault> take() {
    std::ranges::stable_sort(faults_, {},
                             [](const EnvFault& each) { return std::tuple(each.line, each.column); });
    if (faults_.size() > kMaxEnvFaults) {
      faults_.resize(kMaxEnvFaults);
      faults_.back().rule = "is not the last fault: there are more from here on";
      faults_.back().fix = "mend the faults above first";
    }
    return std::move(faults_);
  }

 private:
  std::vector<EnvFault> faults_;
};

// One fault a line is enough: a binary file has thousands.
void refuse_characters(EnvCursor cursor, Faults& faults) {
  while (!cursor.at_end() && faults.count() <= kMaxEnvFaults) {
    const std::size_t length = utf8_length(cursor.rest());
    if (length == 0) {
      faults.add(cursor.place(), "has bytes that are not UTF-8", "save the file as UTF-8");
      cursor.skip_line();
    } else if (starts_with_control(cursor.rest()) && !cursor.at_line_end() && cursor.peek() != '\t') {
      faults.add(cursor.place(), "has a control character",
                 R"(remove it, or write it as \n, \r or \t in double quotes)");
      cursor.skip_line();
    } else {
      cursor.skip(length);
    }
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : cursor_(text) {}

  EnvFile parse() {
    if (!refuse_whole()) {
      if (cursor_.rest().starts_with(kByteOrderMark)) cursor_ = EnvCursor(cursor_.rest().substr(3));
      refuse_characters(cursor_, faults_);
      while (!cursor_.at_end() && faults_.count() <= 2 * kMaxEnvFaults) parse_line();
    }
    file_.faults = faults_.take();
    return std::move(file_);
  }

 private:
  bool refuse_whole() {
    const std::string_view text = cursor_.rest();
    if (text.size() > kMaxEnvFileBytes) {
      faults_.add(cursor_.place(), "is longer than 256 KiB", "keep nothing but variables in this file");
    } else if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
      faults_.add(cursor_.place(), "is UTF-16", "save it as UTF-8");
    }
    return faults_.count() != 0;
  }

  void parse_line() {
    cursor_.skip_blanks();
    if (!cursor_.at_line_end() && cursor_.peek() != '#') parse_assignment();
    cursor_.skip_line();
  }

  void parse_assignment() {
    skip_export();
    const EnvPlace place = cursor_.place();
    const std::string_view name = cursor_.rest().substr(0, name_length(cursor_.rest()));
    if (!accept_name(name)) return;
    EnvEntry entry{name, Secret{}, place.line, place.column};
    cursor_.skip(name.size() + 1);
    if (parse_value(entry.value)) add(std::move(entry));
  }

  // "export" is itself the name when '=' follows at once.
  void skip_export() {
    constexpr std::string_view kExport = "export";
    const std::string_view rest = cursor_.rest();
    if (!rest.starts_with(kExport) || rest.size() == kExport.size() || !is_blank(rest[kExport.size()]))
      return;
    cursor_.skip(kExport.size());
    cursor_.skip_blanks();
  }

  bool accept_name(std::string_view name) {
    const std::string_view line = cursor_.rest().substr(0, find_in_secret(cursor_.rest(), '\n'));
    const std::string_view after = line.substr(name.size());
    const std::size_t blanks = std::min(after.find_first_not_of(" \t"), after.size());
    const char next = blanks < after.size() ? after[blanks] : '\n';
    const bool is_name = !name.empty() && begins_name(name.front());
    if (is_name && blanks == 0 && next == '=') return true;
    if (is_name && next == '=') {
      faults_.add(cursor_.place(), "has a space before '='", kNoSpaces);
    } else if (is_name && next == ':') {
      faults_.add(cursor_.place(), "has ':' where '=' belongs", "write NAME=value");
    } else if (find_in_secret(line, '=') == line.size()) {
      faults_.add(cursor_.place(), "has no '='", "write NAME=value, or '#' before a comment");
    } else {
      faults_.add(cursor_.place(), "does not begin with a name: letters, digits and '_', no digit first",
                  "write NAME=value, and a value of several lines in quotes");
    }
    return false;
  }

  void add(EnvEntry entry) {
    const auto [first, is_new] = lines_.try_emplace(entry.name, entry.line);
    if (is_new) {
      file_.entries.push_back(std::move(entry));
      return;
    }
    const std::string rule = "sets a variable that line " + std::to_string(first->second) + " sets already";
    faults_.add({entry.line, entry.column}, rule, "keep one of the two lines");
  }

  // False when a fault was found.
  bool parse_value(Secret& value) {
    const EnvPlace place = cursor_.place();
    if (cursor_.peek() == '\'' || cursor_.peek() == '"') return parse_quoted(cursor_.peek(), value);
    if (is_blank(cursor_.peek())) {
      if (only_comment_follows()) return true;
      faults_.add(place, "has a space after '='", kNoSpaces);
      return false;
    }
    return parse_unquoted(place, value);
  }

  bool parse_unquoted(EnvPlace place, Secret& value) {
    const std::string_view text = cursor_.rest();
    std::size_t length = 0;
    for (char before = '='; !cursor_.at_line_end() && !is_blank(cursor_.peek()); ++length) {
      if (const auto rule = env_unquoted_rule(cursor_.peek(), before); !rule.empty()) {
        faults_.add(cursor_.place(), rule, kSingleQuotes);
        return false;
      }
      before = cursor_.peek();
      cursor_.skip(1);
    }
    const EnvPlace end = cursor_.place();
    if (only_comment_follows()) return keep(text.substr(0, length), place, value);
    faults_.add(end, "has a space in a value without quotes", kSingleQuotes);
    return false;
  }

  // May span lines, as certificates and keys do. CRLF reads as LF.
  bool parse_quoted(char quote, Secret& value) {
    const EnvCursor before = cursor_;
    const EnvPlace open = cursor_.place();
    decoded_.clear();
    bool good = true;
    for (cursor_.skip(1); !cursor_.at_end() && cursor_.peek() != quote; cursor_.skip(1)) {
      if (cursor_.rest().starts_with("\r\n")) continue;
      char c = cursor_.peek();
      if (c == '\\' && quote == '"') {
        c = read_escape(good);
        if (c == '\0') continue;
      }
      decoded_.append(c);
    }
    if (cursor_.at_end()) {
      cursor_ = before;  // the lines that the quote swallowed may have faults of their own
      faults_.add(open, "opens a quote that nothing closes", "close it at the end of the value");
      return false;
    }
    cursor_.skip(1);
    return quote_ends_value(open) && good && keep(decoded_.view(), open, value);
  }

  // Leaves the cursor on the escape's last character. Tells one bad escape of each value.
  char read_escape(bool& good) {
    const std::string_view rest = cursor_.rest();
    const char c = rest.size() > 1 ? env_unescaped(rest[1]) : '\0';
    if (c != '\0') {
      cursor_.skip(1);
    } else if (std::exchange(good, false)) {
      faults_.add(cursor_.place(), R"(has a backslash before something else than n r t " \ $)",
                  R"(write \\ for a backslash, or use single quotes)");
    }
    return c;
  }

  bool quote_ends_value(EnvPlace open) {
    const EnvPlace end = cursor_.place();
    const bool glued = cursor_.peek() == '#';
    if (!glued && only_comment_follows()) return true;
    std::string fix = "end the line after the quote, or put a space before a '#' comment";
    if (open.line != end.line) fix = "close the quote that line " + std::to_string(open.line) + " opens";
    faults_.add(end, "has text after the closing quote", fix);
    return false;
  }

  bool keep(std::string_view bytes, EnvPlace place, Secret& value) {
    if (bytes.size() > Secret::kMaxBytes) {
      faults_.add(place, "is longer than 64 KiB", "keep it in a file of its own: NAME_FILE=path");
      return false;
    }
    value = Secret(bytes);
    return true;
  }

  bool only_comment_follows() {
    cursor_.skip_blanks();
    return cursor_.at_line_end() || cursor_.peek() == '#';
  }

  EnvCursor cursor_;
  Faults faults_;
  SecretBuffer decoded_;                           // the value in quotes
  std::map<std::string_view, std::size_t> lines_;  // of names
  EnvFile file_;
};

}  // namespace

EnvFile parse_env_file(std::string_view bytes) { return Parser(bytes).parse(); }

}  // namespace redisconf
