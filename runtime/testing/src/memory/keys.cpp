// Commands about keys, whatever they hold.
#include "memory/command.h"
#include "memory/glob.h"
#include "memory/numbers.h"

#include <array>

namespace redisconf::testing::memory {
namespace {

Answer del(Call& call) {
  std::size_t count = 0;
  for (std::size_t at = 1; at < call.size(); ++at) count += call.erase(call[at]) ? 1U : 0U;
  return Answer::count(count);
}

Answer exists(Call& call) {
  std::size_t count = 0;
  for (std::size_t at = 1; at < call.size(); ++at) count += call.find(call[at]) != nullptr ? 1U : 0U;
  return Answer::count(count);
}

Answer type(Call& call) {
  const Entry* const entry = call.find(call[1]);
  return Answer::status(entry == nullptr ? "none" : type_name(entry->value));
}

Answer keys(Call& call) {
  call.keyspace().drop_expired(call.now());
  Answer found = Answer::array();
  for (const auto& [key, entry] : call.keyspace().entries()) {
    if (matches_glob(call[1], key)) found.elements.push_back(Answer::bulk(key));
  }
  return found;
}

Answer random_key(Call& call) {
  call.keyspace().drop_expired(call.now());
  const auto& entries = call.keyspace().entries();
  if (entries.empty()) return Answer::nil();
  const auto steps = static_cast<std::ptrdiff_t>(call.engine.random_below(entries.size()));
  return Answer::bulk(std::next(entries.begin(), steps)->first);
}

Answer db_size(Call& call) {
  call.keyspace().drop_expired(call.now());
  return Answer::count(call.keyspace().entries().size());
}

void move_entry(Call& call, int to, const std::string& from_key, const std::string& to_key) {
  Entry entry = *call.find(from_key);
  call.erase(from_key);
  call.engine.keyspace(to).put(to_key, std::move(entry));
  call.engine.touch(to, to_key);
}

Answer rename(Call& call) {
  if (call.find(call[1]) == nullptr) throw CommandError("ERR no such key");
  if (call[1] != call[2]) move_entry(call, call.session.database, call[1], call[2]);
  return Answer::ok();
}

Answer rename_nx(Call& call) {
  if (call.find(call[1]) == nullptr) throw CommandError("ERR no such key");
  if (call.find(call[2]) != nullptr) return Answer::integer(0);
  move_entry(call, call.session.database, call[1], call[2]);
  return Answer::integer(1);
}

int require_database(const std::string& text) {
  const long long number = require_in_range(text, -2'147'483'648LL, 2'147'483'647LL, kNoInteger);
  if (number < 0 || number >= Engine::kDatabases) throw CommandError("ERR DB index is out of range");
  return static_cast<int>(number);
}

Answer move(Call& call) {
  const int to = require_database(call[2]);
  if (to == call.session.database) throw CommandError("ERR source and destination objects are the same");
  if (call.find(call[1]) == nullptr || call.engine.find(to, call[1]) != nullptr) return Answer::integer(0);
  move_entry(call, to, call[1], call[1]);
  return Answer::integer(1);
}

Answer copy(Call& call) {
  int to = call.session.database;
  bool replace = false;
  for (std::size_t at = 3; at < call.size(); ++at) {
    if (same_word(call[at], "replace")) {
      replace = true;
    } else if (same_word(call[at], "db") && at + 1 < call.size()) {
      to = require_database(call[++at]);
    } else {
      throw_syntax_error();
    }
  }
  if (to == call.session.database && call[1] == call[2])
    throw CommandError("ERR source and destination objects are the same");
  const Entry* const source = call.find(call[1]);
  if (source == nullptr) return Answer::integer(0);
  if (!replace && call.engine.find(to, call[2]) != nullptr) return Answer::integer(0);
  Entry entry = *source;
  call.engine.keyspace(to).put(call[2], std::move(entry));
  call.engine.touch(to, call[2]);
  return Answer::integer(1);
}

void check_flush(Call& call) {
  if (call.size() == 1) return;
  if (call.size() > 2 || (!same_word(call[1], "async") && !same_word(call[1], "sync"))) throw_syntax_error();
}

Answer flush_database(Call& call) {
  check_flush(call);
  call.engine.clear(call.session.database);
  return Answer::ok();
}

Answer flush_all(Call& call) {
  check_flush(call);
  for (int database = 0; database < Engine::kDatabases; ++database) call.engine.clear(database);
  return Answer::ok();
}

constexpr std::array kCommands{
    CommandSpec{"del", -2, del, kWrite},
    CommandSpec{"unlink", -2, del, kWrite},
    CommandSpec{"exists", -2, exists},
    CommandSpec{"touch", -2, exists},
    CommandSpec{"type", 2, type},
    CommandSpec{"keys", 2, keys},
    CommandSpec{"randomkey", 1, random_key},
    CommandSpec{"dbsize", 1, db_size},
    CommandSpec{"rename", 3, rename, kWrite},
    CommandSpec{"renamenx", 3, rename_nx, kWrite},
    CommandSpec{"move", 3, move, kWrite},
    CommandSpec{"copy", -3, copy, kWrite},
    CommandSpec{"flushdb", -1, flush_database, kWrite},
    CommandSpec{"flushall", -1, flush_all, kWrite},
};

}  // namespace

CommandTable key_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
