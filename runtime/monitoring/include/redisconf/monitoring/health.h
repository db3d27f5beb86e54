// Health of a service: status, content type and body, for any HTTP server.
//
// No body holds a secret: endpoints are masked, causes come from RedisError. Redis is pinged at most
// once in `monitoring.health_interval`, however many ask; answers in between are the last one, and
// those who ask during a ping wait for its result. A ping takes at most `timeouts.health`.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        none; an unreachable server is an answer.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/monitoring/http_reply.h>

#include <memory>

namespace redisconf REDISCONF_PUBLIC {

class Health {
 public:
  explicit Health(Client& client);
  Health(Health&&) noexcept;
  Health& operator=(Health&&) noexcept;
  ~Health();

  // GET /health/redis: 200 with connection, pool and TLS status, or 503 with category and cause.
  [[nodiscard]] HttpReply redis();

  // GET /health: the service as a whole, with the Redis check inside, after
  // draft-inadarei-api-health-check-06 (application/health+json). 200 pass, 503 fail.
  [[nodiscard]] HttpReply service();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
