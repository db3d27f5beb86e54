// What happened while a connection was dialled, stage by stage: for people who look for a fault.
#pragma once

#include <redisconf/client/errors.h>
#include <redisconf/config/export.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// As the server showed it, whether it was trusted or not. Names are escaped: a stranger wrote them.
struct PeerCertificate {
  std::string subject;  // "CN = redis.example"
  std::string issuer;
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
};

struct DialTrace {
  struct Step {
    Stage stage = Stage::resolve;
    std::chrono::microseconds took{0};
  };

  std::vector<Step> steps;             // that were begun, in order; the last one failed when the dial did
  std::vector<std::string> addresses;  // that the name stands for: "192.0.2.1", "2001:db8::1"
  std::string tls_version;
  std::optional<PeerCertificate> certificate;
};

}  // namespace redisconf
