// One in-process server: a thread that answers any number of connections, one command at a time.
//
// Ownership:     owns the thread, the data and its ends of the connections.
// Thread-safety: every member may run concurrently.
// Errors:        std::system_error when the kernel gives no descriptor or thread; std::runtime_error from
//                connect() while it is stopped.
#pragma once

#include "memory/engine.h"
#include "memory/request_reader.h"
#include "memory/session.h"

#include <poll.h>

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace redisconf::testing::memory {

class Server {
 public:
  Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  // The client's end of a new connection, which is the caller's.
  [[nodiscard]] int connect();

  // Every connection ends, and none is made until start(). The data stays.
  void stop();
  void start();

  void clear();
  void freeze_time();
  void advance(std::chrono::milliseconds time);

 private:
  struct Connection {
    int descriptor;
    Session session{};
    RequestReader requests{};
  };

  void serve();
  [[nodiscard]] std::vector<pollfd> wanted();
  [[nodiscard]] int patience() const;
  void read_from(Connection& connection);
  void answer_all();
  bool answer(Connection& connection);
  void send_answers();
  void close_ended();
  void close_all();
  void wake() const noexcept;
  [[nodiscard]] std::int64_t now() const;

  mutable std::mutex mutex_;
  std::optional<std::int64_t> frozen_at_{};  // in place of the system's time
  std::chrono::milliseconds advanced_{0};
  Engine engine_;
  std::list<Connection> connections_;
  bool stopped_ = false;
  bool ending_ = false;
  int wake_;  // an eventfd
  std::thread thread_;
};

}  // namespace redisconf::testing::memory
