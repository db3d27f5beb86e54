#include "queue_idle.h"

#include <redisconf/queue/queue.h>
#include <redisconf/queue/worker.h>

#include <hiredis/hiredis.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

namespace redisconf::bench {
namespace {

using Clock = std::chrono::steady_clock;

// When the last of what was put in arrived.
class Arrival {
 public:
  void now() {
    at_ = Clock::now();
    ++count_;
    count_.notify_all();
  }
  // The microseconds from `start` to the arrival number `index`.
  [[nodiscard]] double await(int index, Clock::time_point start) const {
    count_.wait(index);
    return std::chrono::duration<double, std::micro>(at_.load() - start).count();
  }

 private:
  std::atomic<int> count_{0};
  std::atomic<Clock::time_point> at_{Clock::time_point{}};
};

class Connection {
 public:
  explicit Connection(int port) : context_(redisConnect("127.0.0.1", port), redisFree) {
    if (!context_ || context_->err != 0) throw std::runtime_error("hiredis can't connect");
  }
  // Whether it brought an element.
  bool command(const char* text) {
    const std::unique_ptr<void, decltype(&freeReplyObject)> reply(redisCommand(context_.get(), text),
                                                                  freeReplyObject);
    return reply && static_cast<const redisReply*>(reply.get())->type == REDIS_REPLY_ARRAY;
  }

 private:
  std::unique_ptr<redisContext, decltype(&redisFree)> context_;
};

}  // namespace

IdleTimes measure_idle(const testing::RedisServer& server, Client& client, const QueueSettings& settings,
                       int count) {
  constexpr std::chrono::milliseconds kRest{2};
  Arrival handled;
  Arrival popped;
  queue::Queue queue(client, settings);
  queue::Worker worker(client, settings, [&](queue::Job&) { handled.now(); });
  Connection pushing(server.port());
  std::thread popping([&, connection = Connection(server.port())]() mutable {
    for (int i = 0; i < count; ++i) {
      if (connection.command("BLPOP bare 0")) popped.now();
    }
  });
  IdleTimes times;
  for (int i = 0; i < count; ++i) {
    std::this_thread::sleep_for(kRest);
    auto start = Clock::now();
    static_cast<void>(queue.enqueue("job"));
    times.queue.push_back(handled.await(i, start));
    std::this_thread::sleep_for(kRest);
    start = Clock::now();
    static_cast<void>(pushing.command("RPUSH bare job"));
    times.bare.push_back(popped.await(i, start));
  }
  popping.join();
  std::sort(times.queue.begin(), times.queue.end());
  std::sort(times.bare.begin(), times.bare.end());
  return times;
}

}  // namespace redisconf::bench
