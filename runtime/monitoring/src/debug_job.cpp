#include "debug_job.h"

#include "debug_error.h"
#include "masked_text.h"
#include "query.h"
#include "utc_time.h"

#include <nlohmann/json.hpp>

namespace redisconf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kNotFound = 404;
constexpr int kUnavailable = 503;

// Payloads are bytes of the service's callers; what is not UTF-8 becomes U+FFFD.
HttpReply reply(int status, const Json& body) {
  return {status, "application/json", body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

Json text_or_null(const ServiceConfig& config, const std::string& text) {
  return text.empty() ? Json() : Json(masked_text(config, text));
}

}  // namespace

std::optional<JobPath> parse_job_path(std::string_view path) noexcept {
  constexpr std::string_view kBegin = "/debug/queues/";
  constexpr std::string_view kMiddle = "/jobs/";
  constexpr std::size_t kLongestId = 100;
  if (!path.starts_with(kBegin)) return std::nullopt;
  path.remove_prefix(kBegin.size());
  const std::size_t middle = path.find(kMiddle);
  if (middle == std::string_view::npos) return std::nullopt;
  const JobPath found{path.substr(0, middle), path.substr(middle + kMiddle.size())};
  if (found.id.empty() || found.id.size() > kLongestId) return std::nullopt;
  return found;
}

bool shows_payload(std::string_view query) noexcept { return has_parameter(query, "payload=show"); }

HttpReply job_page(const ServiceConfig& config, queue::Queue& queue, std::string_view id, bool with_payload) {
  queue::JobStatus job;
  try {
    job = queue.status(id);
  } catch (const RedisError& error) {
    return reply(kUnavailable, {{"error", error_json(error.details())}});
  }
  if (job.state == queue::JobState::unknown)
    return error_reply(kNotFound, "there is no such job: never there, or finished and no longer kept");
  Json body{{"queue", queue.settings().name},
            {"id", id},
            {"state", name_of(job.state)},
            {"failures", job.failures},
            {"crashes", job.crashes},
            {"progress", text_or_null(config, job.progress)},
            {"error", text_or_null(config, job.error)}};
  if (job.state == queue::JobState::delayed) body["due"] = format_milliseconds(job.due);
  if (job.state == queue::JobState::dead) body["died"] = format_milliseconds(job.due);
  body["payload_bytes"] = job.payload.size();
  body["payload"] = job.payload.empty() || with_payload ? text_or_null(config, job.payload) : Json("***");
  return reply(200, body);
}

}  // namespace redisconf
