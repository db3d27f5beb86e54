// The answers of health endpoints, from what was seen.
#pragma once

#include "health_look.h"
#include "redisconf/monitoring/health.h"
#include "redisconf/monitoring/http_reply.h"

namespace redisconf {

[[nodiscard]] HttpReply redis_health_reply(const HealthSubject& subject, const HealthLook& look,
                                           HealthFormat format);
[[nodiscard]] HttpReply service_health_reply(const HealthSubject& subject, const HealthLook& look,
                                             HealthFormat format);
[[nodiscard]] HttpReply readiness_reply(const HealthSubject& subject, const HealthLook& look,
                                        HealthFormat format);

// 200 pass, or 503 fail with that reason.
[[nodiscard]] HttpReply simple_health_reply(const HealthSubject& subject, bool pass, std::string_view reason);

}  // namespace redisconf
