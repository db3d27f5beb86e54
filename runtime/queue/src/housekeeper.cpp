#include "housekeeper.h"

#include "cron.h"
#include "scripts.h"

#include <redisconf/client/errors.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace redisconf::queue {
namespace {

std::function<std::uint64_t()> random_or_device(const WorkerOptions& options) {
  if (options.random) return options.random;
  return [] {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
  };
}

}  // namespace

Housekeeper::Housekeeper(Client& client, const QueueKeys& keys, const WorkerOptions& options,
                         Workbench& bench)
    : client_(client),
      keys_(keys),
      bench_(bench),
      lease_(std::to_string(keys.settings().lease.count())),
      max_crashes_(std::to_string(options.max_crashes)),
      random_(random_or_device(options)) {}

std::string Housekeeper::new_name() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string name;
  for (std::uint64_t number = random_(); name.size() < 16; number >>= 4) name += kDigits[number & 15];
  return name;
}

void Housekeeper::enter(bool lost) {
  auto generation = std::make_shared<Generation>();
  generation->name = new_name();
  const Reply now =
      queue::run(client_, worker_scripts().enter, keys_, {generation->name, lease_, keys_.lanes()});
  now_ = ServerTime(Milliseconds(now.as_integer()));
  bench_.set_server_time(now_);
  bench_.begin(std::move(generation), lost);
}

void Housekeeper::run() {
  while (!stopping_.stopped()) {
    Milliseconds pause = kAfterError;
    try {
      pause = step();
    } catch (const RedisError&) {
      bench_.count_redis_error();
    }
    if (!stopping_.sleep(pause)) return;
  }
}

Milliseconds Housekeeper::step() {
  if (must_enter_.exchange(false)) enter(true);
  return tend();
}

Milliseconds Housekeeper::tend() {
  Milliseconds pause{0};
  do {
    pause = tend_once();
  } while (pause.count() == 0 && !stopping_.stopped());
  return pause;
}

Milliseconds Housekeeper::tend_once() {
  const Milliseconds renewal = keys_.settings().lease / 3;
  const bool look = must_look_.exchange(false) || now_ - looked_ >= renewal;
  const GenerationPtr generation = bench_.generation();
  const Reply reply = queue::run(client_, worker_scripts().tend, keys_,
                                 {generation->name, lease_, keys_.lanes(), max_crashes_, look ? "1" : "0"});
  const auto& answer = reply.as_array();
  const ServerTime now{Milliseconds(answer.at(1).as_integer())};
  now_ = now;
  if (answer.at(0).as_integer() == 1) {
    enter(true);
    return Milliseconds(0);
  }
  bench_.set_server_time(now);
  bench_.count_returned(static_cast<std::uint64_t>(answer.at(4).as_integer()));
  fire(answer, now);
  if (look) {
    looked_ = now;
    compact();
  }
  if (answer.at(3).as_integer() == 1) return Milliseconds(0);
  const Milliseconds until(answer.at(2).as_integer() - now.time_since_epoch().count());
  return std::clamp(until, Milliseconds(1), std::max(renewal, Milliseconds(1)));
}

void Housekeeper::fire(const std::vector<Reply>& answer, ServerTime now) {
  constexpr std::size_t kFirst = 6;
  for (std::size_t at = kFirst; at + 2 < answer.size(); at += 3) {
    try {
      const Cron cron(answer[at + 2].as_string());
      const std::string next = std::to_string(cron.next_after(now).time_since_epoch().count());
      static_cast<void>(queue::run(client_, enqueue_scripts().fire, keys_,
                                   {answer[at].as_string(), answer[at + 1].as_string(), next}));
    } catch (const std::invalid_argument&) {
      // Written by another version, which knows what it means.
    }
  }
}

void Housekeeper::compact() {
  for (int lane = 0; lane < 2 * keys_.settings().priorities; ++lane) {
    std::string cursor;
    do {
      const Reply reply =
          queue::run(client_, worker_scripts().compact, keys_, {std::to_string(lane), cursor});
      cursor = reply.as_string();
    } while (!cursor.empty() && !stopping_.stopped());
  }
}

void Housekeeper::leave() {
  static_cast<void>(
      queue::run(client_, worker_scripts().leave, keys_, {bench_.generation()->name, keys_.lanes()}));
}

}  // namespace redisconf::queue
