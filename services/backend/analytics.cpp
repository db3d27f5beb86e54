#include "analytics.h"

#include <redisconf/cache/json.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/resources.h>

#include <algorithm>

namespace backend {
namespace {

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Figure, value, computed_at)

Analytics::Analytics(redisconf::Client& client, const RedisConfig& config)
    : cache_(client, config.analytics_cache()), rows_(config.report_rows()) {}

Answer Analytics::figure(const Report& report) {
  Answer answer{.figure = {}, .from_cache = true, .cached = true};
  try {
    answer.figure = cache_.get_or_compute(id_of(report), [&] {
      answer.from_cache = false;
      return compute(report);
    });
  } catch (const redisconf::RedisError&) {
    answer = {.figure = compute(report)};
  }
  answer.age = std::max(now() - answer.figure.computed_at, std::chrono::seconds(0));
  return answer;
}

bool Analytics::invalidate(const Report& report) { return cache_.del(id_of(report)); }

void Analytics::refresh(const Report& report) { cache_.set(id_of(report), compute(report)); }

Figure Analytics::compute(const Report& report) const {
  return {.value = report.compute(rows_), .computed_at = now()};
}

std::string Analytics::id_of(const Report& report) const {
  return std::string(report.name) + ":" + std::to_string(rows_);
}

}  // namespace backend
