#include "entries.h"

#include "cache_key.h"
#include "lifetime.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <type_traits>

namespace redisconf::cache {
namespace {

using std::chrono::milliseconds;

void check_time_to_live(milliseconds time_to_live) {
  if (time_to_live.count() > 0) return;
  throw cache_usage_error("a time to live must be at least 1ms", "use del() to remove an entry");
}

}  // namespace

Entries::Entries(Client& client, const CacheSettings& settings, ValueForm form,
                 const Environment& environment)
    : settings_(settings), form_(form), environment_(environment), store_(client, settings, environment) {
  if (settings.near_cache) {
    near_ = std::make_unique<NearCache>(client, store_, environment_.clock, counters_);
  }
}

bool Entries::close(milliseconds grace) {
  if (near_) near_->close();
  return store_.close(grace);
}

std::optional<Found> Entries::find(std::string_view id) {
  if (auto copy = find_near(id)) return copy;
  return find_in_store(id);
}

std::optional<Found> Entries::find_near(std::string_view id) {
  if (near_ == nullptr) return std::nullopt;
  check_cache_id(id);
  std::optional<Found> found;
  near_->visit(id, [&found](std::string_view bytes) {
    const auto header = open_header(bytes);
    if (header) found = Found{{.header = *header, .near = true}, std::make_shared<const std::string>(bytes)};
  });
  return found;
}

std::optional<Found> Entries::find_in_store(std::string_view id) {
  const NearCache::Ticket ticket = near_ticket(id);
  auto stored = store_.get(CacheKey(settings_.key_prefix, id).view());
  if (!stored) return std::nullopt;
  auto found = open(std::move(*stored));
  if (found) keep_near(id, *found, ticket);
  return found;
}

std::optional<Fetched> Entries::fetch(std::string_view id) {
  auto stored = store_.get(CacheKey(settings_.key_prefix, id).view());
  if (!stored) return std::nullopt;
  const auto judged = judge(*stored);
  if (!judged) return std::nullopt;
  return Fetched{*judged, std::move(*stored)};
}

void Entries::count(bool hit, bool near) noexcept {
  if (!hit) counters_.add(Count::miss);
  if (hit != near) counters_.add(hit ? Count::hit : Count::near_unused);
}

std::vector<std::optional<Found>> Entries::find_many(std::span<const std::string> ids) {
  std::vector<std::optional<Found>> found(ids.size());
  std::vector<std::string> keys;
  std::vector<std::size_t> places;
  std::vector<NearCache::Ticket> tickets;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    std::string key = key_of(ids[i]);
    if ((found[i] = find_near(ids[i]))) continue;
    keys.push_back(std::move(key));
    places.push_back(i);
    tickets.push_back(near_ticket(ids[i]));
  }
  if (keys.empty()) return found;
  std::vector<std::optional<StoredValue>> stored = store_.get_many(keys);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (!stored[i]) continue;
    std::optional<Found>& place = found[places[i]];
    place = open(std::move(*stored[i]));
    if (place) keep_near(ids[places[i]], *place, tickets[i]);
  }
  return found;
}

NearCache::Ticket Entries::near_ticket(std::string_view id) { return near_ ? near_->ticket(id) : 0; }

void Entries::keep_near(std::string_view id, const Found& found, NearCache::Ticket ticket) {
  if (!near_ || !found.keeps) return;
  near_->keep(id, *found.bytes, found.near_for, ticket);
}

void Entries::changed(std::span<const std::string_view> ids) {
  if (near_) near_->changed(ids);
}

// A change that failed may be in force all the same.
template <class Change>
auto Entries::change(std::string_view id, const Change& change) {
  const std::array<std::string_view, 1> ids{id};
  try {
    if constexpr (std::is_void_v<decltype(change())>) {
      change();
      changed(ids);
    } else {
      const auto result = change();
      changed(ids);
      return result;
    }
  } catch (const std::exception&) {
    changed(ids);
    throw;
  }
}

std::optional<Judged> Entries::judge(const StoredValue& stored) {
  const auto header = open_header(stored.value());
  if (!header || header->form != form_) {
    counters_.add(Count::unreadable);
    return std::nullopt;
  }
  const Rest rest = rest_of(*header, stored.remaining);
  Freshness freshness = Freshness::fresh;
  if (rest.ends && rest.undue.count() <= 0) {
    freshness = rest.fresh.count() <= 0 ? Freshness::stale : Freshness::due;
  }
  return Judged{.header = *header,
                .freshness = freshness,
                .near_for = rest.ends ? rest.undue : milliseconds(0),
                .keeps = freshness == Freshness::fresh && !stored.local};
}

std::optional<Found> Entries::open(StoredValue&& stored) {
  const auto judged = judge(stored);
  if (!judged) return std::nullopt;
  return Found{*judged, std::make_shared<const std::string>(std::move(stored).take_value())};
}

std::optional<Found> Entries::open(std::shared_ptr<const std::string> bytes) const {
  const auto header = open_header(*bytes);
  if (!header) return std::nullopt;
  return Found{{.header = *header}, std::move(bytes)};
}

Entries::Rest Entries::rest_of(const ValueHeader& header, milliseconds remaining) const {
  if (remaining == kForEver) return {.ends = false};
  const milliseconds fresh = remaining - milliseconds(header.stale_for);
  if (settings_.early_refresh == 0 || header.nothing) return {.fresh = fresh, .undue = fresh};
  const milliseconds age(header.age(environment_.clock->wall()));
  const milliseconds due_at = (age + std::max(fresh, milliseconds(0))) * settings_.early_refresh / 100;
  return {.fresh = fresh, .undue = std::min(due_at - age, fresh)};
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
  change(id, [&] { store_.set(key_of(id), bytes, stored_life(time_to_live)); });
}

void Entries::keep_nothing(std::string_view id, std::string_view bytes) {
  change(id, [&] { store_.set(key_of(id), bytes, settings_.negative_ttl); });
}

void Entries::keep_many(std::span<const std::string_view> ids, std::span<const std::string> bytes,
                        TimeToLive time_to_live) {
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  for (const std::string_view id : ids) keys.push_back(key_of(id));
  std::vector<StoredItem> items(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) items[i] = {.key = keys[i], .value = bytes[i]};
  const TimeToLive life = stored_life(time_to_live);
  try {
    store_.set_many(items, life);
  } catch (const std::exception&) {
    changed(ids);
    throw;
  }
  changed(ids);
}

bool Entries::drop(std::string_view id) {
  const std::string key = key_of(id);
  return change(id, [&] { return store_.del(key); });
}

// Counters have no header, and no other end than that of their key.
bool Entries::exists(std::string_view id) {
  const std::string key = key_of(id);
  if (settings_.stale_if_error.count() == 0 && settings_.negative_ttl.count() == 0) return store_.exists(key);
  const auto stored = store_.get(key);
  const auto header = stored ? open_header(stored->value()) : std::nullopt;
  if (!header) return stored.has_value();
  const Rest rest = rest_of(*header, stored->remaining);
  return !header->nothing && (!rest.ends || rest.fresh.count() > 0);
}

bool Entries::expire(std::string_view id, milliseconds time_to_live) {
  check_time_to_live(time_to_live);
  const std::string key = key_of(id);
  if (settings_.stale_if_error.count() > 0) {
    const auto stored = store_.get(key);
    const auto header = stored ? open_header(stored->value()) : std::nullopt;
    if (header) time_to_live += milliseconds(header->stale_for);
  }
  return change(id, [&] { return store_.expire(key, time_to_live); });
}

long long Entries::increment(std::string_view id, long long by) { return store_.increment(key_of(id), by); }

std::optional<long long> Entries::counter(std::string_view id) {
  const auto stored = store_.get(key_of(id));
  if (!stored) return std::nullopt;
  long long number = 0;
  const std::string_view digits = stored->value();
  const char* const end = digits.data() + digits.size();
  if (const auto read = std::from_chars(digits.data(), end, number);
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
  return jittered_life(settings_, *environment_.chance) + window;
}

milliseconds Entries::stale_window(TimeToLive time_to_live) const noexcept {
  return cache::stale_window(settings_, time_to_live || settings_.time_to_live.count() > 0);
}

}  // namespace redisconf::cache
