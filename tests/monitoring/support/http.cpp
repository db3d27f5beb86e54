#include "http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace redisconf::test {
namespace {

class Socket {
 public:
  explicit Socket(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return;
    ::close(socket_);
    throw std::runtime_error("can't connect to the HTTP server");
  }
  ~Socket() { ::close(socket_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // A server may answer, and close, before it has read everything.
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  [[nodiscard]] std::string read_all() const {
    std::string text;
    std::array<char, 4096> buffer{};
    while (true) {
      const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
      if (count < 0 && text.empty()) throw std::runtime_error("no HTTP answer");
      if (count <= 0) return text;
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  int socket_;
};

std::string request(std::string_view method, std::string_view path, std::string_view more) {
  std::string text(method);
  text.append(" ").append(path).append(" HTTP/1.1\r\nHost: test\r\n").append(more);
  return text;
}

}  // namespace

HttpAnswer send_raw(int port, std::string_view bytes) {
  const Socket socket(port);
  socket.send(bytes);
  const std::string text = socket.read_all();
  const auto end = text.find("\r\n\r\n");
  if (!text.starts_with("HTTP/1.1 ") || end == std::string::npos) {
    throw std::runtime_error("not an HTTP answer");
  }
  return {std::stoi(text.substr(9, 3)), text.substr(0, end + 2), text.substr(end + 4)};
}

HttpAnswer http_get(int port, std::string_view path) { return send_raw(port, request("GET", path, "\r\n")); }

HttpAnswer http_delete(int port, std::string_view path) {
  return send_raw(port, request("DELETE", path, "\r\n"));
}

HttpAnswer http_post(int port, std::string_view path, std::string_view body) {
  std::string more = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return send_raw(port, request("POST", path, more.append(body)));
}

}  // namespace redisconf::test
