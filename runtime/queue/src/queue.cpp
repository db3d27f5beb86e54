#include "redisconf/queue/queue.h"

#include "cron.h"
#include "queue_keys.h"
#include "scripts.h"

#include <algorithm>
#include <stdexcept>

namespace redisconf::queue {
namespace {

constexpr std::size_t kJobsACall = 500;

using Words = std::vector<std::string_view>;

}  // namespace

std::string_view name_of(JobState state) noexcept {
  switch (state) {
    case JobState::waiting:
      return "waiting";
    case JobState::delayed:
      return "delayed";
    case JobState::active:
      return "active";
    case JobState::completed:
      return "completed";
    case JobState::dead:
      return "dead";
    case JobState::unknown:
      break;
  }
  return "unknown";
}

std::uint64_t QueueStats::depth() const noexcept {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : waiting) sum += count;
  return sum;
}

Queue::Queue(Client& client, QueueSettings settings)
    : client_(client), keys_(std::make_unique<const QueueKeys>(std::move(settings))) {}
Queue::Queue(Queue&&) noexcept = default;
Queue::~Queue() = default;

const QueueSettings& Queue::settings() const noexcept { return keys_->settings(); }

std::string Queue::check_server() { return check_eviction(client_, *keys_); }

std::string Queue::enqueue(std::string_view payload, const EnqueueOptions& options) {
  const std::string priority = std::to_string(keys_->checked(options.priority));
  if (options.delay.count() <= 0 && options.time_to_live.count() <= 0 && options.unique_key.empty()) {
    const std::string& lane = keys_->lane(QueueKeys::waiting_lane(options.priority));
    return priority + '-' + client_.command({"XADD", lane, "*", "p", payload}).as_string();
  }
  const Reply reply = run(client_, enqueue_scripts().special, *keys_,
                          {priority, payload, std::to_string(options.delay.count()),
                           std::to_string(options.time_to_live.count()), options.unique_key});
  const std::string& id = reply.as_array().at(0).as_string();
  return id.starts_with('=') ? id.substr(1) : id;
}

std::vector<std::string> Queue::enqueue_many(std::span<const std::string_view> payloads,
                                             const EnqueueOptions& options) {
  if (!options.unique_key.empty()) throw std::invalid_argument("a unique key is one job's");
  const std::string priority = std::to_string(keys_->checked(options.priority));
  std::vector<std::string> ids;
  ids.reserve(payloads.size());
  const bool plain = options.delay.count() <= 0 && options.time_to_live.count() <= 0;
  const std::string lane = std::to_string(QueueKeys::waiting_lane(options.priority));
  const std::string delay = std::to_string(options.delay.count());
  const std::string life = std::to_string(options.time_to_live.count());
  const Script& script = plain ? enqueue_scripts().plain : enqueue_scripts().special;
  for (std::size_t at = 0; at < payloads.size(); at += kJobsACall) {
    const auto part = payloads.subspan(at, std::min(kJobsACall, payloads.size() - at));
    Words words{plain ? lane : priority};
    for (const std::string_view payload : part) {
      words.push_back(payload);
      if (!plain) words.insert(words.end(), {delay, life, std::string_view()});
    }
    const Reply reply = run(client_, script, *keys_, words);
    for (const Reply& id : reply.as_array()) {
      ids.push_back(plain ? priority + '-' + id.as_string() : id.as_string());
    }
  }
  return ids;
}

void Queue::schedule(std::string_view name, std::string_view cron, std::string_view payload, int priority) {
  const Cron plan(cron);
  const std::string level = std::to_string(keys_->checked(priority));
  const Reply time = client_.eval(queue_script("return now_ms()"), {keys_->prefix()});
  const ServerTime now{Milliseconds(time.as_integer())};
  const std::string next = std::to_string(plan.next_after(now).time_since_epoch().count());
  static_cast<void>(run(client_, enqueue_scripts().schedule, *keys_, {name, next, cron, payload, level}));
}

bool Queue::unschedule(std::string_view name) {
  return run(client_, enqueue_scripts().schedule, *keys_, {name, ""}).as_integer() == 1;
}

}  // namespace redisconf::queue
