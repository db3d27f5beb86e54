#include "scripts.h"

namespace redisconf::queue {
namespace {

constexpr const char* kStatus = R"lua(
local id = ARGV[1]
local function told(state, job, at)
  job = job or {}
  return {state, tostring(job.a or 0), tostring(job.c or 0), call('HGET', P .. 'prog', id) or '', job.p or '',
          job.e or '', at or '0'}
end
for _, state in ipairs({'due', 'dead'}) do
  local at = call('ZSCORE', P .. state, id)
  if at then
    local body = call('HGET', P .. 'body', id)
    return told(state == 'due' and 'delayed' or 'dead', body and cmsgpack.unpack(body), at)
  end
end
local lane, entry = locate(id)
if lane then
  local job = job_at(lane, entry)
  if job and (job.i == id) then
    if older(given_out(lane), entry) then return told('waiting', job) end
    local pending = redis.pcall('XPENDING', lane_key(lane), 'w', entry, entry, 1)
    if pending[1] then return told('active', job) end
  end
end
if call('ZSCORE', P .. 'done', id) then return told('completed') end
return told('unknown')
)lua";

constexpr const char* kCancel = R"lua(
local id = ARGV[1]
if call('ZREM', P .. 'due', id) == 1 then
  local body = call('HGET', P .. 'body', id)
  call('HDEL', P .. 'body', id)
  forget(id, body and cmsgpack.unpack(body).u)
  return 'cancelled'
end
local lane, entry = locate(id)
local job = lane and job_at(lane, entry)
if not job or job.i ~= id then return 'unknown' end
if older(given_out(lane), entry) then
  removed(lane, {entry})
  forget(id, job.u)
  return 'cancelled'
end
local pending = redis.pcall('XPENDING', lane_key(lane), 'w', entry, entry, 1)
return pending[1] and 'active' or 'unknown'
)lua";

constexpr const char* kPause = R"lua(
if call('EXISTS', P .. 'paused') == 1 then return 0 end
for lane = 0, ARGV[1] - 1 do
  redis.pcall('XGROUP', 'CREATE', lane_key(lane), 'w', '0', 'MKSTREAM')
  hold(lane)
end
return 1
)lua";

constexpr const char* kResume = R"lua(
local lanes = call('HGETALL', P .. 'paused')
for i = 1, #lanes, 2 do
  local id, read = string.match(lanes[i + 1], '^([^|]*)|(.*)$')
  local done = read ~= '' and
    redis.pcall('XGROUP', 'SETID', lane_key(lanes[i]), 'w', id, 'ENTRIESREAD', read) or {err = ''}
  if done.err then redis.pcall('XGROUP', 'SETID', lane_key(lanes[i]), 'w', id) end
end
call('DEL', P .. 'paused')
ring_all()
return #lanes / 2
)lua";

// The lag that the server keeps is not known after a job was cancelled, nor while the queue is paused:
// then what was given out is counted; of more than a thousand, only those that are active.
constexpr const char* kStats = R"lua(
local now, waiting, active, oldest = now_ms(), {}, 0, 0
local paused = call('EXISTS', P .. 'paused')
for lane = 0, ARGV[1] - 1 do
  local key, group = lane_key(lane), group_of(lane)
  local last, count = given_out(lane), call('XLEN', key)
  if group then
    active = active + group.pending
    if group.lag and paused == 0 then
      count = math.min(group.lag, count)  -- Redis 7.0 still counts entries deleted from a stream that is empty now
    elseif last ~= '0-0' then
      local given = #call('XRANGE', key, '-', last, 'COUNT', 1000)
      count = count - (given < 1000 and given or math.max(given, group.pending))
    end
  end
  local priority = math.floor(lane / 2) + 1
  waiting[priority] = (waiting[priority] or 0) + count
  local first = count > 0 and call('XRANGE', key, '(' .. last, '+', 'COUNT', 1)
  if first and first[1] then oldest = math.max(oldest, now - string.match(first[1][1], '^%d+')) end
end
local totals = call('HMGET', P .. 'count', 'completed', 'failed', 'crashed', 'expired', 'dead')
local answer = {oldest, active, call('ZCARD', P .. 'due'), call('ZCARD', P .. 'dead'),
                call('ZCARD', P .. 'done'), call('ZCARD', P .. 'lease'), paused}
for i = 1, 5 do answer[#answer + 1] = tonumber(totals[i] or 0) end
for _, count in ipairs(waiting) do answer[#answer + 1] = count end
return answer
)lua";

constexpr const char* kDrain = R"lua(
local count = 0
for lane = 0, ARGV[1] - 1 do
  local entries = {}
  for _, entry in ipairs(call('XRANGE', lane_key(lane), '(' .. given_out(lane), '+', 'COUNT', 100)) do
    local job = job_at(lane, entry[1])
    forget(job.i, job.u)
    entries[#entries + 1] = entry[1]
  end
  removed(lane, entries)
  count = count + #entries
end
for _, id in ipairs(call('ZRANGE', P .. 'due', 0, 99)) do
  local body = call('HGET', P .. 'body', id)
  forget(id, body and cmsgpack.unpack(body).u)
  call('HDEL', P .. 'body', id)
  call('ZREM', P .. 'due', id)
  count = count + 1
end
return count
)lua";

constexpr const char* kPeek = R"lua(
local lane, found = ARGV[1] * 2, {}
for at = lane, lane + 1 do
  for _, entry in ipairs(call('XRANGE', lane_key(at), '(' .. given_out(at), '+', 'COUNT', ARGV[2])) do
    if #found < ARGV[2] * 2 then
      local job = job_at(at, entry[1])
      found[#found + 1] = job.i
      found[#found + 1] = job.p
    end
  end
end
return found
)lua";

constexpr const char* kDead = R"lua(
local found = {}
for _, id in ipairs(call('ZREVRANGE', P .. 'dead', ARGV[1], ARGV[1] + ARGV[2] - 1)) do
  local body = call('HGET', P .. 'body', id)
  local job = body and cmsgpack.unpack(body) or {}
  for _, value in ipairs({id, call('ZSCORE', P .. 'dead', id), job.p or '', job.e or '',
                          tostring(job.a or 0), tostring(job.c or 0)}) do
    found[#found + 1] = value
  end
end
return found
)lua";

constexpr const char* kRetry = R"lua(
local id = ARGV[1]
if call('ZREM', P .. 'dead', id) == 0 then return 0 end
local job = cmsgpack.unpack(call('HGET', P .. 'body', id))
call('HDEL', P .. 'body', id)
job.a, job.c, job.e, job.t = nil, nil, nil, nil
push(string.match(id, '^%d+') * 2 + 1, job)
return 1
)lua";

constexpr const char* kPurge = R"lua(
local ids = {ARGV[2]}
if ARGV[1] == 'older' then
  ids = call('ZRANGEBYSCORE', P .. 'dead', '-inf', now_ms() - ARGV[2], 'LIMIT', 0, 200)
end
local count = 0
for _, id in ipairs(ids) do
  if call('ZREM', P .. 'dead', id) == 1 then
    call('HDEL', P .. 'body', id)
    count = count + 1
  end
end
return count
)lua";

}  // namespace

const AdminScripts& admin_scripts() {
  static const AdminScripts scripts{.status = queue_script(kStatus),
                                    .cancel = queue_script(kCancel),
                                    .pause = queue_script(kPause),
                                    .resume = queue_script(kResume),
                                    .stats = queue_script(kStats),
                                    .drain = queue_script(kDrain),
                                    .peek = queue_script(kPeek),
                                    .dead = queue_script(kDead),
                                    .retry = queue_script(kRetry),
                                    .purge = queue_script(kPurge)};
  return scripts;
}

}  // namespace redisconf::queue
