#include "computations.h"

#include "cache_key.h"
#include "compute_lock.h"

#include <algorithm>
#include <utility>

namespace redisconf::cache {
namespace {

using Answer = CacheCore::Answer;
using std::chrono::milliseconds;

constexpr std::size_t kThreads = 2;
constexpr std::size_t kQueueLimit = 64;
constexpr milliseconds kLongestWait{30'000};  // for a computation of this process, without lock_timeout
constexpr milliseconds kFirstPause{2};
constexpr milliseconds kLongestPause{50};

// Lands a flight that is abandoned: when a task is dropped, nobody shall wait for it.
class Lead {
 public:
  Lead(SingleFlight& flights, std::shared_ptr<Flight> flight)
      : flights_(flights), flight_(std::move(flight)) {}
  Lead(const Lead&) = delete;
  Lead& operator=(const Lead&) = delete;
  ~Lead() {
    if (flight_ == nullptr) return;
    const RedisError error = cache_usage_error("the cache was closed before the entry was computed", {});
    land({.entry = nullptr, .error = std::make_exception_ptr(error)});
  }

  void begin() { flight_->led_by_this_thread(); }
  void land(Landing landing) { flights_.land(std::exchange(flight_, nullptr), std::move(landing)); }

 private:
  SingleFlight& flights_;
  std::shared_ptr<Flight> flight_;
};

}  // namespace

Computations::Computations(Client& client, Entries& entries)
    : client_(client),
      entries_(entries),
      settings_(entries.settings()),
      counters_(entries.counters()),
      tasks_(kThreads, kQueueLimit) {}

void Computations::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  closing_.notify_all();
  tasks_.close();
}

Answer Computations::get(const Request& request) {
  const NearAnswer near = entries_.read_near(request.id, request.read);
  if (near == NearAnswer::value) return Answer::read;
  if (near == NearAnswer::nothing) {
    if (request.optional) return answer_nothing();
    counters_.add(Count::near_unused);
  }
  const Present present = present_entry(request);
  if (present && present->freshness == Freshness::fresh) return answer_from(*present);
  const SingleFlight::Boarding boarding = flights_.board(request.id);
  if (boarding.leads) return lead(request, boarding.flight, present);
  return follow(request, *boarding.flight, present);
}

Computations::Present Computations::present_entry(const Request& request) {
  Present present = entries_.find(request.id);
  const bool near = present && present->near;
  if (present && present->header.nothing) {
    if (!request.optional) present.reset();
  } else if (present && !request.read(present->value())) {
    counters_.add(Count::unreadable);
    present.reset();
  }
  entries_.count(present && present->freshness != Freshness::stale, near);
  return present;
}

Answer Computations::lead(const Request& request, const std::shared_ptr<Flight>& flight,
                          const Present& present) {
  if (present && present->freshness == Freshness::due) counters_.add(Count::early_refresh);
  if (request.refresh == CacheRefresh::behind && present) return lead_behind(request, flight, *present);
  Lead leading(flights_, flight);
  leading.begin();
  const Flown flown = fly(job_of(request));
  leading.land(flown.landing);
  return settle(request, flown, present);
}

Answer Computations::lead_behind(const Request& request, const std::shared_ptr<Flight>& flight,
                                 const Found& present) {
  const auto leading = std::make_shared<Lead>(flights_, flight);
  const bool posted = tasks_.post(
      [this, leading, id = std::string(request.id), compute = request.compute, optional = request.optional] {
        leading->begin();
        leading->land(fly({.id = id, .compute = compute, .read = nullptr, .optional = optional}).landing);
      });
  if (posted) return wait_or_stale(request, *flight, present);
  leading->land({.entry = present.bytes, .error = nullptr});  // too much is under way: another time
  return answer_from(present);
}

Answer Computations::follow(const Request& request, const Flight& flight, const Present& present) {
  if (flight.is_led_by_this_thread()) {
    throw cache_usage_error("the computation of a cache entry asks for the entry itself",
                            "compute it from other entries");
  }
  if (present) return wait_or_stale(request, flight, *present);
  counters_.add(Count::joined);
  const auto landing = flight.wait(longest_wait());
  if (landing) return settle(request, {.landing = *landing, .computed = false}, present);
  return compute_alone(request);
}

// A fresh entry answers at once, a stale one after the soft timeout.
Answer Computations::wait_or_stale(const Request& request, const Flight& flight, const Found& present) {
  if (present.freshness == Freshness::due) return answer_from(present);
  const bool soft = settings_.soft_timeout.count() > 0;
  const auto landing = flight.wait(soft ? Deadline::after(settings_.soft_timeout) : longest_wait());
  if (landing) return settle(request, {.landing = *landing, .computed = false}, present);
  counters_.add(Count::stale_answer);
  return answer_from(present);
}

Answer Computations::settle(const Request& request, const Flown& flown, const Present& present) {
  if (flown.landing.error) {
    if (!present) std::rethrow_exception(flown.landing.error);
    if (present->freshness == Freshness::stale) counters_.add(Count::stale_answer);
    return answer_from(*present);
  }
  const auto entry = entries_.open(flown.landing.entry);
  const bool nothing = !entry || entry->header.nothing;
  if (nothing && request.optional) return Answer::nothing;
  if (flown.computed && request.refresh == CacheRefresh::in_call) return Answer::computed;
  if (!nothing && request.read(entry->value())) return Answer::read;
  return compute_alone(request);  // what another call computed is no answer to this one
}

// After a wait that was too long, or for a caller that wants something else than who computed.
Answer Computations::compute_alone(const Request& request) {
  const Flown flown = fly(job_of(request));
  if (flown.landing.error) std::rethrow_exception(flown.landing.error);
  const auto entry = entries_.open(flown.landing.entry);
  if (!entry || entry->header.nothing) return Answer::nothing;
  if (flown.computed && request.refresh == CacheRefresh::in_call) return Answer::computed;
  if (request.read(entry->value())) return Answer::read;
  throw cache_usage_error("a value that was just computed can't be read again",
                          "mend encode() and decode() of its CacheCodec");
}

Answer Computations::answer_from(const Found& present) {
  return present.header.nothing ? answer_nothing() : Answer::read;
}

Answer Computations::answer_nothing() {
  counters_.add(Count::nothing_hit);
  return Answer::nothing;
}

Computations::Job Computations::job_of(const Request& request) noexcept {
  return {.id = request.id, .compute = request.compute, .read = &request.read, .optional = request.optional};
}

Computations::Flown Computations::fly(const Job& job) noexcept {
  try {
    return compute_once_everywhere(job);
  } catch (...) {
    counters_.add(Count::compute_failure);
    return {.landing = {.entry = nullptr, .error = std::current_exception()}, .computed = false};
  }
}

// Without Redis, or when it fails meanwhile, each process computes for itself.
Computations::Flown Computations::compute_once_everywhere(const Job& job) {
  if (settings_.lock_timeout.count() == 0 || entries_.store().mode() != CacheMode::redis) {
    return {.landing = compute_and_keep(job), .computed = true};
  }
  ComputeLock lock(client_, lock_key(settings_.key_prefix, job.id), settings_.lock_timeout);
  const Deadline deadline = longest_wait();
  try {
    milliseconds wait = kFirstPause;
    while (!lock.try_acquire() && !deadline.passed() && pause(wait)) {
      wait = std::min(wait * 2, kLongestPause);
      if (auto found = found_meanwhile(job)) return std::move(*found);
    }
    // Who had the lock before may have put it there.
    if (auto found = found_meanwhile(job)) return std::move(*found);
  } catch (const RedisError&) {  // the lock spares work, and guards nothing
  }
  return {.landing = compute_and_keep(job), .computed = true};
}

Landing Computations::compute_and_keep(const Job& job) {
  counters_.add(Count::computed);
  std::string bytes = entries_.header(false, std::nullopt);
  const bool nothing = !job.compute(bytes);
  if (nothing) bytes = entries_.header(true, std::nullopt);
  try {
    if (!nothing) {
      entries_.keep(job.id, bytes, std::nullopt);
    } else if (settings_.negative_ttl.count() > 0) {
      entries_.keep_nothing(job.id, bytes);
    } else {
      entries_.drop(job.id);
    }
  } catch (const RedisError&) {  // counted by the store; the caller has what it asked for
  }
  return {.entry = std::make_shared<const std::string>(std::move(bytes)), .error = nullptr};
}

// What another process has put there, if it serves: one that can't be read is computed again.
std::optional<Computations::Flown> Computations::found_meanwhile(const Job& job) {
  const Present found = entries_.find_in_store(job.id);
  if (!found || found->freshness != Freshness::fresh) return std::nullopt;
  const bool serves =
      found->header.nothing ? job.optional : job.read == nullptr || (*job.read)(found->value());
  if (!serves) return std::nullopt;
  return Flown{.landing = {.entry = found->bytes, .error = nullptr}, .computed = false};
}

Deadline Computations::longest_wait() const {
  return Deadline::after(settings_.lock_timeout.count() > 0 ? settings_.lock_timeout : kLongestWait);
}

bool Computations::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !closing_.wait_for(lock, time, [this] { return closed_; });
}

}  // namespace redisconf::cache
