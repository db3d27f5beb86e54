#include "redisconf/cache/cache_core.h"

#include "cache_key.h"
#include "computations.h"
#include "entries.h"

#include <utility>
#include <vector>

namespace redisconf {

using cache::Computations;
using cache::Count;
using cache::Counters;
using cache::Entries;
using cache::Environment;
using cache::Found;
using cache::Freshness;
using cache::NearAnswer;

class CacheCore::Impl {
 public:
  Impl(Client& client, const CacheSettings& settings, ValueForm form)
      : entries_(client, settings, form, Environment::system()), computations_(client, entries_) {}

  [[nodiscard]] Entries& entries() noexcept { return entries_; }
  [[nodiscard]] Computations& computations() noexcept { return computations_; }

  // Whether there is a value that is not past its end, and `read` takes it.
  template <class Entry, class Take>
  bool take(const std::optional<Entry>& found, const Take& read) {
    if (!found || found->freshness == Freshness::stale) {
      entries_.count(false, false);
      return false;
    }
    if (found->header.nothing) {
      entries_.count(true, found->near);
      entries_.counters().add(Count::nothing_hit);
      return false;
    }
    const bool taken = read(found->value());
    entries_.count(taken, found->near);
    if (!taken) entries_.counters().add(Count::unreadable);
    return taken;
  }

  template <class Take>
  bool get(std::string_view id, const Take& read) {
    if (entries_.near() == nullptr) return take(entries_.fetch(id), read);
    switch (entries_.read_near(id, read)) {
      case NearAnswer::value:
        return true;
      case NearAnswer::nothing:
        entries_.counters().add(Count::nothing_hit);
        return false;
      case NearAnswer::none:
        break;
    }
    return take(entries_.find(id), read);
  }

  std::optional<std::string> get_bytes(std::string_view id) {
    std::optional<std::string> value;
    if (entries_.near() != nullptr) {
      get(id, [&value](std::string_view bytes) {
        value.emplace(bytes);
        return true;
      });
      return value;
    }
    auto found = entries_.fetch(id);
    if (take(found, [](std::string_view) { return true; })) value = std::move(*found).take_value();
    return value;
  }

  [[nodiscard]] CacheStats stats() const {
    CacheStats stats = entries_.store().stats();
    const Counters& counters = entries_.counters();
    if (entries_.near() != nullptr) {
      const std::uint64_t unused = counters.sum(Count::near_unused);  // before the sum that they are part of
      const auto figures = entries_.near()->figures();
      stats.near_hits = figures.hits - unused;
      stats.near_entries = figures.entries;
      stats.near_bytes = figures.bytes;
    }
    stats.hits = counters.sum(Count::hit) + stats.near_hits;
    stats.misses = counters.sum(Count::miss);
    stats.unreadable = counters.sum(Count::unreadable);
    stats.nothing_hits = counters.sum(Count::nothing_hit);
    stats.computed = counters.sum(Count::computed);
    stats.compute_failures = counters.sum(Count::compute_failure);
    stats.joined = counters.sum(Count::joined);
    stats.early_refreshes = counters.sum(Count::early_refresh);
    stats.stale_answers = counters.sum(Count::stale_answer);
    stats.near_flushes = counters.sum(Count::near_flush);
    stats.invalidations_sent = counters.sum(Count::invalidation_sent);
    stats.invalidations_received = counters.sum(Count::invalidation_received);
    return stats;
  }

  bool close(std::chrono::milliseconds grace) {
    computations_.close();
    return entries_.close(grace);
  }

 private:
  Entries entries_;
  Computations computations_;
};

CacheCore::CacheCore(Client& client, const CacheSettings& settings, ValueForm form)
    : impl_(make_process_owned<Impl>(client, settings, form)) {}
CacheCore::CacheCore(CacheCore&&) noexcept = default;
CacheCore& CacheCore::operator=(CacheCore&&) noexcept = default;
CacheCore::~CacheCore() = default;

CacheCore::Impl& CacheCore::impl() const {
  if (impl_.get_deleter().made_here()) return *impl_;
  throw cache::cache_usage_error("the cache " + impl_->entries().settings().name + " is the parent process's",
                                 "make another one after fork()");
}

bool CacheCore::get(std::string_view id, const Read& read) { return impl().get(id, read); }

std::optional<std::string> CacheCore::get_bytes(std::string_view id) { return impl().get_bytes(id); }

void CacheCore::get_many(std::span<const std::string> ids,
                         const std::function<bool(std::size_t index, std::string_view bytes)>& read) {
  const std::vector<std::optional<Found>> found = impl().entries().find_many(ids);
  for (std::size_t i = 0; i < found.size(); ++i) {
    impl().take(found[i], [&](std::string_view bytes) { return read(i, bytes); });
  }
}

void CacheCore::set(std::string_view id, const Write& write, TimeToLive time_to_live) {
  std::string bytes = impl().entries().header(false, time_to_live);
  write(bytes);
  impl().entries().keep(id, bytes, time_to_live);
}

void CacheCore::set_many(std::span<const std::string_view> ids,
                         const std::function<void(std::size_t index, std::string& bytes)>& write,
                         TimeToLive time_to_live) {
  std::vector<std::string> values(ids.size(), impl().entries().header(false, time_to_live));
  for (std::size_t i = 0; i < values.size(); ++i) write(i, values[i]);
  impl().entries().keep_many(ids, values, time_to_live);
}

bool CacheCore::del(std::string_view id) { return impl().entries().drop(id); }

bool CacheCore::exists(std::string_view id) { return impl().entries().exists(id); }

bool CacheCore::expire(std::string_view id, std::chrono::milliseconds time_to_live) {
  return impl().entries().expire(id, time_to_live);
}

long long CacheCore::increment(std::string_view id, long long by) {
  return impl().entries().increment(id, by);
}

std::optional<long long> CacheCore::counter(std::string_view id) { return impl().entries().counter(id); }

CacheCore::Answer CacheCore::get_or_compute(std::string_view id, const Read& read, const Compute& compute,
                                            CacheRefresh refresh, bool optional) {
  return impl().computations().get(
      {.id = id, .read = read, .compute = compute, .refresh = refresh, .optional = optional});
}

CacheMode CacheCore::mode() const noexcept { return impl_->entries().store().mode(); }
CacheStats CacheCore::stats() const { return impl().stats(); }
const CacheSettings& CacheCore::settings() const noexcept { return impl_->entries().settings(); }

void CacheCore::add_listener(std::shared_ptr<CacheListener> listener) {
  impl().entries().store().add_listener(std::move(listener));
}

bool CacheCore::close(std::chrono::milliseconds grace) {
  return impl_.get_deleter().made_here() && impl_->close(grace);
}

}  // namespace redisconf
