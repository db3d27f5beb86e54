#include "redisconf/queue/worker.h"

#include "housekeeper.h"
#include "intake.h"
#include "queue_keys.h"
#include "scripts.h"
#include "settlement.h"
#include "workbench.h"

#include <redisconf/client/errors.h>
#include <redisconf/config/settings.h>
#include <redisconf/config/signals_blocked.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace redisconf::queue {
namespace {

// Between dials while Redis refuses them, so that workers are back within 0.3 s.
constexpr Milliseconds kLongestPause{200};

}  // namespace

class Worker::Impl {
 public:
  Impl(Client& client, const QueueSettings& settings, Handler handler, WorkerOptions options)
      : client_(client),
        keys_(settings),
        options_(std::move(options)),
        bench_(options_, settings.priorities, std::move(handler),
               [this](const Generation& generation, const std::string& id, std::string_view text) {
                 return queue::run(client_, worker_scripts().progress, keys_, {generation.name, id, text})
                            .as_integer() == 1;
               }),
        housekeeper_(client_, keys_, options_, bench_),
        intake_(client_, keys_, bench_, housekeeper_),
        settlement_(client_, keys_, options_, bench_, housekeeper_) {
    client_.hurry_back(kLongestPause);
    if (std::string warning = check_eviction(client_, keys_); !warning.empty()) {
      client_.warn(std::move(warning), kEvictionFix);
    }
    housekeeper_.enter();
    try {
      start_threads();
    } catch (...) {
      static_cast<void>(stop(Milliseconds(0)));
      join_handlers();
      throw;
    }
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    static_cast<void>(stop(Milliseconds(0)));
    join_handlers();
  }

  bool stop(Milliseconds grace) {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) return all_ended_;
    stopped_ = true;
    bench_.close();
    intake_.stop();
    join(intake_thread_);
    all_ended_ = bench_.await_handlers(grace);
    if (!all_ended_) bench_.abandon_running();
    static_cast<void>(bench_.await_settled(client_.config().timeouts().command));
    bench_.finish();
    settlement_.stop();
    join(settlement_thread_);
    housekeeper_.stop();
    join(housekeeper_thread_);
    try {
      housekeeper_.leave();
    } catch (const RedisError&) {
      bench_.count_redis_error();  // the lease ends by itself
    }
    return all_ended_;
  }

  [[nodiscard]] WorkerStats stats() const { return bench_.stats(); }

 private:
  void start_threads() {
    const SignalsBlocked blocked;
    housekeeper_thread_ = std::thread([this] { housekeeper_.run(); });
    settlement_thread_ = std::thread([this] { settlement_.run(); });
    for (std::size_t slot = 0; slot < static_cast<std::size_t>(std::max(1, options_.handlers)); ++slot) {
      handlers_.emplace_back([this, slot] { bench_.run_handler(slot); });
    }
    intake_thread_ = std::thread([this] { intake_.run(); });
  }

  static void join(std::thread& thread) {
    if (thread.joinable()) thread.join();
  }
  void join_handlers() {
    for (std::thread& thread : handlers_) join(thread);
  }

  Client& client_;
  const QueueKeys keys_;
  const WorkerOptions options_;
  Workbench bench_;
  Housekeeper housekeeper_;
  Intake intake_;
  Settlement settlement_;
  std::thread housekeeper_thread_;
  std::thread settlement_thread_;
  std::thread intake_thread_;
  std::vector<std::thread> handlers_;
  std::mutex stop_mutex_;
  bool stopped_ = false;
  bool all_ended_ = true;
};

Worker::Worker(Client& client, const QueueSettings& settings, Handler handler, WorkerOptions options)
    : impl_(make_process_owned<Impl>(client, settings, std::move(handler), std::move(options))) {}
Worker::~Worker() = default;

bool Worker::stop(std::chrono::milliseconds grace) {
  return impl_.get_deleter().made_here() && impl_->stop(grace);
}
WorkerStats Worker::stats() const { return impl_->stats(); }

}  // namespace redisconf::queue
