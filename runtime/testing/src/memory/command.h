// A command on its way: what its handler sees, and the tables of handlers, a family each.
//
// Thread-safety: none. Errors: handlers throw CommandError.
#pragma once

#include "memory/answer.h"
#include "memory/engine.h"
#include "memory/session.h"
#include "memory/value.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::testing::memory {

struct Call {
  Engine& engine;
  Session& session;
  const Arguments arguments;  // the command's name first
  const bool may_block;

  [[nodiscard]] std::size_t size() const noexcept { return arguments.size(); }
  [[nodiscard]] const std::string& operator[](std::size_t index) const { return arguments[index]; }
  [[nodiscard]] std::int64_t now() const noexcept { return engine.now(); }

  [[nodiscard]] Entry* find(std::string_view key) const { return engine.find(session.database, key); }

  // Null without the key; throws for one of another type.
  template <class Content>
  [[nodiscard]] Content* find_as(std::string_view key) const {
    Entry* const entry = find(key);
    if (entry == nullptr) return nullptr;
    if (auto* const content = std::get_if<Content>(&entry->value)) return content;
    throw_wrong_type();
  }

  // Empty when there was none.
  template <class Content>
  [[nodiscard]] Content& make(const std::string& key) const {
    if (Content* const content = find_as<Content>(key)) return *content;
    keyspace().put(key, {Content{}});
    return std::get<Content>(keyspace().find(key, now())->value);
  }

  // Takes the place of whatever was there, and of its expiry; an empty collection removes it.
  void store(const std::string& key, Value value) const;

  // After a change: whoever looks at the key learns of it, and an empty collection goes.
  void changed(const std::string& key) const;
  bool erase(const std::string& key) const;

  [[nodiscard]] Keyspace& keyspace() const { return engine.keyspace(session.database); }
};

enum Flags : std::uint8_t {
  kRead = 0,
  kWrite = 1,
  kNoScript = 2,
  kWhileSubscribed = 4,  // allowed on a connection that has subscribed
  kAtOnce = 8,           // not queued in a transaction
};

struct CommandSpec {
  std::string_view name;  // lower case
  int arity;              // exact, or negative: at least so many, the name counted
  Answer (*run)(Call&);
  unsigned flags = kRead;
};

using CommandTable = std::span<const CommandSpec>;

[[nodiscard]] CommandTable connection_commands();
[[nodiscard]] CommandTable key_commands();
[[nodiscard]] CommandTable expiry_commands();
[[nodiscard]] CommandTable scan_commands();
[[nodiscard]] CommandTable string_commands();
[[nodiscard]] CommandTable number_commands();
[[nodiscard]] CommandTable hash_commands();
[[nodiscard]] CommandTable list_commands();
[[nodiscard]] CommandTable list_move_commands();
[[nodiscard]] CommandTable set_commands();
[[nodiscard]] CommandTable sorted_set_commands();
[[nodiscard]] CommandTable sorted_set_range_commands();
[[nodiscard]] CommandTable sorted_set_pop_commands();
[[nodiscard]] CommandTable sorted_set_algebra_commands();
[[nodiscard]] CommandTable pubsub_commands();
[[nodiscard]] CommandTable transaction_commands();
[[nodiscard]] CommandTable script_commands();

// Null for one that is not supported; whatever its case.
[[nodiscard]] const CommandSpec* find_command(std::string_view name);

// How many arguments it takes, or "ERR wrong number of arguments for 'get' command".
[[nodiscard]] bool fits(const CommandSpec& spec, std::size_t arguments) noexcept;
[[nodiscard]] std::string wrong_arity(std::string_view name);
// "ERR memory:// does not support 'XADD'".
[[nodiscard]] std::string unsupported(std::string_view name);

}  // namespace redisconf::testing::memory
