// Strings: reading, writing, and parts of them.
#include "memory/command.h"
#include "memory/expiry.h"
#include "memory/numbers.h"

#include <algorithm>
#include <array>

namespace redisconf::testing::memory {
namespace {

constexpr long long kLongest = 512LL * 1024 * 1024;  // proto-max-bulk-len

Answer bulk_or_nil(const String* text) { return text == nullptr ? Answer::nil() : Answer::bulk(*text); }

void put(Call& call, const std::string& key, std::string value,
         std::optional<std::int64_t> expires_at = std::nullopt) {
  call.keyspace().put(key, {std::move(value), expires_at});
  call.engine.touch(call.session.database, key);
}

struct SetOptions {
  bool only_new = false;
  bool only_old = false;
  bool get = false;
  bool keep = false;
  bool persist = false;
  std::optional<TimeUnit> unit{};
  std::string time{};

  [[nodiscard]] bool has_time() const noexcept { return keep || persist || unit; }
};

// An option that stands alone; nothing when it is none, or does not go with those before.
bool* flag_of(SetOptions& options, const std::string& word, bool set) {
  if (set && same_word(word, "nx") && !options.only_old) return &options.only_new;
  if (set && same_word(word, "xx") && !options.only_new) return &options.only_old;
  if (set && same_word(word, "get")) return &options.get;
  if (set && same_word(word, "keepttl") && !options.unit) return &options.keep;
  if (!set && same_word(word, "persist") && !options.unit) return &options.persist;
  return nullptr;
}

SetOptions read_options(const Call& call, std::size_t at, bool set) {
  SetOptions options;
  for (; at < call.size(); ++at) {
    if (bool* const flag = flag_of(options, call[at], set)) {
      *flag = true;
      continue;
    }
    options.unit = options.has_time() ? std::nullopt : time_unit(call[at]);
    if (!options.unit || at + 1 == call.size()) throw_syntax_error();
    options.time = call[++at];
  }
  return options;
}

Answer get(Call& call) { return bulk_or_nil(call.find_as<String>(call[1])); }

Answer set(Call& call) {
  const SetOptions options = read_options(call, 3, true);
  std::optional<std::int64_t> expires_at;
  if (options.unit) expires_at = require_expiry(call, options.time, *options.unit);
  Answer old = options.get ? bulk_or_nil(call.find_as<String>(call[1])) : Answer::nil();
  const Entry* const entry = call.find(call[1]);
  const bool there = entry != nullptr;
  if ((options.only_new && there) || (options.only_old && !there)) return old;
  if (options.keep && there) expires_at = entry->expires_at;
  put(call, call[1], call[2], expires_at);
  return options.get ? old : Answer::ok();
}

Answer set_nx(Call& call) {
  if (call.find(call[1]) != nullptr) return Answer::integer(0);
  put(call, call[1], call[2]);
  return Answer::integer(1);
}

Answer set_with_time(Call& call, TimeUnit unit) {
  put(call, call[1], call[3], require_expiry(call, call[2], unit));
  return Answer::ok();
}

Answer set_ex(Call& call) { return set_with_time(call, {.seconds = true}); }
Answer pset_ex(Call& call) { return set_with_time(call, {}); }

Answer get_set(Call& call) {
  Answer old = bulk_or_nil(call.find_as<String>(call[1]));
  put(call, call[1], call[2]);
  return old;
}

Answer get_del(Call& call) {
  Answer old = bulk_or_nil(call.find_as<String>(call[1]));
  call.erase(call[1]);
  return old;
}

Answer get_ex(Call& call) {
  const SetOptions options = read_options(call, 2, false);
  const String* const text = call.find_as<String>(call[1]);
  if (text == nullptr) return Answer::nil();
  Answer answer = Answer::bulk(*text);
  if (!options.unit && !options.persist) return answer;
  std::optional<std::int64_t> expires_at;
  if (options.unit) expires_at = require_expiry(call, options.time, *options.unit);
  if (expires_at && *expires_at <= call.now()) {
    call.erase(call[1]);
    return answer;
  }
  call.find(call[1])->expires_at = expires_at;
  call.changed(call[1]);
  return answer;
}

Answer mget(Call& call) {
  Answer values = Answer::array();
  for (std::size_t at = 1; at < call.size(); ++at) {
    const Entry* const entry = call.find(call[at]);
    values.elements.push_back(bulk_or_nil(entry == nullptr ? nullptr : std::get_if<String>(&entry->value)));
  }
  return values;
}

void require_pairs(const Call& call, std::string_view name) {
  if (call.size() % 2 == 0) throw CommandError(wrong_arity(name));
}

void put_all(Call& call) {
  for (std::size_t at = 1; at < call.size(); at += 2) put(call, call[at], call[at + 1]);
}

Answer mset(Call& call) {
  require_pairs(call, "mset");
  put_all(call);
  return Answer::ok();
}

Answer mset_nx(Call& call) {
  require_pairs(call, "msetnx");
  for (std::size_t at = 1; at < call.size(); at += 2) {
    if (call.find(call[at]) != nullptr) return Answer::integer(0);
  }
  put_all(call);
  return Answer::integer(1);
}

void check_length(long long size) {
  if (size > kLongest) throw CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
}

Answer append(Call& call) {
  String& text = call.make<String>(call[1]);
  check_length(static_cast<long long>(text.size()) + static_cast<long long>(call[2].size()));
  text += call[2];
  call.changed(call[1]);
  return Answer::count(text.size());
}

Answer length(Call& call) {
  const String* const text = call.find_as<String>(call[1]);
  return Answer::count(text == nullptr ? 0 : text->size());
}

Answer get_range(Call& call) {
  long long first = require_integer(call[2]);
  long long last = require_integer(call[3]);
  const String* const text = call.find_as<String>(call[1]);
  if (text == nullptr || text->empty() || (first < 0 && last < 0 && first > last)) return Answer::bulk("");
  const auto size = static_cast<long long>(text->size());
  if (first < 0) first = std::max(first + size, 0LL);
  if (last < 0) last = std::max(last + size, 0LL);
  last = std::min(last, size - 1);
  if (first > last) return Answer::bulk("");
  return Answer::bulk(
      text->substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1)));
}

Answer set_range(Call& call) {
  const long long offset = require_integer(call[2]);
  if (offset < 0) throw CommandError("ERR offset is out of range");
  const String* const old = call.find_as<String>(call[1]);
  if (call[3].empty()) return Answer::count(old == nullptr ? 0 : old->size());
  const auto added = static_cast<long long>(call[3].size());
  check_length(offset > kLongest ? offset : offset + added);
  String& text = call.make<String>(call[1]);
  const auto end = static_cast<std::size_t>(offset + added);
  if (text.size() < end) text.resize(end, '\0');
  text.replace(static_cast<std::size_t>(offset), call[3].size(), call[3]);
  call.changed(call[1]);
  return Answer::count(text.size());
}

constexpr std::array kCommands{
    CommandSpec{"get", 2, get},
    CommandSpec{"set", -3, set, kWrite},
    CommandSpec{"setnx", 3, set_nx, kWrite},
    CommandSpec{"setex", 4, set_ex, kWrite},
    CommandSpec{"psetex", 4, pset_ex, kWrite},
    CommandSpec{"getset", 3, get_set, kWrite},
    CommandSpec{"getdel", 2, get_del, kWrite},
    CommandSpec{"getex", -2, get_ex, kWrite},
    CommandSpec{"mget", -2, mget},
    CommandSpec{"mset", -3, mset, kWrite},
    CommandSpec{"msetnx", -3, mset_nx, kWrite},
    CommandSpec{"append", 3, append, kWrite},
    CommandSpec{"strlen", 2, length},
    CommandSpec{"getrange", 4, get_range},
    CommandSpec{"substr", 4, get_range},
    CommandSpec{"setrange", 4, set_range, kWrite},
};

}  // namespace

CommandTable string_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
