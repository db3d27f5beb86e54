#include "raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <utility>

namespace redisconf::test {
namespace {

constexpr std::chrono::seconds kLongestWait{10};

std::string encoded(const Command& command) {
  std::string bytes = "*" + std::to_string(command.size()) + "\r\n";
  for (const std::string& argument : command)
    bytes += "$" + std::to_string(argument.size()) + "\r\n" + argument + "\r\n";
  return bytes;
}

// The line that begins at `at`, which moves behind its end; nothing when it is not complete.
std::optional<std::string_view> line_at(std::string_view bytes, std::size_t& at) {
  const auto end = bytes.find("\r\n", at);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = bytes.substr(at, end - at);
  at = end + 2;
  return line;
}

// The reply that begins at `at`, which moves behind it.
std::optional<RawReply> reply_at(std::string_view bytes, std::size_t& at) {
  const auto line = line_at(bytes, at);
  if (!line || line->empty()) return std::nullopt;
  RawReply reply{std::string(*line), {}};
  const char type = line->front();
  const long long size = type == '$' || type == '*' ? std::stoll(reply.head.substr(1)) : -1;
  if (size < 0) return reply;
  if (type == '$') {
    const auto length = static_cast<std::size_t>(size);
    if (bytes.size() < at + length + 2) return std::nullopt;
    reply.head = "$" + std::string(bytes.substr(at, length));
    at += length + 2;
    return reply;
  }
  for (long long number = 0; number < size; ++number) {
    auto element = reply_at(bytes, at);
    if (!element) return std::nullopt;
    reply.elements.push_back(std::move(*element));
  }
  return reply;
}

}  // namespace

RawConnection RawConnection::to_port(int port) {
  RawConnection connection(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(connection.descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no connection to the real server");
  return connection;
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffer_(std::move(other.buffer_)) {}

RawConnection& RawConnection::operator=(RawConnection&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

RawConnection::~RawConnection() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RawConnection::send(const Command& command) { send_all(encoded(command)); }

void RawConnection::send(const std::vector<Command>& commands) {
  std::string bytes;
  for (const Command& command : commands) bytes += encoded(command);
  send_all(bytes);
}

void RawConnection::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
      continue;
    }
    if (size < 0 && errno != EAGAIN && errno != EINTR) throw std::runtime_error("the server went away");
    static_cast<void>(read_some(std::chrono::milliseconds(10)));  // it may wait for us to read
  }
}

bool RawConnection::read_some(std::chrono::milliseconds wait) {
  pollfd entry{descriptor_, POLLIN, 0};
  if (::poll(&entry, 1, static_cast<int>(wait.count())) <= 0) return false;
  std::array<char, 65536> bytes;
  const ssize_t size = ::recv(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (size == 0) throw std::runtime_error("the server closed the connection");
  if (size > 0) buffer_.append(bytes.data(), static_cast<std::size_t>(size));
  return size > 0;
}

std::vector<std::string> RawConnection::receive(std::size_t replies) {
  const auto end = std::chrono::steady_clock::now() + kLongestWait;
  std::vector<std::string> received;
  std::size_t begin = 0;
  while (received.size() < replies) {
    std::size_t at = begin;
    if (reply_at(buffer_, at)) {
      received.push_back(buffer_.substr(begin, at - begin));
      begin = at;
    } else if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("a reply did not come");
    } else {
      static_cast<void>(read_some(std::chrono::milliseconds(100)));
    }
  }
  buffer_.erase(0, begin);
  return received;
}

std::string RawConnection::drain() {
  while (read_some(std::chrono::milliseconds(0))) continue;
  return std::exchange(buffer_, {});
}

RawReply parse_reply(std::string_view bytes) {
  std::size_t at = 0;
  if (auto reply = reply_at(bytes, at)) return *reply;
  throw std::runtime_error("half a reply");
}

}  // namespace redisconf::test
