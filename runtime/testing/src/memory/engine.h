// The commands of a Redis server over data in memory, one at a time, for any number of sessions.
//
// Ownership:     owns the data; sessions belong to their callers, who attach and detach them.
// Thread-safety: none.
// Errors:        commands answer theirs.
#pragma once

#include "memory/answer.h"
#include "memory/keyspace.h"
#include "memory/scripts.h"
#include "memory/session.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::testing::memory {

using Arguments = std::span<const std::string>;
struct CommandSpec;

class Engine {
 public:
  static constexpr int kDatabases = 16;
  using Clock = std::function<std::int64_t()>;  // milliseconds of Unix time

  explicit Engine(Clock clock);

  void attach(Session& session);
  void detach(Session& session);

  // One command as a client sends it; what it answers goes to Session::out, that of others to theirs.
  // Not for a session that is blocked.
  void execute(Session& session, Arguments arguments);

  // Ends the waits whose time is over.
  void end_waits();
  // When the next one is over.
  [[nodiscard]] std::optional<std::int64_t> next_end() const;

  // For commands and scripts.

  // As it is, whatever the session's transaction; never blocks.
  [[nodiscard]] Answer run(Session& session, const CommandSpec& spec, Arguments arguments, bool may_block);
  [[nodiscard]] std::int64_t now() const noexcept { return now_; }
  [[nodiscard]] Keyspace& keyspace(int database) { return keyspaces_[static_cast<std::size_t>(database)]; }
  [[nodiscard]] Entry* find(int database, std::string_view key);
  // Watchers of the key learn of it, and those who wait for it are tried after the command.
  void touch(int database, const std::string& key);
  void clear(int database);
  void block(Session& session, Blocked blocked);
  [[nodiscard]] const std::vector<Session*>& sessions() const noexcept { return sessions_; }
  [[nodiscard]] Scripts& scripts() noexcept { return scripts_; }
  [[nodiscard]] std::size_t random_below(std::size_t count);

 private:
  void serve_blocked();
  [[nodiscard]] bool serve(Session& session, const std::string& key);
  void unblock(Session& session);
  [[nodiscard]] Answer answer(Session& session, Arguments arguments);
  [[nodiscard]] Answer answer_known(Session& session, const CommandSpec& spec, Arguments arguments);

  Clock clock_;
  std::int64_t now_ = 0;
  std::array<Keyspace, kDatabases> keyspaces_;
  std::vector<Session*> sessions_;
  std::vector<Session*> waiting_;                   // in the order in which they blocked
  std::vector<std::pair<int, std::string>> ready_;  // keys that changed while somebody waits
  std::uint64_t next_id_ = 1;
  std::mt19937_64 random_{std::random_device{}()};
  Scripts scripts_;
};

}  // namespace redisconf::testing::memory
