// When the kernel itself gives a connection up.
#pragma once

#include <chrono>

namespace redisconf {

struct TimeoutsSettings;

struct SocketOptions {
  std::chrono::milliseconds user_timeout{0};   // sent bytes that nobody acknowledges (RFC 5482)
  std::chrono::seconds keepalive_idle{0};      // silence before the first probe
  std::chrono::seconds keepalive_interval{0};  // between probes
  static constexpr int kKeepaliveProbes = 3;   // without an answer

  friend bool operator==(const SocketOptions&, const SocketOptions&) = default;
};

// A peer that vanished without a word is noticed on an idle connection too, before the next command
// has to find out: with standard timeouts within 16 s. A slow server is no reason: its kernel still
// answers.
[[nodiscard]] SocketOptions socket_options(const TimeoutsSettings& timeouts);

}  // namespace redisconf
