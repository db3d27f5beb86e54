#include "queue/sim/worker.h"

#include <redisconf/client/errors.h>

namespace redisconf::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostSettled = 500;

}  // namespace

SimWorker::SimWorker(Client& client, const queue::QueueKeys& keys, const queue::WorkerOptions& options,
                     queue::Handler handler, std::function<SimTime()> now)
    : now_(std::move(now)),
      bench_(options, keys.settings().priorities, std::move(handler),
             [](const queue::Generation&, const std::string&, std::string_view) { return true; }),
      housekeeper_(client, keys, options, bench_),
      intake_(client, keys, bench_, housekeeper_),
      settlement_(client, keys, options, bench_, housekeeper_) {}

bool SimWorker::begin() try {
  housekeeper_.enter();
  due_ = now_();
  return true;
} catch (const RedisError&) {
  return false;
}

bool SimWorker::turn(const GoesOn& goes_on) {
  bool busy = tend();
  if (!goes_on(Point::tended)) return false;
  busy = fetch() || busy;
  if (!goes_on(Point::fetched)) return false;
  if (!run(goes_on, busy)) return false;
  return settle() || busy;
}

bool SimWorker::tend() {
  if (!housekeeper_.take_wake() && now_() < due_) return false;
  try {
    const SimTime start = now_();
    due_ = start + housekeeper_.step();
    tended_ = start;
  } catch (const RedisError&) {
    bench_.count_redis_error();
    due_ = now_() + queue::kAfterError;
  }
  return true;
}

bool SimWorker::fetch() {
  try {
    return intake_.fetch_ready() > 0;
  } catch (const RedisError& error) {
    intake_.recover(error);
    return true;
  }
}

// False when it was stopped.
bool SimWorker::run(const GoesOn& goes_on, bool& busy) {
  bench_.set_server_time(now_());
  while (bench_.run_ready(0)) {
    busy = true;
    ++finished_;
    if (!goes_on(Point::ran)) return false;
    bench_.set_server_time(now_());
  }
  return true;
}

bool SimWorker::settle() {
  if (settling_.empty() && finished_ > 0) {
    settling_ = bench_.await_results(kMostSettled);
    finished_ -= settling_.size();
  }
  if (settling_.empty()) return false;
  try {
    settlement_.settle(settling_);
    settling_.clear();
    bench_.settled();
  } catch (const RedisError&) {
    bench_.count_redis_error();
  }
  return true;
}

}  // namespace redisconf::test
