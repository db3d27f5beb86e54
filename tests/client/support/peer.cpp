#include "client/support/peer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <tuple>
#include <utility>

namespace redisconf::test {
namespace {

void check(bool done, const char* what) {
  if (!done) throw std::system_error(errno, std::generic_category(), what);
}

// Bound to a free loopback port; returns descriptor and port.
std::pair<int, int> bind_free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(descriptor >= 0, "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  check(bind(descriptor, generic, size) == 0, "bind");
  check(getsockname(descriptor, generic, &size) == 0, "getsockname");
  return {descriptor, ntohs(address.sin_port)};
}

}  // namespace

std::string Peer::receive() {
  std::array<char, 4096> buffer{};
  const ssize_t size = recv(descriptor_, buffer.data(), buffer.size(), 0);
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
}

void Peer::send(std::string_view bytes) {
  static_cast<void>(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

void Peer::greet() {
  receive();  // CLIENT SETNAME
  send("+OK\r\n");
  receive();  // PING
  send("+PONG\r\n");
}

void Peer::wait_for_end() {
  while (!receive().empty()) {
  }
}

void Peer::reset() {
  const linger at_once{1, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

PeerServer::PeerServer(std::function<void(Peer&)> behaviour) {
  std::tie(listener_, port_) = bind_free_port();
  check(listen(listener_, 8) == 0, "listen");
  thread_ = std::thread([this, run = std::move(behaviour)] { serve(run); });
}

PeerServer::~PeerServer() {
  shutdown(listener_, SHUT_RDWR);  // wakes accept()
  thread_.join();
  close(listener_);
}

void PeerServer::serve(const std::function<void(Peer&)>& behaviour) const {
  for (;;) {
    const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    Peer peer(descriptor);
    behaviour(peer);
    close(descriptor);
  }
}

ClosedPort::ClosedPort() { std::tie(descriptor_, port_) = bind_free_port(); }

ClosedPort::~ClosedPort() { close(descriptor_); }

}  // namespace redisconf::test
