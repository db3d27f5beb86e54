#include "scripts.h"

#include <string>

namespace redisconf::queue {
namespace {

constexpr const char* kCommon = R"lua(
local P = KEYS[1]
local call = redis.call

local function now_ms()
  local t = call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function lane_key(lane) return P .. 's' .. lane end

local function ids_of(id)
  local a, b = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(a), tonumber(b)
end

local function older(a, b)
  local a1, a2 = ids_of(a)
  local b1, b2 = ids_of(b)
  if a1 ~= b1 then return a1 < b1 end
  return a2 < b2
end

local kOrder = {'p', 'i', 'a', 'c', 't', 'u', 'n'}

local function push(lane, job)
  local fields = {}
  for _, name in ipairs(kOrder) do
    if job[name] then
      fields[#fields + 1] = name
      fields[#fields + 1] = job[name]
    end
  end
  local id = call('XADD', lane_key(lane), '*', unpack(fields))
  if job.i then call('HSET', P .. 'map', job.i, lane .. ':' .. id) end
  return id
end

-- The job of an entry, with its id and time in it; nil when there is none.
local function job_at(lane, id)
  local got = call('XRANGE', lane_key(lane), id, id)
  if not got[1] then return nil end
  local job, fields = {}, got[1][2]
  for i = 1, #fields, 2 do job[fields[i]] = fields[i + 1] end
  if not job.i then
    job.i = math.floor(lane / 2) .. '-' .. id
    job.n = string.match(id, '^%d+')
  end
  return job
end

-- Wakes a worker, or all, out of a blocking read: look at what is due, and at what was given back.
local function ring(generation)
  call('XADD', P .. 'bell:' .. generation, 'NOMKSTREAM', 'MAXLEN', 1, '*', 'w', 1)
end
local function ring_all()
  for _, generation in ipairs(call('ZRANGE', P .. 'lease', 0, -1)) do ring(generation) end
end

local function delay(job, at)
  call('ZADD', P .. 'due', at, job.i)
  call('HSET', P .. 'body', job.i, cmsgpack.pack(job))
end

-- What is kept beside a job goes when it ends.
local function forget(id, unique)
  call('HDEL', P .. 'map', id)
  call('HDEL', P .. 'prog', id)
  if unique and unique ~= '' and call('HGET', P .. 'uniq', unique) == id then
    call('HDEL', P .. 'uniq', unique)
  end
end

local function bury(job, now)
  forget(job.i, job.u)
  job.u = nil
  call('ZADD', P .. 'dead', now, job.i)
  call('HSET', P .. 'body', job.i, cmsgpack.pack(job))
  call('HINCRBY', P .. 'count', 'dead', 1)
end

local function group_of(lane)
  local got = redis.pcall('XINFO', 'GROUPS', lane_key(lane))
  if got.err then return nil end
  for _, flat in ipairs(got) do
    local group = {}
    for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
    if group.name == 'w' then return group end
  end
  return nil
end

-- Up to where the lane was given out; while it is paused, as it was before.
local function given_out(lane)
  local stood = call('HGET', P .. 'paused', lane)
  if stood then return string.match(stood, '^[^|]*') end
  local group = group_of(lane)
  return group and group['last-delivered-id'] or '0-0'
end

local kNever = '18446744073709551615-18446744073709551615'

-- A group that stands at the greatest id is given nothing; nobody who waits has to be told.
local function hold(lane)
  local group = group_of(lane)
  local last = group['last-delivered-id']
  call('HSET', P .. 'paused', lane, last .. '|' .. (group['entries-read'] or (last == '0-0' and 0 or '')))
  call('XGROUP', 'SETID', lane_key(lane), 'w', kNever)
end

local function make_lane(lane)
  local made = redis.pcall('XGROUP', 'CREATE', lane_key(lane), 'w', '0', 'MKSTREAM')
  if not made.err and call('EXISTS', P .. 'paused') == 1 then hold(lane) end
end

-- Lane and stream id of a job that is in a stream; nothing when it is not.
local function locate(id)
  local at = call('HGET', P .. 'map', id)
  local lane, entry
  if at then
    lane, entry = string.match(at, '^(%d+):(.*)$')
  else
    local priority
    priority, entry = string.match(id, '^(%d+)%-(%d+%-%d+)$')
    lane = priority and priority * 2 + 1
  end
  if not lane then return nil end
  return tonumber(lane), entry
end

local function removed(lane, entries)
  if #entries > 0 then call('XDEL', lane_key(lane), unpack(entries)) end
end
)lua";

constexpr const char* kPlain = R"lua(
local ids, key = {}, lane_key(ARGV[1])
for i = 2, #ARGV do ids[i - 1] = call('XADD', key, '*', 'p', ARGV[i]) end
return ids
)lua";

// Stands before scripts that put jobs in with all that a job may say.
constexpr const char* kPut = R"lua(
-- The id of the new job; "=id" of the one that has its unique key.
local function put(now, priority, payload, wait, life, unique)
  local taken = unique ~= '' and call('HGET', P .. 'uniq', unique)
  if taken then return '=' .. taken end
  local id
  local job = {p = payload}
  if unique ~= '' then job.u = unique end
  if life > 0 then job.t = string.format('%.0f', now + wait + life) end
  if wait > 0 then
    job.n = string.format('%.0f', now)
    job.i = priority .. '-' .. job.n .. '-d' .. call('HINCRBY', P .. 'count', 'ids', 1)
    delay(job, now + wait)
    id = job.i
    if call('ZRANGE', P .. 'due', 0, 0)[1] == id then
      local worker = call('ZREVRANGE', P .. 'lease', 0, 0)[1]
      if worker then ring(worker) end
    end
  else
    id = priority .. '-' .. push(priority * 2 + 1, job)
  end
  if unique ~= '' then call('HSET', P .. 'uniq', unique, id) end
  return id
end
)lua";

constexpr const char* kSpecial = R"lua(
local now, ids = now_ms(), {}
for i = 2, #ARGV, 4 do
  ids[#ids + 1] = put(now, ARGV[1], ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3])
end
return ids
)lua";

// The position and the jobs are one change: neither is there without the other, whatever is lost.
constexpr const char* kFeed = R"lua(
local key, looks = P .. 'feed:' .. ARGV[1], ARGV[3] == ''
local at = call('HGET', key, 'at') or ''
if not looks then
  if at == ARGV[3] then return {'before'} end
  if at ~= ARGV[2] then return {'elsewhere'} end
end
local now, made, joined, expired = now_ms(), 0, 0, 0

-- "", milliseconds from now on, or "@" and a time.
local function moment(text)
  if text == '' then return nil end
  if string.sub(text, 1, 1) == '@' then return tonumber(string.sub(text, 2)) end
  return now + tonumber(text)
end

for i = 4, #ARGV, 5 do
  local priority, payload, unique = ARGV[i], ARGV[i + 1], ARGV[i + 4]
  local start = math.max(moment(ARGV[i + 2]) or now, now)
  local stop = ARGV[i + 3]
  local life = 0
  if string.sub(stop, 1, 1) == '@' then
    life = moment(stop) - start
  elseif stop ~= '' then
    life = tonumber(stop)
  end
  if stop ~= '' and life <= 0 then
    expired = expired + 1
  elseif looks then
    local taken = unique ~= '' and call('HEXISTS', P .. 'uniq', unique) == 1
    if taken then joined = joined + 1 else made = made + 1 end
  elseif unique == '' and stop == '' and start == now then
    call('XADD', lane_key(priority * 2 + 1), '*', 'p', payload)
    made = made + 1
  elseif string.sub(put(now, priority, payload, start - now, life, unique), 1, 1) == '=' then
    joined = joined + 1
  else
    made = made + 1
  end
end
if not looks then
  call('HSET', key, 'at', ARGV[3])
  for name, count in pairs({made = made, joined = joined, expired = expired}) do
    if count > 0 then call('HINCRBY', key, name, count) end
  end
end
return {'put', made, joined, expired}
)lua";

constexpr const char* kSchedule = R"lua(
if ARGV[2] == '' then
  call('HDEL', P .. 'cron', ARGV[1])
  return call('ZREM', P .. 'cronat', ARGV[1])
end
call('HSET', P .. 'cron', ARGV[1], cmsgpack.pack({cron = ARGV[3], p = ARGV[4], priority = ARGV[5]}))
call('ZADD', P .. 'cronat', ARGV[2], ARGV[1])
ring_all()
return 1
)lua";

constexpr const char* kFire = R"lua(
local due = call('ZSCORE', P .. 'cronat', ARGV[1])
local packed = call('HGET', P .. 'cron', ARGV[1])
if not due or not packed or tonumber(due) ~= tonumber(ARGV[2]) then return 0 end
if tonumber(due) > now_ms() then return 0 end
local plan = cmsgpack.unpack(packed)
push(plan.priority * 2 + 1, {p = plan.p})
call('ZADD', P .. 'cronat', ARGV[3], ARGV[1])
return 1
)lua";

}  // namespace

Script queue_script(const char* body) { return Script(std::string(kCommon) + body); }

const EnqueueScripts& enqueue_scripts() {
  static const EnqueueScripts scripts{.plain = queue_script(kPlain),
                                      .special = queue_script((std::string(kPut) + kSpecial).c_str()),
                                      .feed = queue_script((std::string(kPut) + kFeed).c_str()),
                                      .schedule = queue_script(kSchedule),
                                      .fire = queue_script(kFire)};
  return scripts;
}

}  // namespace redisconf::queue
