// How often what goes wrong in a history, and how far the server is away. Rates are in a million,
// each for one occasion: a dial, a send, a reply.
#pragma once

#include "sim/chance.h"

#include <cstddef>
#include <cstdint>

namespace redisconf::sim {

struct Weather {
  Duration least_latency{};
  Duration most_latency{};
  std::size_t send_room = 0;  // bytes that the kernel holds for a connection
  std::uint64_t splits = 0;   // how many bytes go in one piece at most; 0: all
  std::uint64_t interrupted = 0;
  std::uint64_t stalls = 0;  // a thread gets no processor for a while, after a system call
  Duration longest_stall{};
  std::uint64_t addresses = 1;  // of the server's name

  // Each dial.
  std::uint64_t refused = 0;
  std::uint64_t unreachable = 0;
  std::uint64_t unanswered = 0;
  std::uint64_t closed_at_once = 0;
  std::uint64_t full = 0;
  std::uint64_t unknown_name = 0;
  std::uint64_t silent_name_server = 0;

  // Each command.
  Duration service{};
  std::uint64_t slow = 0;  // takes `slow_service`
  Duration slow_service{};
  std::uint64_t loading = 0;  // refused for now: not run
  std::uint64_t out_of_memory = 0;
  std::uint64_t lost_reply = 0;  // run, and reset before the reply
  std::uint64_t half_reply = 0;  // run, half of the reply, then silence
  std::uint64_t garbage = 0;     // run, and answered by what is no reply

  // Each moment at which something may go wrong by itself; they come so often.
  Duration most_calm{};
  std::uint64_t reset = 0;
  std::uint64_t fin = 0;
  std::uint64_t silence = 0;
  std::uint64_t frozen_server = 0;
  std::uint64_t restarted_server = 0;
  std::uint64_t partition = 0;
  std::uint64_t unasked = 0;  // a reply that nobody asked for, while no call is under way
  Duration longest_outage{};

  // Each history has some kinds of trouble, and not others: what is rare beside the rest shows so.
  [[nodiscard]] static Weather some(Chance& chance);
  // The same network without any trouble.
  [[nodiscard]] Weather calmed() const;
};

}  // namespace redisconf::sim
