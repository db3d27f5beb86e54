// A line as its JSON object's members, whose values stay the text that they are: a number keeps its
// digits, and nothing is nested in memory.
//
// Ownership:     refers to the line, which must live as long.
// Thread-safety: none.
// Errors:        BadLine, whose message says what is wrong and what is accepted, and never what stands
//                in the line: that may be a secret.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::import_tool {

class BadLine : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

class JsonMembers {
 public:
  // Members of other names than these are refused, as are two of one name.
  JsonMembers(std::string_view line, std::span<const std::string_view> known);

  // The JSON text; nothing when there is no such member.
  [[nodiscard]] std::optional<std::string_view> json_of(std::string_view name) const;

  // The same by type; `null` is nothing, too.
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> bytes(std::string_view name) const;                   // base64
  [[nodiscard]] std::optional<std::chrono::milliseconds> duration(std::string_view name) const;  // "10m"
  [[nodiscard]] std::optional<Moment> moment(std::string_view name) const;                       // ISO 8601
  [[nodiscard]] std::optional<int> integer(std::string_view name) const;

  // Throws unless at most one of these is there.
  void at_most_one_of(std::span<const std::string_view> names) const;

 private:
  struct Member {
    std::string name;
    std::string_view value;
  };

  [[nodiscard]] std::optional<std::string_view> present(std::string_view name) const;

  std::vector<Member> members_;
};

}  // namespace redisconf::import_tool
