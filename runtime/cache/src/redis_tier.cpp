#include "redis_tier.h"

#include "tier_scripts.h"

#include <redisconf/client/errors.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace redisconf::cache {
namespace {

constexpr const char* kHeaderEnd = "25";  // of GETRANGE, inclusive

std::string hex(std::uint64_t number) {
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

std::string packed_floor(std::uint64_t time) {
  return time == 0 ? std::string() : pack({EnvelopeKind::value, {time, 0}, 0}).substr(0, kVersionedSize);
}

// A script with its arguments.
struct Call {
  const Script* script = nullptr;
  std::vector<std::string> arguments;
};

// What is at its end already lives for a last millisecond: Redis refuses less, and 0 is for ever.
std::string life(std::int64_t expires_at, std::int64_t now) {
  return expires_at == 0 ? "0" : std::to_string(std::max<std::int64_t>(expires_at - now, 1));
}

Call call_of(const Change& change, std::int64_t now, const std::string& instance, std::uint64_t floor) {
  const TierScripts& scripts = tier_scripts();
  const std::string left = life(change.expires_at, now);
  const Envelope value{EnvelopeKind::value, change.version, change.expires_at};
  switch (change.action) {
    case Action::set:
      return {&scripts.set, {pack(value, change.value), left}};
    case Action::del:
      return {&scripts.del, {pack({EnvelopeKind::tombstone, change.version, change.expires_at}), left}};
    case Action::expire:
      return {&scripts.expire, {pack(value), left}};
    case Action::add:
      break;
  }
  return {&scripts.increment,
          {pack(value).substr(0, kVersionedSize), std::to_string(change.delta), left, instance,
           std::to_string(change.number), std::to_string(change.oldest_open), packed_floor(floor)}};
}

Outcome outcome_of(const Reply& reply) {
  if (reply.kind() != Reply::Kind::string) return {.number = reply.as_integer()};
  return {.applied = false, .newer = unpack_version(reply.as_string()).value_or(Version{})};
}

std::vector<std::string_view> evalsha(const Call& call, std::string_view key) {
  std::vector<std::string_view> command{"EVALSHA", call.script->sha1(), "1", key};
  command.insert(command.end(), call.arguments.begin(), call.arguments.end());
  return command;
}

}  // namespace

RedisTier::RedisTier(Client& client, HybridClock& clock, std::string floor_key)
    : client_(client), clock_(clock), floor_key_(std::move(floor_key)), instance_(hex(clock.instance())) {}

std::optional<Entry> RedisTier::open(std::string&& bytes) {
  const auto envelope = unpack(bytes);
  if (!envelope) {
    malformed_.fetch_add(1, std::memory_order_relaxed);
    return {};
  }
  clock_.observe(envelope->version);
  if (envelope->kind == EnvelopeKind::tombstone) return {};
  if (envelope->version.time < values_floor_.load(std::memory_order_relaxed)) return {};
  return Entry{std::move(bytes), kHeaderSize, envelope->version, envelope->expires_at};
}

std::optional<Entry> RedisTier::get_counter(std::string_view key) {
  const std::vector<Reply> fields = client_.command({"HMGET", key, "n", "v"}).as_array();
  if (fields.size() != 2 || fields[0].is_nil() || fields[1].is_nil()) return {};
  const Version version = unpack_version(fields[1].as_string()).value_or(Version{});
  clock_.observe(version);
  if (version.time < counters_floor_.load(std::memory_order_relaxed)) return {};
  return Entry{fields[0].as_string(), 0, version, 0};
}

std::optional<Entry> RedisTier::get(std::string_view key) {
  std::optional<std::string> bytes;
  try {
    bytes = client_.get(key);
  } catch (const RedisError& error) {
    if (error.code() == "WRONGTYPE") return get_counter(key);
    throw;
  }
  if (!bytes) return {};
  return open(std::move(*bytes));
}

std::vector<std::optional<Entry>> RedisTier::get_many(std::span<const std::string> keys) {
  std::vector<std::optional<Entry>> entries(keys.size());
  if (keys.empty()) return entries;
  Pipeline pipeline = client_.pipeline();
  for (const std::string& key : keys) pipeline.append({"GET", key});
  std::vector<Reply> replies = pipeline.execute();
  for (std::size_t index = 0; index < keys.size(); ++index) {
    if (replies[index].kind() == Reply::Kind::error) {
      entries[index] = get(keys[index]);  // a counter, or the error of its own
    } else if (auto bytes = std::move(replies[index]).as_optional_string()) {
      entries[index] = open(std::move(*bytes));
    }
  }
  return entries;
}

bool RedisTier::exists(std::string_view key) {
  std::string header;
  try {
    header = client_.command({"GETRANGE", key, "0", kHeaderEnd}).as_string();
  } catch (const RedisError& error) {
    if (error.code() == "WRONGTYPE") return get_counter(key).has_value();
    throw;
  }
  return !header.empty() && open(std::move(header)).has_value();
}

Outcome RedisTier::apply(const Change& change) {
  const Call call =
      call_of(change, clock_.server_time(), instance_, counters_floor_.load(std::memory_order_relaxed));
  const std::array<std::string_view, 1> keys{change.key};
  const std::vector<std::string_view> arguments(call.arguments.begin(), call.arguments.end());
  const Outcome outcome = outcome_of(client_.eval(*call.script, keys, arguments));
  if (!outcome.applied) clock_.observe(outcome.newer);
  return outcome;
}

std::vector<std::variant<Outcome, RedisError>> RedisTier::apply_all(std::span<const Change> changes) {
  std::vector<std::variant<Outcome, RedisError>> outcomes;
  if (changes.empty()) return outcomes;
  outcomes.reserve(changes.size());
  Pipeline pipeline = client_.pipeline();
  const std::int64_t now = clock_.server_time();
  const std::uint64_t floor = counters_floor_.load(std::memory_order_relaxed);
  for (const Change& change : changes) {
    pipeline.append(evalsha(call_of(change, now, instance_, floor), change.key));
  }
  const std::vector<Reply> replies = pipeline.execute();
  for (std::size_t index = 0; index < changes.size(); ++index) {
    try {
      outcomes.emplace_back(outcome_of(replies[index]));
    } catch (const RedisError&) {
      // Its error does not say so, but most often the server lacks the script: eval() brings it.
      try {
        outcomes.emplace_back(apply(changes[index]));
      } catch (const RedisError& error) {
        if (error.category() != ErrorCategory::server) throw;
        outcomes.emplace_back(error);
      }
    }
  }
  return outcomes;
}

RedisTier::Time RedisTier::ask_time() {
  constexpr std::int64_t kMilliseconds = 1000;
  const std::int64_t asked = clock_.monotonic();
  const std::vector<Reply> time = client_.command({"TIME"}).as_array();
  const std::int64_t answered = clock_.monotonic();
  const std::int64_t seconds = std::stoll(time.at(0).as_string());
  const std::int64_t microseconds = std::stoll(time.at(1).as_string());
  return {seconds * kMilliseconds + microseconds / kMilliseconds, asked, answered};
}

void RedisTier::exchange_floors() {
  const std::string values = packed_floor(values_floor_.load(std::memory_order_relaxed));
  const std::string counters = packed_floor(counters_floor_.load(std::memory_order_relaxed));
  const std::vector<Reply> floors =
      client_.eval(tier_scripts().raise_floor, {floor_key_}, {values, counters}).as_array();
  if (floors.size() != 2) return;
  if (const auto floor = unpack_version(floors[0].as_string())) raise_floor(*floor, false);
  if (const auto floor = unpack_version(floors[1].as_string())) raise_floor(*floor, true);
}

void RedisTier::raise_floor(Version floor, bool counters) noexcept {
  clock_.observe(floor);
  const auto raise = [&floor](std::atomic<std::uint64_t>& present) {
    std::uint64_t old = present.load(std::memory_order_relaxed);
    while (old < floor.time && !present.compare_exchange_weak(old, floor.time, std::memory_order_relaxed)) {
    }
  };
  raise(values_floor_);
  if (counters) raise(counters_floor_);
}

}  // namespace redisconf::cache
