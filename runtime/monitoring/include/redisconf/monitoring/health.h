// Health of a service as plain functions: status, content type and body, for any HTTP server.
//
// No body holds a secret: endpoints are masked, causes come from RedisError. Each call pings
// Redis and takes at most `timeouts.health`.
// Errors: none; an unreachable server is an answer.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/monitoring/http_reply.h>

namespace redisconf REDISCONF_PUBLIC {

// GET /health/redis: 200 with connection, pool and TLS status, or 503 with category and cause.
[[nodiscard]] REDISCONF_PUBLIC HttpReply redis_health(Client& client);

// GET /health: the service as a whole, with the Redis check inside, after
// draft-inadarei-api-health-check-06 (application/health+json). 200 pass, 503 fail.
[[nodiscard]] REDISCONF_PUBLIC HttpReply service_health(Client& client);

}  // namespace redisconf
