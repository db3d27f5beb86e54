#include "scan/value_text.h"

#include <redisconf/config/value.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scan/characters.h"
#include "scan/finding.h"
#include "scan/redis_url.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::string_view kSet = "(set)";

LiteralText plain(std::string_view text) { return {std::string(text), false}; }

bool is_one_of(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, std::string_view(text)) != words.end();
}

bool is_nothing(const std::string& lower) {
  return is_one_of(lower, {"", "none", "null", "nil", "nullptr", "undefined"});
}

bool is_true(const std::string& lower) { return is_one_of(lower, {"true", "yes", "on", "1"}); }
bool is_false(const std::string& lower) {
  return is_nothing(lower) || is_one_of(lower, {"false", "no", "off", "0"});
}

std::string without_separators(std::string_view text) {
  std::string digits(text);
  std::erase_if(digits, [](char c) { return c == '_' || c == '\''; });
  return digits;
}

LiteralText number_text(const RawValue& raw) {
  const std::string digits = without_separators(raw.text);
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  const bool whole = digits.size() > sign && digits.size() < 12 &&
                     std::all_of(digits.begin() + static_cast<std::ptrdiff_t>(sign), digits.end(), is_digit);
  if (whole) return plain(digits);
  return plain(is_nothing(lower_case(raw.text)) ? kNone : kUnreadable);
}

LiteralText boolean_text(const RawValue& raw, std::string_view yes, std::string_view no) {
  const std::string lower = lower_case(raw.text);
  if (raw.kind == RawKind::object || is_true(lower)) return plain(yes);
  return plain(is_false(lower) ? no : kUnreadable);
}

LiteralText verify_text(const RawValue& raw) {
  const std::string lower = lower_case(raw.text);
  if (is_false(lower) || lower.ends_with("_none")) return plain("none");
  // Python's CERT_REQUIRED checks the chain; the name is a switch of its own there.
  if (is_one_of(lower, {"ca", "required", "optional", "cert_required", "cert_optional"})) return plain("ca");
  const bool full = is_true(lower) || lower == "full" || lower.ends_with("verify_peer");
  return plain(full ? "full" : kUnreadable);
}

// A number and perhaps its unit, in milliseconds; negative when it is neither.
double milliseconds_of(const std::string& text, TimeUnit unit) {
  struct Unit {
    std::string_view name;
    double milliseconds;
  };
  constexpr std::array kUnits{Unit{"ms", 1},         Unit{"s", 1000},    Unit{"m", 60000},
                              Unit{"min", 60000},    Unit{"h", 3600000}, Unit{"us", 0.001},
                              Unit{"seconds", 1000}, Unit{"sec", 1000},  Unit{"minutes", 60000}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return -1;
  const std::string_view name = trimmed({end, static_cast<std::size_t>(text.data() + text.size() - end)});
  if (name.empty()) return number * (unit == TimeUnit::seconds ? 1000 : 1);
  const auto* const found = std::ranges::find(kUnits, name, &Unit::name);
  return found == kUnits.end() ? -1 : number * found->milliseconds;
}

LiteralText duration_text(const RawValue& raw, TimeUnit unit) {
  const std::string text = without_separators(raw.text);
  if (is_nothing(lower_case(text)) || is_one_of(text, {"0", "-1", "False", "false"})) return plain(kNone);
  constexpr double kLongest = 1e12;
  const TimeUnit given = raw.kind == RawKind::duration ? TimeUnit::milliseconds : unit;
  const double milliseconds = milliseconds_of(text, given);
  if (milliseconds < 0 || milliseconds > kLongest) return plain(kUnreadable);
  const bool bare = text.find_first_not_of("0123456789.") == std::string::npos;
  if (bare && given == TimeUnit::unknown) return plain(text.size() < 12 ? text + " (no unit)" : kUnreadable);
  return plain(format_duration(std::max(1LL, std::llround(milliseconds))));
}

LiteralText secret_text(const RawValue& raw) {
  const bool absent = raw.kind != RawKind::object && is_nothing(lower_case(raw.text));
  if (absent || (raw.kind == RawKind::word && is_false(lower_case(raw.text)))) return plain(kNone);
  const bool computed = raw.text.find_first_not_of(kHole) == std::string::npos;
  if (computed) return plain(kComputed);
  if (is_one_of(lower_case(raw.text), {"true", "false"})) return plain(kUnreadable);  // USE_AUTH=true
  return {std::string(kMasked), true};
}

LiteralText secret_file_text(const RawValue& raw) {
  const std::string lower = lower_case(raw.text);
  if (raw.kind == RawKind::object || raw.kind == RawKind::word) return plain(is_false(lower) ? kNone : kSet);
  if (is_nothing(lower)) return plain(kNone);
  if (lower.find("private key") != std::string::npos) return {std::string(kMasked), true};
  return plain(lower.find("-----begin") != std::string::npos ? "(PEM text)" : "(a file)");
}

LiteralText host_text(const RawValue& raw) {
  if (is_nothing(lower_case(raw.text))) return plain(kNone);
  return plain(is_host_text(raw.text) ? std::string_view(raw.text) : kUnreadable);
}

LiteralText free_text(const RawValue& raw) {
  if (is_nothing(lower_case(raw.text))) return plain(kNone);
  const bool fine = raw.text.size() <= 64 && std::ranges::all_of(raw.text, [](char c) {
                      return is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == ':';
                    });
  return plain(fine ? std::string_view(raw.text) : kSet);
}

// A timeval, a list: more than one literal can say.
bool accepts_object(ValueForm form) noexcept {
  return form == ValueForm::boolean || form == ValueForm::switch_on || form == ValueForm::opaque ||
         form == ValueForm::secret_file;
}

}  // namespace

LiteralText literal_text(ValueForm form, TimeUnit unit, const RawValue& raw) {
  const bool computed = form != ValueForm::secret && raw.text.find(kHole) != std::string::npos;
  if (computed || (raw.kind == RawKind::object && !accepts_object(form))) return plain(kComputed);
  switch (form) {
    case ValueForm::port: {
      const std::string digits = without_separators(raw.text);
      return plain(is_port_text(digits) ? std::string_view(digits) : kUnreadable);
    }
    case ValueForm::number:
      return number_text(raw);
    case ValueForm::boolean:
      return boolean_text(raw, "true", "false");
    case ValueForm::switch_on:
      return plain(is_false(lower_case(raw.text)) && raw.kind != RawKind::object ? "false" : "true");
    case ValueForm::verify_policy:
      return verify_text(raw);
    case ValueForm::verify_flag:
      return boolean_text(raw, "full", "none");
    case ValueForm::skip_verify_flag:
      return boolean_text(raw, "none", "full");
    case ValueForm::duration:
      return duration_text(raw, unit);
    case ValueForm::secret:
      return secret_text(raw);
    case ValueForm::secret_file:
      return secret_file_text(raw);
    case ValueForm::text:
      return free_text(raw);
    case ValueForm::opaque:
      return plain(kSet);
    default:
      return host_text(raw);
  }
}

}  // namespace redisconf::compiler::scan
