// The page of a job, for Debug.
// Thread-safety: pure functions, but for the call to Redis. Errors: std::bad_alloc.
#pragma once

#include "redisconf/config/service_config.h"
#include "redisconf/monitoring/http_reply.h"
#include "redisconf/queue/queue.h"

#include <optional>
#include <string_view>

namespace redisconf {

struct JobPath {
  std::string_view queue;
  std::string_view id;
};

// Of /debug/queues/<queue>/jobs/<id>; nothing for another form.
[[nodiscard]] std::optional<JobPath> parse_job_path(std::string_view path) noexcept;

// Whether the query of a request says payload=show.
[[nodiscard]] bool shows_payload(std::string_view query) noexcept;

// Asks Redis; secrets of the configuration are masked in all texts. 503 when Redis does not answer.
[[nodiscard]] HttpReply job_page(const ServiceConfig& config, queue::Queue& queue, std::string_view id,
                                 bool with_payload);

}  // namespace redisconf
