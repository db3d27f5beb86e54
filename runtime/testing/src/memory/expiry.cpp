#include "memory/expiry.h"

#include "memory/numbers.h"

#include <array>
#include <limits>

namespace redisconf::testing::memory {
namespace {

constexpr long long kMost = std::numeric_limits<long long>::max();
constexpr long long kLeast = std::numeric_limits<long long>::min();

// When an expiry may be set, given the one that is there.
struct Condition {
  bool none = false;     // NX
  bool some = false;     // XX
  bool later = false;    // GT
  bool earlier = false;  // LT

  [[nodiscard]] bool holds(std::optional<std::int64_t> current, std::int64_t next) const noexcept {
    if (none && current) return false;
    if (some && !current) return false;
    if (later && (!current || next <= *current)) return false;
    return !(earlier && current && next >= *current);
  }
};

Condition read_condition(const Call& call) {
  Condition condition;
  for (std::size_t at = 3; at < call.size(); ++at) {
    bool* const option = same_word(call[at], "nx")   ? &condition.none
                         : same_word(call[at], "xx") ? &condition.some
                         : same_word(call[at], "gt") ? &condition.later
                         : same_word(call[at], "lt") ? &condition.earlier
                                                     : nullptr;
    if (option == nullptr) throw CommandError("ERR Unsupported option " + call[at]);
    *option = true;
  }
  if (condition.none && (condition.some || condition.later || condition.earlier))
    throw CommandError("ERR NX and XX, GT or LT options at the same time are not compatible");
  if (condition.later && condition.earlier)
    throw CommandError("ERR GT and LT options at the same time are not compatible");
  return condition;
}

std::int64_t any_time(const Call& call, const std::string& text, TimeUnit unit) {
  long long time = require_integer(text);
  if (unit.seconds) {
    if (time > kMost / 1000 || time < kLeast / 1000) throw_bad_expiry(call);
    time *= 1000;
  }
  const long long base = unit.absolute ? 0 : call.now();
  if (time > kMost - base) throw_bad_expiry(call);
  return time + base;
}

Answer expire_by(Call& call, TimeUnit unit) {
  const Condition condition = read_condition(call);
  const std::int64_t time = any_time(call, call[2], unit);
  Entry* const entry = call.find(call[1]);
  if (entry == nullptr || !condition.holds(entry->expires_at, time)) return Answer::integer(0);
  if (time <= call.now()) {
    call.erase(call[1]);
  } else {
    entry->expires_at = time;
    call.changed(call[1]);
  }
  return Answer::integer(1);
}

Answer expire(Call& call) { return expire_by(call, {.seconds = true}); }
Answer pexpire(Call& call) { return expire_by(call, {}); }
Answer expire_at(Call& call) { return expire_by(call, {.seconds = true, .absolute = true}); }
Answer pexpire_at(Call& call) { return expire_by(call, {.absolute = true}); }

Answer left(Call& call, TimeUnit unit) {
  const Entry* const entry = call.find(call[1]);
  if (entry == nullptr) return Answer::integer(-2);
  if (!entry->expires_at) return Answer::integer(-1);
  const std::int64_t time = *entry->expires_at - (unit.absolute ? 0 : call.now());
  return Answer::integer(unit.seconds ? (time + 500) / 1000 : time);
}

Answer ttl(Call& call) { return left(call, {.seconds = true}); }
Answer pttl(Call& call) { return left(call, {}); }
Answer expire_time(Call& call) { return left(call, {.seconds = true, .absolute = true}); }
Answer pexpire_time(Call& call) { return left(call, {.absolute = true}); }

Answer persist(Call& call) {
  Entry* const entry = call.find(call[1]);
  if (entry == nullptr || !entry->expires_at) return Answer::integer(0);
  entry->expires_at.reset();
  call.changed(call[1]);
  return Answer::integer(1);
}

constexpr std::array kCommands{
    CommandSpec{"expire", -3, expire, kWrite},
    CommandSpec{"pexpire", -3, pexpire, kWrite},
    CommandSpec{"expireat", -3, expire_at, kWrite},
    CommandSpec{"pexpireat", -3, pexpire_at, kWrite},
    CommandSpec{"ttl", 2, ttl},
    CommandSpec{"pttl", 2, pttl},
    CommandSpec{"expiretime", 2, expire_time},
    CommandSpec{"pexpiretime", 2, pexpire_time},
    CommandSpec{"persist", 2, persist, kWrite},
};

}  // namespace

std::optional<TimeUnit> time_unit(std::string_view option) noexcept {
  if (same_word(option, "ex")) return TimeUnit{.seconds = true};
  if (same_word(option, "px")) return TimeUnit{};
  if (same_word(option, "exat")) return TimeUnit{.seconds = true, .absolute = true};
  if (same_word(option, "pxat")) return TimeUnit{.absolute = true};
  return std::nullopt;
}

std::int64_t require_expiry(const Call& call, const std::string& text, TimeUnit unit) {
  long long time = require_integer(text);
  if (time <= 0 || (unit.seconds && time > kMost / 1000)) throw_bad_expiry(call);
  if (unit.seconds) time *= 1000;
  const long long base = unit.absolute ? 0 : call.now();
  if (time > kMost - base) throw_bad_expiry(call);
  return time + base;
}

void throw_bad_expiry(const Call& call) {
  throw CommandError("ERR invalid expire time in '" + lower_case(call[0]) + "' command");
}

CommandTable expiry_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
