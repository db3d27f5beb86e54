#include "redisconf/monitoring/debug.h"

#include "debug_access.h"
#include "debug_error.h"
#include "debug_job.h"
#include "redisconf/client/connection.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <utility>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kTooMany = 429;
constexpr int kUnavailable = 503;

std::optional<HttpReply> refusal(const ServiceConfig& config, const HttpRequest& request) {
  switch (judge_debug(config.monitoring(), config.strict(), request)) {
    case DebugVerdict::allowed:
      return std::nullopt;
    case DebugVerdict::hidden:
      return error_reply(kNotFound, "there is nothing at this path for you");
    case DebugVerdict::token_wanted: {
      HttpReply reply = error_reply(kUnauthorized, "this needs the token of the debug endpoints");
      reply.headers.push_back({"WWW-Authenticate", "Bearer"});
      return reply;
    }
  }
  return std::nullopt;
}

Json stages_json(const DialTrace& trace) {
  Json stages = Json::array();
  for (const DialTrace::Step& step : trace.steps) {
    stages.push_back(
        {{"stage", name_of(step.stage)}, {"ms", static_cast<double>(step.took.count()) / 1000.0}});
  }
  return stages;
}

HttpReply dial(const ServiceConfig& config) {
  DialTrace trace;
  Json body{{"success", true}, {"endpoint", endpoint(config)}};
  Json failure;
  try {
    const Connection connection = Connection::open(config, Deadline::after(config.timeouts().health), trace);
    body["tls_version"] = connection.tls_version().empty() ? Json() : Json(connection.tls_version());
  } catch (const RedisError& error) {
    failure = error_json(error.details());
    body["success"] = false;
  }
  body["addresses"] = trace.addresses;
  body["stages"] = stages_json(trace);
  if (!failure.is_null()) body["error"] = std::move(failure);
  return {body["success"].get<bool>() ? 200 : kUnavailable, "application/json",
          body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

}  // namespace

class Debug::Impl {
 public:
  explicit Impl(Client& client) : client_(client) {}

  [[nodiscard]] HttpReply config(const HttpRequest& request) {
    const ServiceConfig config = client_.config();
    if (auto refused = refusal(config, request)) return std::move(*refused);
    return {200, "application/json", debug_info(config)};
  }

  [[nodiscard]] HttpReply test(const HttpRequest& request) {
    const ServiceConfig config = client_.config();
    if (auto refused = refusal(config, request)) return std::move(*refused);
    if (dials_.exchange(true)) return error_reply(kTooMany, "another test runs");
    const Ended ended{dials_};
    return dial(config);
  }

  void add(queue::Queue& queue) {
    const std::lock_guard lock(mutex_);
    queues_[queue.settings().name] = &queue;
  }

  [[nodiscard]] HttpReply job(const HttpRequest& request) {
    const ServiceConfig config = client_.config();
    if (auto refused = refusal(config, request)) return std::move(*refused);
    const std::optional<JobPath> path = parse_job_path(request.path);
    queue::Queue* const queue = path ? find(path->queue) : nullptr;
    if (queue == nullptr) return error_reply(kNotFound, "there is no such queue here");
    if (asks_.exchange(true)) return error_reply(kTooMany, "another job is looked up");
    const Ended ended{asks_};
    return job_page(config, *queue, path->id, shows_payload(request.query));
  }

 private:
  struct Ended {
    std::atomic<bool>& runs;
    ~Ended() { runs = false; }
  };

  [[nodiscard]] queue::Queue* find(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = queues_.find(name);
    return found == queues_.end() ? nullptr : found->second;
  }

  Client& client_;
  std::atomic<bool> dials_{false};
  std::atomic<bool> asks_{false};
  std::mutex mutex_;
  std::map<std::string, queue::Queue*, std::less<>> queues_;
};

Debug::Debug(Client& client) : impl_(std::make_unique<Impl>(client)) {}
Debug::Debug(Debug&&) noexcept = default;
Debug& Debug::operator=(Debug&&) noexcept = default;
Debug::~Debug() = default;

HttpReply Debug::config(const HttpRequest& request) { return impl_->config(request); }

HttpReply Debug::test(const HttpRequest& request) { return impl_->test(request); }

void Debug::add_queue(queue::Queue& queue) { impl_->add(queue); }

HttpReply Debug::job(const HttpRequest& request) { return impl_->job(request); }

}  // namespace redisconf
