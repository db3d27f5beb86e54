// What a handler sees of an HTTP request, whatever the server is.
//
// Ownership: owns its bytes. Thread-safety: as a std::string.
#pragma once

#include <redisconf/config/export.h>

#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

struct HttpRequest {
  std::string method;
  std::string path;
  std::string body{};
  std::vector<std::string> captures{};  // of the route's parentheses
  std::string query{};                  // behind the ?, as it came
  std::string accept{};                 // the header Accept
  std::string authorization{};          // the header Authorization
  std::string peer{};                   // address of the other end: "127.0.0.1"; empty when not known
  bool forwarded = false;               // by a proxy that says so (Forwarded, X-Forwarded-For, Via)
};

}  // namespace redisconf
