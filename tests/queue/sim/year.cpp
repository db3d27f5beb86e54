#include "queue/sim/year.h"

#include "queue/sim/promises.h"
#include "queue/sim/worker.h"

#include "client/support/trial_config.h"
#include "cron.h"
#include "scripts.h"

#include <redisconf/client/errors.h>
#include <redisconf/queue/queue.h>
#include <redisconf/testing/redis_server.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace redisconf::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

// Long, so that a year is not all renewals.
constexpr Milliseconds kLease = 24h;
constexpr Milliseconds kAway = 12h;  // workers and Redis, on average
constexpr int kSlots = 3;
constexpr int kMostRules = 5;
constexpr int kQuietSeeds = 10;  // one in so many is without faults: then everything happens exactly once
constexpr SimTime kNever = SimTime::max();

QueueSettings settings_of_year() {
  QueueSettings settings;
  settings.name = "year";
  settings.key_prefix = "{year}:";
  settings.priorities = 2;
  settings.lease = kLease;
  settings.max_attempts = 4;
  return settings;
}

class Year {
 public:
  Year(Around& around, std::uint64_t seed)
      : around_(around), engine_(seed), faulty_(seed % kQuietSeeds != 0) {
    // Between these days, so that each year has a 29th of February (2028), wherever it begins.
    now_ = SimTime(std::chrono::sys_days(std::chrono::year(2027) / 3 / 1)) + days(roll(engine_, 0, 360)) +
           Milliseconds(roll(engine_, 0, 86'399'999));
    end_ = now_ + days(366);
    around_.set(now_);
    server_.emplace(
        testing::RedisServerOptions{.configuration = {"appendonly yes", "appendfsync no", "save \"\""}});
    client_.emplace(trial_config(*server_));
    queue_.emplace(*client_, keys_.settings());
    options_.prefetch = 8;
    options_.initial_backoff = 1min;
    options_.max_backoff = 12h;
    options_.random = [this] { return engine_(); };
  }

  YearReport live() {
    make_schedules();
    next_job_ = now_ + some_time(20h);
    next_fault_ = faulty_ ? now_ + some_time(100h) : kNever;
    while (now_ < end_ && promises_.first_broken().empty()) {
      move_on(std::min({next_job_, next_fault_, next_worker(), end_}));
      if (now_ >= next_job_) {
        put_job();
        if (faulty_) fire_late();
      }
      if (now_ >= next_fault_) strike();
      work();
    }
    wind_up();
    return {promises_.first_broken(), promises_.jobs(), promises_.fires(), promises_.runs(), faults_};
  }

 private:
  struct Slot {
    std::unique_ptr<SimWorker> worker;
    SimTime asleep_until{};  // without a worker: until one is started
  };
  enum class Fate : std::uint8_t { none, dies, stalls };

  // Exponential, so that anything may meet anything.
  Milliseconds some_time(Milliseconds mean) {
    std::exponential_distribution<double> chance(1.0 / static_cast<double>(mean.count()));
    return Milliseconds(1 + static_cast<long long>(chance(engine_)));
  }

  void move_on(SimTime to) {
    if (to <= now_) return;
    if (up_ && std::ranges::any_of(slots_, [this](const Slot& slot) { return awake(slot); }))
      promises_.all_well(now_, to);
    now_ = to;
    around_.set(now_);
  }

  [[nodiscard]] bool awake(const Slot& slot) const { return slot.worker && slot.asleep_until <= now_; }

  [[nodiscard]] SimTime next_worker() const {
    SimTime next = kNever;
    for (const Slot& slot : slots_) {
      next = std::min(next, awake(slot) ? slot.worker->due() : slot.asleep_until);
    }
    return next;
  }

  // What Redis may have done although it did not answer, is asked again.
  template <class Call>
  void insist(const Call& call) {
    for (int i = 0; i < 5; ++i) {
      try {
        call();
        return;
      } catch (const RedisError&) {
      }
    }
    throw std::runtime_error("Redis does not answer the simulation");
  }

  void make_schedules() {
    for (int i = roll(engine_, 2, kMostRules); i > 0; --i) {
      const std::string name = "rule " + std::to_string(i);
      Rule rule = any_rule(engine_);
      queue_->schedule(name, rule.text, name, roll(engine_, 0, 1));
      names_.push_back(name);
      rules_[name] = rule.text;
      promises_.scheduled(name, std::move(rule), now_);
    }
  }

  void put_job() {
    next_job_ = now_ + some_time(20h);
    for (int i = roll(engine_, 1, 3); i > 0; --i) {
      Told told;
      told.at = now_;
      if (roll(engine_, 0, 2) == 0) told.delay = some_time(30h);
      if (roll(engine_, 0, 4) == 0) told.life = some_time(48h);
      if (roll(engine_, 0, 3) == 0) told.must_fail = roll(engine_, 1, 4);
      const std::string payload = promises_.put(told);
      try {
        static_cast<void>(queue_->enqueue(
            payload, {.priority = roll(engine_, 0, 1), .delay = told.delay, .time_to_live = told.life}));
        promises_.acknowledged(payload);
      } catch (const RedisError&) {
        // It may be in the queue or not.
      }
    }
  }

  void strike() {
    ++faults_;
    next_fault_ = now_ + some_time(100h);
    switch (roll(engine_, 0, 5)) {
      case 0:
        around_.lose_reply(roll(engine_, 1, 12));
        break;
      case 1:
        if (roll(engine_, 0, 3) == 0) restart_redis();
        break;
      case 2:  // nobody is there for a while
        for (Slot& slot : slots_) die(slot, some_time(2 * kAway));
        break;
      case 3:
        die(slots_.at(static_cast<std::size_t>(roll(engine_, 0, kSlots - 1))), some_time(kAway));
        break;
      default:
        fate_ = roll(engine_, 0, 1) == 0 ? Fate::dies : Fate::stalls;
        fate_point_ = static_cast<Point>(roll(engine_, 0, 2));
        fate_after_ = roll(engine_, 0, 3);
        break;
    }
  }

  // A worker that stalls between looking for what is due and making the job wakes when another one has made
  // it.
  void fire_late() {
    try {
      if (!seen_) {
        const auto at = static_cast<std::size_t>(roll(engine_, 0, kMostRules)) % names_.size();
        seen_.emplace(names_[at], due_time(names_[at]));
        return;
      }
      const auto& [name, due] = *seen_;
      if (due_time(name) == due) return;
      const SimTime at{Milliseconds(queue::number_in(due))};
      const std::string next =
          std::to_string(queue::Cron(rules_.at(name)).next_after(at).time_since_epoch().count());
      if (queue::run(*client_, queue::enqueue_scripts().fire, keys_, {name, due, next}).as_integer() != 0)
        promises_.broken(name + " fired a second time for " + due);
    } catch (const RedisError&) {
      // It died then.
    }
    seen_.reset();
  }

  [[nodiscard]] std::string due_time(const std::string& name) {
    return client_->command({"ZSCORE", "{year}:cronat", name}).as_string();
  }

  // SIGKILL; meanwhile, nobody can do a thing.
  void restart_redis() {
    server_->kill();
    up_ = false;
    move_on(now_ + some_time(kAway));
    server_->restart();
    up_ = true;
  }

  void die(Slot& slot, Milliseconds away) {
    slot.worker.reset();
    slot.asleep_until = now_ + away;
  }

  void start(Slot& slot) {
    slot.worker = std::make_unique<SimWorker>(
        *client_, keys_, options_, [this](queue::Job& job) { handle(job); }, [this] { return now_; });
    if (slot.worker->begin()) return;
    die(slot, 1s);
  }

  void handle(queue::Job& job) {
    const bool succeeds = promises_.runs(job, now_);
    if (roll(engine_, 0, 9) == 0) move_on(now_ + Milliseconds(roll(engine_, 1, 2000)));
    if (!succeeds) throw std::runtime_error("as it must");
  }

  // Until nobody finds anything to do at this moment.
  void work() {
    constexpr int kMostRounds = 10'000;
    for (int round = 0; round < kMostRounds; ++round) {
      bool busy = false;
      std::ranges::shuffle(order_, engine_);
      for (const std::size_t at : order_) busy = turn(slots_.at(at)) || busy;
      if (!busy) return;
    }
    promises_.broken("workers find no end");
  }

  bool turn(Slot& slot) {
    if (slot.asleep_until > now_) return false;
    if (!slot.worker) start(slot);
    if (!slot.worker) return false;
    Fate fate = Fate::none;
    const SimTime tended = slot.worker->tended();
    const bool busy = slot.worker->turn([&](Point point) {
      fate = meets(point);
      return fate == Fate::none;
    });
    if (slot.worker->tended() != tended) promises_.tended(slot.worker->tended());
    if (fate == Fate::dies) die(slot, some_time(kAway));
    if (fate == Fate::stalls) slot.asleep_until = now_ + some_time(kAway);
    return busy;
  }

  Fate meets(Point point) {
    if (fate_ == Fate::none || point != fate_point_ || fate_after_-- > 0) return Fate::none;
    return std::exchange(fate_, Fate::none);
  }

  // No more trouble: everything comes to its end.
  void wind_up() {
    if (!promises_.first_broken().empty()) return;
    around_.lose_reply(0);
    fate_ = Fate::none;
    for (Slot& slot : slots_) slot.asleep_until = std::min(slot.asleep_until, now_);
    const auto last_tended = now_ + kLease;
    while (now_ < last_tended) live_on();
    for (const std::string& name : names_) insist([&] { queue_->unschedule(name); });
    const SimTime end = now_;
    while (!is_done() && now_ < end + days(30)) live_on();
    if (!is_done()) promises_.broken("jobs stay in the queue");
    insist([&] { promises_.judge(queue_->dead(0, 10'000), end, faulty_); });
    look_for_remains();
  }

  void live_on() {
    move_on(std::max(next_worker(), now_ + 1ms));
    work();
  }

  [[nodiscard]] bool is_done() {
    queue::QueueStats stats;
    insist([&] { stats = queue_->stats(); });
    return stats.depth() + stats.active + stats.delayed == 0;
  }

  // Nothing is kept of jobs that have ended.
  void look_for_remains() {
    const auto count = [&](const char* command, const char* key) {
      return client_->command({command, std::string("{year}:") + key}).as_integer();
    };
    if (count("HLEN", "body") != count("ZCARD", "dead"))
      promises_.broken("bodies of jobs that ended are kept");
    if (count("HLEN", "map") != 0) promises_.broken("places of jobs that ended are kept");
  }

  Around& around_;
  Engine engine_;
  const bool faulty_;
  SimTime now_{};
  SimTime end_{};
  SimTime next_job_{};
  SimTime next_fault_{};
  bool up_ = true;
  const queue::QueueKeys keys_{settings_of_year()};
  queue::WorkerOptions options_;
  Promises promises_{options_, settings_of_year().max_attempts};
  std::optional<testing::RedisServer> server_;
  std::optional<Client> client_;
  std::optional<queue::Queue> queue_;
  std::vector<std::string> names_;                           // of schedules
  std::map<std::string, std::string> rules_;                 // their expressions
  std::optional<std::pair<std::string, std::string>> seen_;  // a schedule, and when it was due
  std::array<std::size_t, kSlots> order_{0, 1, 2};
  Fate fate_ = Fate::none;
  Point fate_point_ = Point::tended;
  int fate_after_ = 0;
  std::size_t faults_ = 0;
  std::array<Slot, kSlots> slots_;  // before all that they refer to goes
};

}  // namespace

YearReport live_a_year(Around& around, std::uint64_t seed) { return Year(around, seed).live(); }

}  // namespace redisconf::test
