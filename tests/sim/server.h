// A little Redis behind the simulated network: parses what arrives with the client's own reader,
// runs a few commands, and notes in the ledger which calls it ran.
//
// ECHO, GET, SET, INCRBY, PING, AUTH, SELECT, CLIENT; all else is an unknown command. BLPOP answers
// nil when its time is over.
//
// Thread-safety: none. Errors: Violation, when a client sends what is no command.
#pragma once

#include "redisconf/client/reply.h"
#include "resp.h"
#include "sim/ledger.h"
#include "sim/network.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redisconf::sim {

class Server final : public Peer {
 public:
  static constexpr std::string_view kPassword = "sesame";
  static constexpr std::string_view kUnasked = "+UNASKED\r\n";

  Server(Scheduler& scheduler, Chance& chance, Trace& trace, Network& network, Ledger& ledger,
         const Weather& weather);

  // And closes the connections on which it fell silent.
  void calm_down(const Weather& weather);

  void accepted(std::size_t connection) override;
  void readable(std::size_t connection) override;
  void gone(std::size_t connection) override;

  // Is dialled, has got no part of a command, and owes no reply.
  [[nodiscard]] bool is_idle(std::size_t connection) const;

  // Neither reads nor answers until then.
  void freeze(Time until);
  // All connections break; new ones are refused until then.
  void restart(Time until);

 private:
  struct Session {
    ReplyReader reader;
    bool dialled = false;  // a dial ends with a PING
    bool mute = false;     // says nothing any more
    Time last{};           // of its replies: they keep their order
  };

  void read_all();
  void run(std::size_t connection, const Reply& command);
  [[nodiscard]] bool misbehaves(std::size_t connection, Session& session, const std::string& reply);
  [[nodiscard]] std::string execute(const std::vector<std::string>& arguments);
  [[nodiscard]] std::string get(const std::string& key) const;
  [[nodiscard]] std::string add(const std::string& key, const std::string& amount);
  void answer(std::size_t connection, Session& session, std::string reply, Duration service);

  Scheduler& scheduler_;
  Chance& chance_;
  Trace& trace_;
  Network& network_;
  Ledger& ledger_;
  Weather weather_;
  Time frozen_until_{};
  Time down_until_{};
  std::map<std::size_t, std::unique_ptr<Session>> sessions_;
  std::unordered_map<std::string, std::string> values_;
  std::unordered_map<std::string, long long> numbers_;
};

}  // namespace redisconf::sim
