// Sockets of a history, as the client sees them through system calls: TCP connections to one server
// over a network with latency, pieces of any size, and trouble (weather.h).
//
// Results are those of the system calls, with -errno for errors. Nothing here waits: who must wait
// does so with Scheduler, at a socket's place.
//
// Thread-safety: none. Errors: Violation.
#pragma once

#include "sim/chance.h"
#include "sim/scheduler.h"
#include "sim/trace.h"
#include "sim/weather.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::sim {

// The far end of the connections.
class Peer {
 public:
  Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;

  virtual void accepted(std::size_t connection) = 0;
  virtual void readable(std::size_t connection) = 0;  // or ended
  virtual void gone(std::size_t connection) = 0;      // no byte comes or goes any more
};

class Network {
 public:
  static constexpr int kFirstDescriptor = 1'000'000;

  Network(Scheduler& scheduler, Chance& chance, Trace& trace, const Weather& weather);

  void serve(Peer& peer) noexcept { peer_ = &peer; }
  void change(const Weather& weather) { weather_ = weather; }

  // The client's side.
  [[nodiscard]] int open();
  [[nodiscard]] int connect(int descriptor);
  [[nodiscard]] int take_error(int descriptor);
  [[nodiscard]] long send(int descriptor, std::string_view bytes);
  [[nodiscard]] long receive(int descriptor, std::span<char> buffer);
  [[nodiscard]] short ready(int descriptor, short events) const;
  int shut_down(int descriptor);
  int close(int descriptor);
  void user_timeout(int descriptor, Duration time) { of(descriptor).user_timeout = time; }
  // What a connection that carries nothing lasts: time before the first probe, and of all probes.
  void keepalive(int descriptor, Duration time) { of(descriptor).keepalive += time; }
  void receive_timeout(int descriptor, Duration time) { of(descriptor).receive_timeout = time; }
  void blocking(int descriptor, bool blocking) { of(descriptor).blocking = blocking; }
  [[nodiscard]] Duration receive_timeout(int descriptor) const { return of(descriptor).receive_timeout; }
  [[nodiscard]] bool is_blocking(int descriptor) const { return of(descriptor).blocking; }
  // Where to wait for the socket; one place for several.
  [[nodiscard]] const void* place(int descriptor) const { return &of(descriptor); }
  [[nodiscard]] const void* any_place() const noexcept { return this; }

  // The server's side.
  void reply(std::size_t connection, std::string_view bytes);
  [[nodiscard]] std::string take_arrived(std::size_t connection);
  void close_by_server(std::size_t connection);
  void reset(std::size_t connection);
  [[nodiscard]] bool ended_by_client(std::size_t connection) const;

  // Trouble. The connection, or all and new ones too, carry nothing until then.
  void silence(std::size_t connection, Time until);
  void partition(Time until) noexcept { partition_until_ = until; }
  void listening(bool listening) noexcept { listening_ = listening; }
  [[nodiscard]] std::vector<std::size_t> established() const;
  // Neither a command nor a reply is on its way.
  [[nodiscard]] bool is_idle(std::size_t connection) const;
  void arrive_at_once(std::size_t connection, std::string_view bytes);

  [[nodiscard]] std::size_t open_sockets() const noexcept { return open_; }
  [[nodiscard]] std::size_t dials() const noexcept { return dials_; }
  [[nodiscard]] std::size_t most_dials_at_once() const noexcept { return most_dialling_; }

 private:
  struct Pipe {
    std::string bytes;        // sent and not yet read
    std::size_t arrived = 0;  // the first of them
    Time last{};              // arrival of the last piece so far
    bool ended = false;       // nothing follows
    [[nodiscard]] std::size_t under_way() const noexcept { return bytes.size() - arrived; }
  };
  enum class State : std::uint8_t { fresh, connecting, established, dead };
  struct Tcp {
    State state = State::fresh;
    Pipe to_server;
    Pipe to_client;
    int error = 0;      // for the next call
    bool open = true;   // the client's descriptor
    bool shut = false;  // by the client
    bool server_open = false;
    bool blocking = false;
    bool watched = false;  // for acknowledgements
    Duration user_timeout{};
    Duration keepalive{};
    Duration receive_timeout{};
    Time silent_until{};
    Time unacknowledged_since{};
  };

  [[nodiscard]] Tcp& of(int descriptor);
  [[nodiscard]] const Tcp& of(int descriptor) const;
  [[nodiscard]] Duration latency();
  [[nodiscard]] std::optional<Time> silent(const Tcp& tcp) const;
  void decide_dial(std::size_t connection);
  void dial_ends(std::size_t connection, int error);
  void put(std::size_t connection, bool to_server, std::string_view bytes);
  void schedule_piece(std::size_t connection, bool to_server, std::size_t size, Time time);
  void piece_arrives(std::size_t connection, bool to_server, std::size_t size);
  void end_arrives(std::size_t connection, bool to_server);
  void fail(std::size_t connection, int error);
  void watch_acknowledgements(std::size_t connection);
  void look_for_acknowledgements(std::size_t connection);
  void changed(const Tcp& tcp);

  Scheduler& scheduler_;
  Chance& chance_;
  Trace& trace_;
  Weather weather_;
  Peer* peer_ = nullptr;
  bool listening_ = true;
  Time partition_until_{};
  std::vector<std::unique_ptr<Tcp>> all_;
  std::size_t open_ = 0;
  std::size_t dials_ = 0;
  std::size_t dialling_ = 0;
  std::size_t most_dialling_ = 0;
};

}  // namespace redisconf::sim
