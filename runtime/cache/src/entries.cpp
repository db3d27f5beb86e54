#include "entries.h"

#include "cache_key.h"

#include <algorithm>
#include <charconv>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

void check_time_to_live(milliseconds time_to_live) {
  if (time_to_live.count() > 0) return;
  throw cache_usage_error("a time to live must be at least 1ms", "use del() to remove an entry");
}

}  // namespace

Entries::Entries(Client& client, const CacheSettings& settings, ValueForm form, Environment environment)
    : settings_(settings), form_(form), environment_(environment), store_(client, settings, environment) {}

std::optional<Found> Entries::find(std::string_view id) {
  auto stored = store_.get(key_of(id));
  if (!stored) return std::nullopt;
  return open(std::move(*stored));
}

std::vector<std::optional<Found>> Entries::find_many(std::span<const std::string> ids) {
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  for (const std::string& id : ids) keys.push_back(key_of(id));
  std::vector<std::optional<Found>> found(ids.size());
  std::vector<std::optional<StoredValue>> stored = store_.get_many(keys);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (stored[i]) found[i] = open(std::move(*stored[i]));
  }
  return found;
}

std::optional<Found> Entries::open(StoredValue&& stored) {
  const auto header = open_header(stored.bytes);
  if (!header || header->form != form_) {
    counters_.add(Count::unreadable);
    return std::nullopt;
  }
  return Found{.bytes = std::make_shared<const std::string>(std::move(stored.bytes)),
               .header = *header,
               .freshness = freshness_of(*header, stored.remaining)};
}

std::optional<Found> Entries::open(std::shared_ptr<const std::string> bytes) const {
  const auto header = open_header(*bytes);
  if (!header) return std::nullopt;
  return Found{.bytes = std::move(bytes), .header = *header};
}

Freshness Entries::freshness_of(const ValueHeader& header, milliseconds remaining) const {
  if (remaining == kForEver) return Freshness::fresh;
  const milliseconds rest = remaining - milliseconds(header.stale_for);
  if (rest.count() <= 0) return Freshness::stale;
  if (settings_.early_refresh == 0 || header.nothing) return Freshness::fresh;
  const std::int64_t age = header.age(environment_.clock->wall());
  const bool due = age * 100 >= (age + rest.count()) * settings_.early_refresh;
  return due ? Freshness::due : Freshness::fresh;
}

std::string Entries::header(bool nothing, TimeToLive time_to_live) const {
  std::string bytes;
  append_header({.form = form_,
                 .made_at = environment_.clock->wall(),
                 .stale_for = nothing ? 0 : stale_window(time_to_live).count(),
                 .nothing = nothing},
                bytes);
  return bytes;
}

void Entries::keep(std::string_view id, std::string_view bytes, TimeToLive time_to_live) {
  store_.set(key_of(id), bytes, stored_life(time_to_live));
}

void Entries::keep_nothing(std::string_view id, std::string_view bytes) {
  store_.set(key_of(id), bytes, settings_.negative_ttl);
}

void Entries::keep_many(std::span<const std::string_view> ids, std::span<const std::string> bytes,
                        TimeToLive time_to_live) {
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  for (const std::string_view id : ids) keys.push_back(key_of(id));
  std::vector<StoredItem> items(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) items[i] = {.key = keys[i], .value = bytes[i]};
  store_.set_many(items, stored_life(time_to_live));
}

bool Entries::drop(std::string_view id) { return store_.del(key_of(id)); }

// Counters have no header, and no other end than that of their key.
bool Entries::exists(std::string_view id) {
  const std::string key = key_of(id);
  if (settings_.stale_if_error.count() == 0 && settings_.negative_ttl.count() == 0) return store_.exists(key);
  const auto stored = store_.get(key);
  const auto header = stored ? open_header(stored->bytes) : std::nullopt;
  if (!header) return stored.has_value();
  return !header->nothing && freshness_of(*header, stored->remaining) != Freshness::stale;
}

bool Entries::expire(std::string_view id, milliseconds time_to_live) {
  check_time_to_live(time_to_live);
  const std::string key = key_of(id);
  if (settings_.stale_if_error.count() > 0) {
    const auto stored = store_.get(key);
    const auto header = stored ? open_header(stored->bytes) : std::nullopt;
    if (header) time_to_live += milliseconds(header->stale_for);
  }
  return store_.expire(key, time_to_live);
}

long long Entries::increment(std::string_view id, long long by) { return store_.increment(key_of(id), by); }

std::optional<long long> Entries::counter(std::string_view id) {
  const auto stored = store_.get(key_of(id));
  if (!stored) return std::nullopt;
  long long number = 0;
  const char* const end = stored->bytes.data() + stored->bytes.size();
  if (const auto read = std::from_chars(stored->bytes.data(), end, number);
      read.ec == std::errc() && read.ptr == end) {
    return number;
  }
  counters_.add(Count::unreadable);
  return std::nullopt;
}

std::string Entries::key_of(std::string_view id) const { return cache_key(settings_.key_prefix, id); }

// Without a time to live of one's own the store takes the settings', and its jitter; where a stale
// window comes behind it, both are done here.
TimeToLive Entries::stored_life(TimeToLive time_to_live) const {
  if (time_to_live) check_time_to_live(*time_to_live);
  const milliseconds window = stale_window(time_to_live);
  if (time_to_live) return *time_to_live + window;
  if (window.count() == 0) return std::nullopt;
  const std::int64_t most = settings_.time_to_live.count() * settings_.ttl_jitter / 100;
  const auto taken =
      static_cast<std::int64_t>(environment_.chance->bits() % (static_cast<std::uint64_t>(most) + 1));
  return std::max(settings_.time_to_live - milliseconds(taken), milliseconds(1)) + window;
}

milliseconds Entries::stale_window(TimeToLive time_to_live) const noexcept {
  const bool ends = time_to_live || settings_.time_to_live.count() > 0;
  return ends ? settings_.stale_if_error : milliseconds(0);
}

}  // namespace redisconf::cache
