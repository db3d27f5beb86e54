// What the server knows of one connection.
//
// Ownership: owns its state. Thread-safety: none. Errors: none.
#pragma once

#include "memory/answer.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace redisconf::testing::memory {

struct Call;

// A command that waits for one of its keys. `serve` is tried when a key has changed.
struct Blocked {
  int database = 0;
  std::vector<std::string> keys;
  std::optional<std::int64_t> until;  // milliseconds of the server's clock
  std::function<std::optional<Answer>(Call&, const std::string& key)> serve;
};

struct Session {
  std::uint64_t id = 0;
  int database = 0;
  std::string name{};

  bool in_transaction = false;
  bool transaction_failed = false;  // a command could not be queued
  bool watched_changed = false;
  std::vector<std::vector<std::string>> queued{};
  std::set<std::pair<int, std::string>> watched{};

  std::set<std::string, std::less<>> channels{};
  std::set<std::string, std::less<>> patterns{};

  std::optional<Blocked> blocked{};
  std::string out{};  // encoded, not yet sent
  bool closing = false;

  void end_transaction() {
    in_transaction = transaction_failed = watched_changed = false;
    queued.clear();
    watched.clear();
  }
  [[nodiscard]] bool subscribed() const noexcept { return !channels.empty() || !patterns.empty(); }
};

}  // namespace redisconf::testing::memory
