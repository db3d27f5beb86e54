// What a person asks a running service: its Redis settings with their origins, whether a new connection
// works, and what became of a job.
//
// No answer holds a secret. Who may ask is `monitoring.debug_access`: nobody (off), this machine alone
// (loopback; not through a proxy that says so), or anywhere. When `monitoring.debug_token` is set, a
// request must bring it (Authorization: Bearer); strict environments, and anywhere, answer to nobody
// without one. Who may not ask gets 404 where there is nothing for them, 401 for a missing or wrong
// token, compared in constant time.
//
// Ownership:     refers to the client and to queues that are added, which must outlive it.
// Thread-safety: every member may run concurrently.
// Errors:        none; a connection that fails is an answer.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/config/export.h>
#include <redisconf/monitoring/http_reply.h>
#include <redisconf/monitoring/http_request.h>
#include <redisconf/queue/queue.h>

#include <memory>

namespace redisconf REDISCONF_PUBLIC {

class Debug {
 public:
  explicit Debug(Client& client);
  Debug(Debug&&) noexcept;
  Debug& operator=(Debug&&) noexcept;
  ~Debug();

  // GET /debug/redis-config: debug_info().
  [[nodiscard]] HttpReply config(const HttpRequest& request);

  // GET /debug/redis-test: dials a connection of its own, by the settings of now, and tells how long each
  // stage took, or which one failed, why, and what to do. Takes at most `timeouts.health`; one at a time
  // (429).
  [[nodiscard]] HttpReply test(const HttpRequest& request);

  // Its jobs have pages from now on.
  void add_queue(queue::Queue& queue);

  // GET /debug/queues/<queue>/jobs/<id>: the job's state, failures, crashes, progress, last error and the
  // size of its payload; with the query `payload=show` the payload too. One call to Redis; one at a time
  // (429). 404 for a job that is not known, or no longer.
  [[nodiscard]] HttpReply job(const HttpRequest& request);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
