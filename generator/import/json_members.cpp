#include "json_members.h"

#include <redisconf/cache/iso8601.h>
#include <redisconf/config/catalogue.h>
#include <redisconf/config/suggest.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base64.h"

namespace redisconf::import_tool {
namespace {

using nlohmann::json;

constexpr std::string_view kSpace = " \t\r\n";

std::string in_quotes(std::string_view name) { return '"' + std::string(name) + '"'; }

void skip_space(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kSpace), rest.size()));
}

// Past the string that `rest` begins with. The line is JSON, so it ends.
std::string_view take_string(std::string_view& rest) {
  std::size_t end = 1;
  while (rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
  const std::string_view taken = rest.substr(0, end + 1);
  rest.remove_prefix(end + 1);
  return taken;
}

std::string_view take_value(std::string_view& rest) {
  const std::string_view begin = rest;
  int depth = 0;
  while (true) {
    const char next = rest.front();
    if (next == '"') {
      take_string(rest);
      continue;
    }
    if (depth == 0 && (next == ',' || next == '}')) break;
    depth += next == '{' || next == '[' ? 1 : 0;
    depth -= next == '}' || next == ']' ? 1 : 0;
    rest.remove_prefix(1);
  }
  const std::string_view value = begin.substr(0, begin.size() - rest.size());
  return value.substr(0, value.find_last_not_of(kSpace) + 1);
}

// The parser's own message repeats the text.
std::string place_of_error(std::string_view line) {
  try {
    [[maybe_unused]] const json none = json::parse(line);
  } catch (const json::parse_error& error) {
    return " (byte " + std::to_string(error.byte) + ")";
  } catch (const json::exception&) {
    return {};
  }
  return {};
}

void check_name(const std::string& name, std::span<const std::string_view> known) {
  if (std::ranges::find(known, name) != known.end()) return;
  std::string names;
  for (const std::string_view each : known) names += (names.empty() ? "" : ", ") + std::string(each);
  const std::string_view nearest = nearest_name(name, known);
  throw BadLine("a member is unknown" +
                (nearest.empty() ? "" : "; did you mean " + in_quotes(nearest) + "?") +
                " There are: " + names);
}

std::string decoded(std::string_view text) { return json::parse(text).get<std::string>(); }

}  // namespace

JsonMembers::JsonMembers(std::string_view line, std::span<const std::string_view> known) {
  if (!json::accept(line)) throw BadLine("is no JSON" + place_of_error(line));
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  skip_space(line);
  if (line.front() != '{') throw BadLine("is no JSON object");
  line.remove_prefix(1);
  while (true) {
    skip_space(line);
    if (line.front() == '}') return;
    if (line.front() == ',') {
      line.remove_prefix(1);
      skip_space(line);
    }
    std::string name = decoded(take_string(line));
    check_name(name, known);
    if (json_of(name)) throw BadLine(in_quotes(name) + " is there twice");
    skip_space(line);
    line.remove_prefix(1);
    skip_space(line);
    members_.push_back({std::move(name), take_value(line)});
  }
}

std::optional<std::string_view> JsonMembers::json_of(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &Member::name);
  return found == members_.end() ? std::nullopt : std::optional(found->value);
}

std::optional<std::string_view> JsonMembers::present(std::string_view name) const {
  const auto value = json_of(name);
  return value == "null" ? std::nullopt : value;
}

std::optional<std::string> JsonMembers::text(std::string_view name) const {
  const auto value = present(name);
  if (!value) return std::nullopt;
  if (!value->starts_with('"')) throw BadLine(in_quotes(name) + " is no string");
  return decoded(*value);
}

std::optional<std::string> JsonMembers::bytes(std::string_view name) const {
  const auto written = text(name);
  if (!written) return std::nullopt;
  auto bytes = base64_bytes(*written);
  if (!bytes) throw BadLine(in_quotes(name) + " is no base64 (RFC 4648, with + and /)");
  return bytes;
}

std::optional<std::chrono::milliseconds> JsonMembers::duration(std::string_view name) const {
  constexpr std::int64_t kCentury = 36'525LL * 24 * 3600 * 1000;
  constexpr SettingInfo kDuration{.type = SettingType::duration, .minimum = 1, .maximum = kCentury};
  const auto value = present(name);
  if (!value) return std::nullopt;
  const auto fault = [&name](const std::string& what) {
    return BadLine(in_quotes(name) + ' ' + what +
                   "; it is written \"250ms\", \"30s\", \"10m\", \"2h\" or \"7d\"");
  };
  if (!value->starts_with('"')) throw fault("is no string with a unit");
  const ParsedValue parsed = parse_value(kDuration, decoded(*value));
  if (parsed.fault != ValueFault::none) throw fault(std::string(fault_summary(parsed.fault)));
  return std::chrono::milliseconds(parsed.number);
}

std::optional<Moment> JsonMembers::moment(std::string_view name) const {
  const auto written = text(name);
  if (!written) return std::nullopt;
  const auto time = iso8601_time(*written);
  const auto ticks = time ? ticks_of(*time, 1, 1000) : std::nullopt;
  if (!ticks)
    throw BadLine(in_quotes(name) + " is no time; it is written \"2026-01-31T12:00:00Z\" (ISO 8601)");
  return Moment(std::chrono::milliseconds(*ticks));
}

std::optional<int> JsonMembers::integer(std::string_view name) const {
  const auto value = present(name);
  if (!value) return std::nullopt;
  int number = 0;
  const auto read = std::from_chars(value->data(), value->data() + value->size(), number);
  if (read.ec != std::errc() || read.ptr != value->data() + value->size()) {
    throw BadLine(in_quotes(name) + " is no whole number");
  }
  return number;
}

void JsonMembers::at_most_one_of(std::span<const std::string_view> names) const {
  std::string_view first;
  for (const std::string_view name : names) {
    if (!json_of(name)) continue;
    if (!first.empty()) throw BadLine("has both " + in_quotes(first) + " and " + in_quotes(name));
    first = name;
  }
}

}  // namespace redisconf::import_tool
