// What the doctor found out, in the order in which it looked.
#pragma once

#include <redisconf/client/dial_trace.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::doctor {

enum class Status : std::uint8_t { ok, warning, failed, skipped };

[[nodiscard]] std::string_view name_of(Status status) noexcept;

struct Check {
  std::string name;  // "tcp", "eviction"
  Status status = Status::ok;
  std::optional<std::chrono::microseconds> took;
  std::string detail;  // what is there
  std::string fix;     // how to mend it; empty when nothing is wrong
  std::string part{};  // of several servers: "sentinel", "master"; empty for the service itself
  std::string node{};  // which of them: "redis.example:6380"; empty for what they are together
};

struct Report {
  std::string service;
  std::string environment;  // empty while the configuration is bad
  std::string endpoint;     // "app:***@redis.example:6380/0"
  std::string summary;      // one line about the configuration
  std::vector<Check> checks;
  std::optional<PeerCertificate> certificate;

  [[nodiscard]] bool has(Status status) const noexcept;

  // Takes over the checks of one server of several, or of what they are together.
  void add(Report of_part, const std::string& part, const std::string& node = {});

  // What failed is a warning: the service gets along without.
  void demote() noexcept;
};

// For people; `colour` adds the escape sequences of a terminal.
[[nodiscard]] std::string text_of(const Report& report, bool colour);

// For programs: one JSON object.
[[nodiscard]] std::string json_of(const Report& report);

// "2027-03-01 12:00 UTC".
[[nodiscard]] std::string date_text(std::chrono::system_clock::time_point time);

}  // namespace redisconf::doctor
