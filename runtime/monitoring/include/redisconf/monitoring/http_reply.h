// What a handler of an HTTP request answers, whatever the server is.
//
// Ownership: owns its bytes. Thread-safety: as a std::string.
#pragma once

#include <redisconf/config/export.h>

#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpReply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body{};
  std::vector<HttpHeader> headers{};  // beside Content-Type
};

// {"error":"<message>"}. The message goes to a stranger: no secret, no value of theirs.
[[nodiscard]] REDISCONF_PUBLIC HttpReply error_reply(int status, std::string_view message);

}  // namespace redisconf
