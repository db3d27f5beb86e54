// The scripts by which a queue changes: each is one atomic transition on the server's clock. KEYS[1] is
// the queue's key prefix; all its keys begin with it and lie in one slot of a cluster.
//
// Keys behind the prefix:
//   s<lane>       stream: jobs of a priority p that wait (lane 2p+1) or were given back (2p, read first);
//                 group "w", a consumer a worker generation. Fields: p payload, and where needed i the
//                 job's id (else it is p-<stream id>), a failures, c crashes, t time to live's end,
//                 u unique key, n when it was put in
//   lease         sorted set: worker generation -> end of its lease, ms
//   bell:<gen>    stream by which a worker is woken
//   due           sorted set: id -> ms; dead: id -> ms; done: id -> ms (only with retention)
//   body          hash: id -> the job (MessagePack) while it is delayed or dead
//   map           hash: id -> <lane>:<stream id> of jobs whose stream id is not in their id
//   uniq          hash: unique key -> id;  prog: id -> progress
//   count         hash of totals;  paused: hash of where each lane's group stood
//   feed:<name>   hash: at, the position of a source that feeds the queue, and totals of its jobs
//   cron, cronat  hash of schedules; sorted set: name -> next time, ms
//
// Thread-safety: constant data.
#pragma once

#include <redisconf/client/script.h>

namespace redisconf::queue {

struct EnqueueScripts {
  Script plain;    // lane, payload... -> stream ids
  Script special;  // priority, then payload, delay, time to live, unique key of each -> ids; "=id": was there
  // name, position, next position ("": only looks), then priority, payload, start, end, unique key of each ->
  // "put", made, joined, expired; or "before", "elsewhere"
  Script feed;
  Script schedule;  // name, next ms, cron expression, payload, priority -> server's time
  Script fire;      // name, due, next, -> 1 when this call made the job
};

struct WorkerScripts {
  Script enter;     // generation, lease ms, lanes -> server's time
  Script leave;     // generation, lanes
  Script tend;      // generation, lease ms, lanes, max crashes, 1: look for consumers without lease ->
                    // lost, now, next event, more, returned, dead, then name, due, expression of schedules
  Script settle;    // generation, retention ms, operations (see settlement.cpp) -> -1 lost, else completed
  Script progress;  // generation, id, text -> 0 lost
  Script compact;   // lane, cursor -> next cursor, "" at the end
};

struct AdminScripts {
  Script status;  // id -> state, then field, value...
  Script cancel;  // id -> "cancelled", "active", "unknown"
  Script pause;   // lanes
  Script resume;  // lanes
  Script stats;   // lanes -> see queue_admin.cpp
  Script drain;   // lanes -> removed; 0: none left
  Script peek;    // lane, count -> id, payload...
  Script dead;    // offset, count -> id, ms, payload, error, failures, crashes of each
  Script retry;   // id -> 1
  Script purge;   // "id" or "older", id or ms of age -> removed
};

[[nodiscard]] const EnqueueScripts& enqueue_scripts();
[[nodiscard]] const WorkerScripts& worker_scripts();
[[nodiscard]] const AdminScripts& admin_scripts();

// With the functions that scripts share in front.
[[nodiscard]] Script queue_script(const char* body);

}  // namespace redisconf::queue
