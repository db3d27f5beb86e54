// The least of an HTTP client, on a plain socket, so that tests can also send what no library would.
#pragma once

#include <string>
#include <string_view>

namespace redisconf::test {

struct HttpAnswer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
};

// Sends those bytes to 127.0.0.1:port and reads until the server closes. Throws
// std::runtime_error when it does not answer within 20 s.
[[nodiscard]] HttpAnswer send_raw(int port, std::string_view bytes);

[[nodiscard]] HttpAnswer http_get(int port, std::string_view path);
[[nodiscard]] HttpAnswer http_delete(int port, std::string_view path);
[[nodiscard]] HttpAnswer http_post(int port, std::string_view path, std::string_view body);

}  // namespace redisconf::test
