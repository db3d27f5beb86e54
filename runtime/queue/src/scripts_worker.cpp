#include "scripts.h"

namespace redisconf::queue {
namespace {

constexpr const char* kEnter = R"lua(
for lane = 0, ARGV[3] - 1 do make_lane(lane) end
redis.pcall('XGROUP', 'CREATE', P .. 'bell:' .. ARGV[1], 'w', '0', 'MKSTREAM')
local now = now_ms()
call('ZADD', P .. 'lease', now + ARGV[2], ARGV[1])
return now
)lua";

// What is still pending is left to the sweep: the lease is over at once.
constexpr const char* kLeave = R"lua(
local pending = 0
for lane = 0, ARGV[2] - 1 do
  local got = redis.pcall('XPENDING', lane_key(lane), 'w', '-', '+', 1, ARGV[1])
  if not got.err then
    pending = pending + #got
    if #got == 0 then call('XGROUP', 'DELCONSUMER', lane_key(lane), 'w', ARGV[1]) end
  end
end
if pending == 0 then
  call('ZREM', P .. 'lease', ARGV[1])
elseif call('ZSCORE', P .. 'lease', ARGV[1]) then
  call('ZADD', P .. 'lease', 0, ARGV[1])
end
call('DEL', P .. 'bell:' .. ARGV[1])
ring_all()
return pending
)lua";

// Renews, then does a bounded piece of the work that needs no leader: jobs of dead workers back, in the
// order of their ids, and delayed jobs that are due into their streams.
//
// When nobody has renewed for half a lease, Redis was away and the leases ran out through no fault of
// their workers: they get a third of one to renew before anything is taken from them.
constexpr const char* kTend = R"lua(
local generation, lease, lanes, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now, budget = now_ms(), 40
local more, returned, buried, crashed = 0, 0, 0, 0
if not call('ZSCORE', P .. 'lease', generation) then return {1, now, now, 0, 0, 0} end
call('ZADD', P .. 'lease', now + lease, generation)
local last = tonumber(call('HGET', P .. 'count', 'tended') or now)
local grace = tonumber(call('HGET', P .. 'count', 'grace') or 0)
if now - last > lease / 2 then
  grace = math.floor(now + lease / 3)
  call('HSET', P .. 'count', 'grace', grace)
end
call('HSET', P .. 'count', 'tended', now)

if ARGV[5] == '1' then
  for lane = 0, lanes - 1 do
    local got = redis.pcall('XINFO', 'CONSUMERS', lane_key(lane), 'w')
    if not got.err then
      for _, flat in ipairs(got) do
        local consumer = {}
        for i = 1, #flat, 2 do consumer[flat[i]] = flat[i + 1] end
        if not call('ZSCORE', P .. 'lease', consumer.name) then
          if consumer.pending > 0 then
            call('ZADD', P .. 'lease', 0, consumer.name)
          else
            call('XGROUP', 'DELCONSUMER', lane_key(lane), 'w', consumer.name)
          end
        end
      end
    end
  end
end

local dead = {}
if now >= grace then dead = call('ZRANGEBYSCORE', P .. 'lease', '-inf', '(' .. now, 'LIMIT', 0, 4) end
for lane = 0, lanes - 1 do
  local orphans = {}
  for _, gone in ipairs(dead) do
    if budget > 0 then
      for _, entry in ipairs(call('XPENDING', lane_key(lane), 'w', '-', '+', budget, gone)) do
        orphans[#orphans + 1] = entry[1]
      end
    end
  end
  if #dead > 1 then table.sort(orphans, older) end  -- those of one come in order
  local moved = {}
  for _, id in ipairs(orphans) do
    if budget == 0 then more = 1 break end
    budget = budget - 1
    moved[#moved + 1] = id
    local job = job_at(lane, id)
    if job then
      job.c = (job.c or 0) + 1
      crashed = crashed + 1
      if job.c >= most then
        job.e = 'its worker died ' .. job.c .. ' times'
        bury(job, now)
        buried = buried + 1
      else
        push(lane - lane % 2, job)
        returned = returned + 1
      end
    end
  end
  if #moved > 0 then call('XACK', lane_key(lane), 'w', unpack(moved)) end
  removed(lane, moved)
  if budget == 0 then more = 1 end
end
if crashed > 0 then call('HINCRBY', P .. 'count', 'crashed', crashed) end
if more == 0 then
  for _, gone in ipairs(dead) do
    call('ZREM', P .. 'lease', gone)
    call('DEL', P .. 'bell:' .. gone)
    for lane = 0, lanes - 1 do call('XGROUP', 'DELCONSUMER', lane_key(lane), 'w', gone) end
  end
end
if returned > 0 then ring_all() end

local due = {}
if budget > 0 then due = call('ZRANGEBYSCORE', P .. 'due', '-inf', now, 'LIMIT', 0, budget) end
for _, id in ipairs(due) do
  local job = call('HGET', P .. 'body', id)
  call('ZREM', P .. 'due', id)
  call('HDEL', P .. 'body', id)
  if job then push(string.match(id, '^%d+') * 2 + 1, cmsgpack.unpack(job)) end
  budget = budget - 1
end
if budget == 0 then more = 1 end

local next_event = now + lease
for _, key in ipairs({'due', 'cronat'}) do
  local first = call('ZRANGE', P .. key, 0, 0, 'WITHSCORES')
  if first[2] then next_event = math.min(next_event, tonumber(first[2])) end
end
local leases = call('ZRANGE', P .. 'lease', 0, 1, 'WITHSCORES')
for i = 1, #leases, 2 do
  if leases[i] ~= generation then
    next_event = math.min(next_event, math.max(tonumber(leases[i + 1]) + 1, grace))
  end
end
local answer = {0, now, next_event, more, returned, buried}
for _, name in ipairs(call('ZRANGEBYSCORE', P .. 'cronat', '-inf', now, 'LIMIT', 0, 10)) do
  local plan = call('HGET', P .. 'cron', name)
  answer[#answer + 1] = name
  answer[#answer + 1] = call('ZSCORE', P .. 'cronat', name)
  answer[#answer + 1] = plan and cmsgpack.unpack(plan).cron or ''
end
return answer
)lua";

// The lease is what counts: one that has run out, but was not swept, still holds its jobs. An entry that
// is not pending any more was settled before, by this call when its reply was lost, and is passed over.
constexpr const char* kSettle = R"lua(
if not call('ZSCORE', P .. 'lease', ARGV[1]) then return -1 end
local keep, now = tonumber(ARGV[2]), nil
local completed, failed, expired, gave_back, highest = 0, 0, 0, false, {}

local function touch(lane, id)
  if not highest[lane] or older(highest[lane], id) then highest[lane] = id end
end
local function time()
  now = now or now_ms()
  return now
end
local function done(lane, id)
  if keep > 0 then call('ZADD', P .. 'done', time(), id) end
end

local at = 3
while ARGV[at] do
  local what, lane, id = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2]
  local key = lane_key(lane)
  if what == 'A' then
    local count = tonumber(id)
    local from = at + 3
    completed = completed + call('XACK', key, 'w', unpack(ARGV, from, from + count - 1))
    at = from + count
    touch(lane, ARGV[at - 1])
    if keep > 0 then
      for i = from, at - 1 do done(lane, math.floor(lane / 2) .. '-' .. ARGV[i]) end
    end
  elseif what == 'C' or what == 'X' then
    if call('XACK', key, 'w', id) == 1 then
      forget(ARGV[at + 3], ARGV[at + 4])
      if what == 'C' then
        completed = completed + 1
        done(lane, ARGV[at + 3])
      else
        expired = expired + 1
      end
      touch(lane, id)
    end
    at = at + 5
  elseif what == 'F' then
    if call('XACK', key, 'w', id) == 1 then
      local job = job_at(lane, id)
      if job then
        failed = failed + 1
        job.a = (job.a or 0) + 1
        job.e = ARGV[at + 5]
        removed(lane, {id})
        if job.a >= tonumber(ARGV[at + 4]) then
          bury(job, time())
        else
          call('HDEL', P .. 'map', job.i)
          delay(job, time() + ARGV[at + 3])
        end
      end
    end
    at = at + 6
  else
    if call('XACK', key, 'w', id) == 1 then
      local job = job_at(lane, id)
      if job then
        removed(lane, {id})
        push(lane - lane % 2, job)
        gave_back = true
      end
    end
    at = at + 3
  end
end

-- Everything before the first that is still pending was given out and is settled.
for lane, id in pairs(highest) do
  local first = call('XPENDING', lane_key(lane), 'w', '-', '+', 1)
  local a, b = string.match(id, '^(%d+)%-(%d+)$')
  local upto = first[1] and first[1][1] or a .. '-' .. string.format('%.0f', b + 1)
  call('XTRIM', lane_key(lane), 'MINID', '=', upto)
end
if keep > 0 then
  local old = call('ZCOUNT', P .. 'done', '-inf', time() - keep)
  if old > 0 then call('ZREMRANGEBYRANK', P .. 'done', 0, math.min(old, 1000) - 1) end
end
if completed > 0 then call('HINCRBY', P .. 'count', 'completed', completed) end
if failed > 0 then call('HINCRBY', P .. 'count', 'failed', failed) end
if expired > 0 then call('HINCRBY', P .. 'count', 'expired', expired) end
if gave_back then ring_all() end
return completed
)lua";

constexpr const char* kProgress = R"lua(
if not call('ZSCORE', P .. 'lease', ARGV[1]) then return 0 end
call('HSET', P .. 'prog', ARGV[2], ARGV[3])
return 1
)lua";

// Settled entries behind one that runs for long, and after it: trimming had stopped there. At most 200 a
// call of those between.
constexpr const char* kCompact = R"lua(
local lane, key = ARGV[1], lane_key(ARGV[1])
local group = group_of(lane)
if not group or call('XLEN', key) == 0 then return '' end
if group.pending == 0 then
  local a, b = string.match(given_out(lane), '^(%d+)%-(%d+)$')
  call('XTRIM', key, 'MINID', '=', a .. '-' .. string.format('%.0f', b + 1))
  return ''
end
if ARGV[2] == '' and call('XLEN', key) - group.pending - (group.lag or 0) < 5000 then return '' end
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
local pending = call('XPENDING', key, 'w', from, '+', 100)
local low = from
for i = 1, #pending + 1 do
  local high = pending[i] and '(' .. pending[i][1] or nil
  if not high then
    if #pending == 100 then return pending[100][1] end
    high = given_out(lane)
  end
  local gap = call('XRANGE', key, low, high, 'COUNT', 200)
  local ids = {}
  for j, entry in ipairs(gap) do ids[j] = entry[1] end
  removed(lane, ids)
  if #ids > 0 then return ids[#ids] end
  if pending[i] then low = '(' .. pending[i][1] end
end
return ''
)lua";

}  // namespace

const WorkerScripts& worker_scripts() {
  static const WorkerScripts scripts{.enter = queue_script(kEnter),
                                     .leave = queue_script(kLeave),
                                     .tend = queue_script(kTend),
                                     .settle = queue_script(kSettle),
                                     .progress = queue_script(kProgress),
                                     .compact = queue_script(kCompact)};
  return scripts;
}

}  // namespace redisconf::queue
