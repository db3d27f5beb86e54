#include "redisconf/config/value.h"

#include "redisconf/config/secret.h"
#include "secret_bytes.h"
#include "utf8.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace redisconf {
namespace {

struct Unit {
  std::string_view suffix;
  std::int64_t factor;
};

// Largest first: format_value() takes the first that divides.
constexpr std::array kDurationUnits{Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000},
                                    Unit{"s", 1000}, Unit{"ms", 1}};
constexpr std::array kSizeUnits{Unit{"GiB", 1 << 30}, Unit{"MiB", 1 << 20}, Unit{"KiB", 1 << 10},
                                Unit{"B", 1}};

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_name_character(char c) noexcept {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

constexpr bool is_plain(char c) noexcept { return c >= ' ' && c <= '~'; }

ValueFault parse_digits(std::string_view text, std::int64_t& number) noexcept {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0' && is_digit(digits[1])) return ValueFault::leading_zero;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range) return ValueFault::out_of_range;
  return error == std::errc{} && stop == end ? ValueFault::none : ValueFault::wrong_form;
}

ParsedValue parse_integer(const SettingInfo& setting, std::string_view text) noexcept {
  ParsedValue parsed;
  parsed.fault = parse_digits(text, parsed.number);
  if (parsed.fault == ValueFault::none &&
      (parsed.number < setting.minimum || parsed.number > setting.maximum)) {
    parsed.fault = ValueFault::out_of_range;
  }
  return parsed;
}

ParsedValue parse_boolean(std::string_view text) noexcept {
  if (text == "true") return {ValueFault::none, 1};
  if (text == "false") return {ValueFault::none, 0};
  return {ValueFault::wrong_form, 0};
}

ParsedValue parse_choice(const SettingInfo& setting, std::string_view text) noexcept {
  for (std::size_t index = 0;; ++index) {
    const std::string_view choice = choice_at(setting.choices, index);
    if (choice.empty()) return {ValueFault::wrong_form, 0};
    if (choice == text) return {ValueFault::none, static_cast<std::int64_t>(index)};
  }
}

ParsedValue parse_with_unit(const SettingInfo& setting, std::string_view text,
                            std::span<const Unit> units) noexcept {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0) return {ValueFault::wrong_form, 0};
  if (digits == text.size()) return {ValueFault::missing_unit, 0};
  ParsedValue parsed;
  parsed.fault = parse_digits(text.substr(0, digits), parsed.number);
  if (parsed.fault != ValueFault::none) return parsed;
  for (const Unit& unit : units) {
    if (unit.suffix != text.substr(digits)) continue;
    const bool overflow = __builtin_mul_overflow(parsed.number, unit.factor, &parsed.number);
    if (overflow || parsed.number < setting.minimum || parsed.number > setting.maximum) {
      return {ValueFault::out_of_range, 0};
    }
    return parsed;
  }
  return {ValueFault::wrong_form, 0};
}

ValueFault check_text(std::string_view text) noexcept {
  if (text.size() > kMaxTextBytes) return ValueFault::too_long;
  for (std::size_t at = 0; at < text.size();) {
    if (is_plain(text[at])) {
      ++at;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (starts_with_control(rest)) return ValueFault::control_character;
    const std::size_t length = utf8_length(rest);
    if (length == 0) return ValueFault::bad_utf8;
    at += length;
  }
  return ValueFault::none;
}

// A PEM text has line ends, so only NUL is refused.
ValueFault check_secret(std::string_view text) noexcept {
  if (text.size() > Secret::kMaxBytes) return ValueFault::too_long;
  return has_nul(text) ? ValueFault::control_character : ValueFault::none;
}

// Letters, digits and '-', which neither begins nor ends a label (RFC 1123 2.1); '_' as used in practice.
bool is_label(std::string_view label) noexcept {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, is_name_character);
}

// getaddrinfo() reads 127.1, 2130706433 and 0x7f.1 as addresses: a name's last label is no number.
bool is_number(std::string_view label) noexcept {
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  if (label.starts_with("0x") || label.starts_with("0X")) {
    return std::ranges::all_of(label.substr(2), is_hex);
  }
  return std::ranges::all_of(label, is_digit);
}

bool is_host_name(std::string_view host) noexcept {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.size() > 253) return false;
  while (true) {
    const auto dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos) return !is_number(label);
    host.remove_prefix(dot + 1);
  }
}

ValueFault check_host(std::string_view host) noexcept {
  if (const ValueFault fault = check_text(host); fault != ValueFault::none) return fault;
  if (is_address(host)) return ValueFault::none;
  return is_host_name(host) ? ValueFault::none : ValueFault::wrong_form;
}

// inet_pton() stops at a NUL, so that what follows one would not be looked at.
bool parse_address(int family, std::string_view host, void* address) noexcept {
  std::array<char, INET6_ADDRSTRLEN + 1> text{};
  if (host.size() >= text.size() || host.find('\0') != std::string_view::npos) return false;
  std::memcpy(text.data(), host.data(), host.size());
  return inet_pton(family, text.data(), address) == 1;
}

// 0.0.0.0 connects to this machine too.
constexpr bool is_loopback_ipv4(std::uint32_t address) noexcept {
  return address >> 24 == 127 || address == 0;
}

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool equal_names(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, {}, lower, lower);
}

// Names of DNS have no case (RFC 4343). All but the first are of /etc/hosts.
bool is_loopback_name(std::string_view host) noexcept {
  constexpr std::string_view kZone = ".localhost";
  if (host.size() > kZone.size() && equal_names(host.substr(host.size() - kZone.size()), kZone)) return true;
  constexpr std::array<std::string_view, 4> kNames{"localhost", "localhost.localdomain", "ip6-localhost",
                                                   "ip6-loopback"};
  return std::ranges::any_of(kNames, [&](std::string_view name) { return equal_names(host, name); });
}

std::string format_with_unit(std::int64_t number, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (number % unit.factor == 0 && number != 0) {
      return std::to_string(number / unit.factor) + std::string(unit.suffix);
    }
  }
  return "0" + std::string(units.back().suffix);
}

std::string join_choices(std::string_view choices) {
  std::string text;
  for (std::size_t index = 0; !choice_at(choices, index).empty(); ++index) {
    if (index > 0) text += choice_at(choices, index + 1).empty() ? " or " : ", ";
    text += choice_at(choices, index);
  }
  return text;
}

}  // namespace

ParsedValue parse_value(const SettingInfo& setting, std::string_view text) noexcept {
  if (text.empty()) return {ValueFault::empty, 0};
  switch (setting.type) {
    case SettingType::boolean:
      return parse_boolean(text);
    case SettingType::integer:
      return parse_integer(setting, text);
    case SettingType::choice:
      return parse_choice(setting, text);
    case SettingType::duration:
      return parse_with_unit(setting, text, kDurationUnits);
    case SettingType::size:
      return parse_with_unit(setting, text, kSizeUnits);
    case SettingType::text:
      return {check_text(text), 0};
    case SettingType::host:
      return {check_host(text), 0};
    case SettingType::secret:
      return {check_secret(text), 0};
  }
  return {ValueFault::wrong_form, 0};
}

std::string accepted_values(const SettingInfo& setting) {
  switch (setting.type) {
    case SettingType::boolean:
      return "true or false";
    case SettingType::integer:
      return "a whole number from " + std::to_string(setting.minimum) + " to " +
             std::to_string(setting.maximum);
    case SettingType::choice:
      return join_choices(setting.choices);
    case SettingType::duration:
      return "a duration from " + format_duration(setting.minimum) + " to " +
             format_duration(setting.maximum);
    case SettingType::size:
      return "a size from " + format_size(setting.minimum) + " to " + format_size(setting.maximum);
    case SettingType::text:
      return "text without control characters";
    case SettingType::host:
      return "a host name or an IP address";
    case SettingType::secret:
      return "a secret";
  }
  return {};
}

std::string_view fault_summary(ValueFault fault) noexcept {
  switch (fault) {
    case ValueFault::none:
      return "is right";
    case ValueFault::empty:
      return "is empty";
    case ValueFault::wrong_form:
      return "is not of the right form";
    case ValueFault::leading_zero:
      return "has a leading zero";
    case ValueFault::missing_unit:
      return "has no unit";
    case ValueFault::out_of_range:
      return "is out of range";
    case ValueFault::control_character:
      return "holds a control character";
    case ValueFault::bad_utf8:
      return "is not UTF-8";
    case ValueFault::too_long:
      return "is too long";
  }
  return {};
}

std::string_view choice_at(std::string_view choices, std::size_t index) noexcept {
  while (index-- > 0) {
    const auto bar = choices.find('|');
    if (bar == std::string_view::npos) return {};
    choices.remove_prefix(bar + 1);
  }
  return choices.substr(0, choices.find('|'));
}

std::string format_duration(std::int64_t milliseconds) {
  return format_with_unit(milliseconds, kDurationUnits);
}

std::string format_size(std::int64_t bytes) { return format_with_unit(bytes, kSizeUnits); }

std::string format_value(const SettingInfo& setting, std::int64_t number, std::string_view text) {
  switch (setting.type) {
    case SettingType::boolean:
      return number != 0 ? "true" : "false";
    case SettingType::integer:
      return std::to_string(number);
    case SettingType::choice:
      return std::string(choice_at(setting.choices, static_cast<std::size_t>(number)));
    case SettingType::duration:
      return format_duration(number);
    case SettingType::size:
      return format_size(number);
    case SettingType::text:
    case SettingType::host:
      return std::string(text);
    case SettingType::secret:
      return "***";
  }
  return {};
}

std::string variable_of_secret(std::string_view secret_name) {
  std::string name(secret_name);
  for (char& c : name) c = c == '-' || c == '.' ? '_' : upper(c);
  return name;
}

bool is_loopback(std::string_view host) noexcept {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (is_loopback_name(host)) return true;
  in_addr four{};
  if (parse_address(AF_INET, host, &four)) return is_loopback_ipv4(ntohl(four.s_addr));
  in6_addr six{};
  if (!parse_address(AF_INET6, host, &six)) return false;
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    std::memcpy(&four, &six.s6_addr[12], sizeof four);
    return is_loopback_ipv4(ntohl(four.s_addr));
  }
  return IN6_IS_ADDR_LOOPBACK(&six) || IN6_IS_ADDR_UNSPECIFIED(&six);
}

bool is_address(std::string_view host) noexcept {
  in6_addr address{};
  return parse_address(AF_INET, host, &address) || parse_address(AF_INET6, host, &address);
}

}  // namespace redisconf
