#include "memory/command.h"

#include "memory/numbers.h"

#include <array>
#include <unordered_map>

namespace redisconf::testing::memory {
namespace {

using ByName = std::unordered_map<std::string_view, const CommandSpec*>;

ByName make_index() {
  ByName index;
  for (const CommandTable table :
       {connection_commands(), key_commands(), expiry_commands(), scan_commands(), string_commands(),
        number_commands(), hash_commands(), list_commands(), list_move_commands(), set_commands(),
        sorted_set_commands(), sorted_set_range_commands(), sorted_set_pop_commands(),
        sorted_set_algebra_commands(), pubsub_commands(), transaction_commands(), script_commands()}) {
    for (const CommandSpec& spec : table) index.emplace(spec.name, &spec);
  }
  return index;
}

}  // namespace

void Call::store(const std::string& key, Value value) const {
  if (is_empty_collection(value)) {
    erase(key);
    return;
  }
  keyspace().put(key, {std::move(value)});
  engine.touch(session.database, key);
}

void Call::changed(const std::string& key) const {
  const Entry* const entry = find(key);
  if (entry != nullptr && is_empty_collection(entry->value)) keyspace().erase(key);
  engine.touch(session.database, key);
}

bool Call::erase(const std::string& key) const {
  if (find(key) == nullptr || !keyspace().erase(key)) return false;
  engine.touch(session.database, key);
  return true;
}

const CommandSpec* find_command(std::string_view name) {
  static const ByName index = make_index();
  const auto found = index.find(lower_case(name));
  return found == index.end() ? nullptr : found->second;
}

bool fits(const CommandSpec& spec, std::size_t arguments) noexcept {
  const int count = static_cast<int>(arguments);
  return spec.arity >= 0 ? count == spec.arity : count >= -spec.arity;
}

std::string wrong_arity(std::string_view name) {
  return "ERR wrong number of arguments for '" + std::string(name) + "' command";
}

std::string unsupported(std::string_view name) {
  constexpr std::size_t kLongest = 128;
  return "ERR memory:// does not support '" + std::string(name.substr(0, kLongest)) + "'";
}

}  // namespace redisconf::testing::memory
