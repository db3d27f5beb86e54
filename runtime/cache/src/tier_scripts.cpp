#include "tier_scripts.h"

#include <string>

namespace redisconf::cache {
namespace {

// Versions are compared as numbers: Redis compares strings by its locale (strcoll).
constexpr const char* kCommon = R"lua(
local function compare(a, b)
  local x = {struct.unpack('>I6I2I4I4', a, 3)}
  local y = {struct.unpack('>I6I2I4I4', b, 3)}
  for i = 1, 4 do
    if x[i] ~= y[i] then return x[i] < y[i] and -1 or 1 end
  end
  return 0
end

local function is_versioned(s)
  local kind = string.sub(s, 2, 2)
  return #s >= 18 and string.byte(s, 1) == 161 and (kind == 'v' or kind == 't')
end

-- The versioned part of what is there, '' for nothing or something foreign; and whether it is a counter.
local function present(key)
  local old = redis.pcall('GETRANGE', key, 0, 17)
  if type(old) == 'table' then return redis.call('HGET', key, 'v') or '', true end
  return is_versioned(old) and old or '', false
end

local function is_newer(old, new)
  return old ~= '' and compare(old, new) > 0
end
)lua";

constexpr const char* kSet = R"lua(
local old = present(KEYS[1])
if is_newer(old, ARGV[1]) then return old end
if ARGV[2] == '0' then
  redis.call('SET', KEYS[1], ARGV[1])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
)lua";

// Of many values of one version. Numbers are those of BulkOutcome.
constexpr const char* kBulkSet = R"lua(
local written, kept, newer, foreign, repeated = 0, 1, 2, 3, 4
local key, new, floor = KEYS[1], ARGV[1], ARGV[3]
local kind = redis.call('TYPE', key)['ok']
local old, counter = '', false
if kind == 'string' or kind == 'hash' then old, counter = present(key) end
if old ~= '' then
  local order = compare(old, new)
  if order > 0 then return newer end
  if ARGV[4] == 'keep' then
    local is_read = floor == '' or compare(old, floor) >= 0
    if order == 0 then return repeated end
    if counter or (string.sub(old, 2, 2) == 'v' and is_read) then return kept end
  end
elseif kind ~= 'none' and ARGV[4] == 'keep' then
  return foreign
end
if ARGV[5] == 'look' then return written end
if ARGV[2] == '0' then
  redis.call('SET', key, new)
else
  redis.call('SET', key, new, 'PX', ARGV[2])
end
return written
)lua";

constexpr const char* kDelete = R"lua(
local old, counter = present(KEYS[1])
if is_newer(old, ARGV[1]) then return old end
local was_there = counter or string.sub(old, 2, 2) == 'v'
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return was_there and 1 or 0
)lua";

constexpr const char* kExpire = R"lua(
local old, counter = present(KEYS[1])
if is_newer(old, ARGV[1]) then return old end
if counter then
  redis.call('HSET', KEYS[1], 'v', string.sub(ARGV[1], 1, 18))
elseif string.sub(old, 2, 2) == 'v' then
  redis.call('SETRANGE', KEYS[1], 0, ARGV[1])
else
  return 0
end
if ARGV[2] == '0' then
  redis.call('PERSIST', KEYS[1])
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 1
)lua";

// A counter is a hash: n, its value; v, its newest version; b, the version of the delete that it was
// made after; and for each instance the increments that were applied and whose fate is open there:
// "<ms> <oldest open> <applied> <applied> ...".
constexpr const char* kIncrement = R"lua(
local key, version, seq, low = KEYS[1], ARGV[1], tonumber(ARGV[5]), tonumber(ARGV[6])
local old, counter = present(key)
local born = ''
if counter then
  born = redis.call('HGET', key, 'b') or ''
  if ARGV[7] ~= '' and compare(ARGV[7], old) > 0 then
    redis.call('DEL', key)
    counter, born = false, ARGV[7]
  end
elseif string.sub(old, 2, 2) == 't' then
  born = old
elseif redis.call('EXISTS', key) == 1 then
  return redis.error_reply('WRONGTYPE the key holds a value that is no counter')
end
if is_newer(born, version) then return born end

local field = 'i' .. ARGV[4]
local applied = {}
if counter then
  local first = true
  for number in string.gmatch(string.match(redis.call('HGET', key, field) or '', ' (.*)') or '', '%d+') do
    local n = tonumber(number)
    if (first and seq < n) or (not first and seq == n) then return tonumber(redis.call('HGET', key, 'n')) end
    if not first and n >= low then applied[#applied + 1] = number end
    first = false
  end
else
  redis.call('DEL', key)
end

local value = redis.call('HINCRBY', key, 'n', ARGV[2])
applied[#applied + 1] = ARGV[5]
local ms = struct.unpack('>I6', version, 3)
redis.call('HSET', key, field, string.format('%.0f %s %s', ms, ARGV[6], table.concat(applied, ' ')))
if not counter then
  redis.call('HSET', key, 'v', version, 'b', born)
  if ARGV[3] ~= '0' then redis.call('PEXPIRE', key, ARGV[3]) end
elseif compare(version, old) > 0 then
  redis.call('HSET', key, 'v', version)
end

-- What instances that are gone left behind: of more than a day ago, when there is much of it.
if redis.call('HLEN', key) > 64 then
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 1) == 'i' and tonumber(string.match(all[i + 1], '^%d+')) < ms - 86400000 then
      redis.call('HDEL', key, all[i])
    end
  end
end
return value
)lua";

constexpr const char* kRaiseFloor = R"lua(
local floors = {}
for i, field in ipairs({'values', 'counters'}) do
  local old = redis.call('HGET', KEYS[1], field) or ''
  if ARGV[i] ~= '' and (old == '' or compare(ARGV[i], old) > 0) then
    redis.call('HSET', KEYS[1], field, ARGV[i])
    old = ARGV[i]
  end
  floors[i] = old
end
return floors
)lua";

Script with_common(const char* body) { return Script(std::string(kCommon) + body); }

}  // namespace

const TierScripts& tier_scripts() {
  static const TierScripts scripts{.set = with_common(kSet),
                                   .del = with_common(kDelete),
                                   .bulk_set = with_common(kBulkSet),
                                   .expire = with_common(kExpire),
                                   .increment = with_common(kIncrement),
                                   .raise_floor = with_common(kRaiseFloor)};
  return scripts;
}

}  // namespace redisconf::cache
