// The other end of a real TCP connection, driven by a test: for what a real server never does.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace redisconf::test {

// One accepted connection. Reads and writes give up when the client is gone.
class Peer {
 public:
  explicit Peer(int descriptor) noexcept : descriptor_(descriptor) {}
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;

  // Waits for bytes and returns what has come; empty at the end.
  virtual std::string receive();
  virtual void send(std::string_view bytes);

  // The answers that a dial without password and database expects.
  void greet();

  // Returns when the client has closed.
  void wait_for_end();

  // When the connection is closed after this, the client gets a reset in place of an end.
  void reset();

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

// Listens on a free loopback port; `behaviour` runs for each connection, one after the other.
class PeerServer {
 public:
  explicit PeerServer(std::function<void(Peer&)> behaviour);
  PeerServer(const PeerServer&) = delete;
  PeerServer& operator=(const PeerServer&) = delete;
  ~PeerServer();

  [[nodiscard]] int port() const noexcept { return port_; }

 private:
  void serve(const std::function<void(Peer&)>& behaviour) const;

  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

// A port on which nobody listens: it stays bound, but not listening, for the object's life.
class ClosedPort {
 public:
  ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  ClosedPort& operator=(const ClosedPort&) = delete;
  ~ClosedPort();

  [[nodiscard]] int port() const noexcept { return port_; }

 private:
  int descriptor_ = -1;
  int port_ = 0;
};

}  // namespace redisconf::test
