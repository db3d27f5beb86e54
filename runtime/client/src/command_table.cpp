#include "command_table.h"

#include "letter_case.h"

#include <algorithm>
#include <array>

namespace redisconf {
namespace {

// Flagged `readonly` by COMMAND of Redis 7.0 (and HTTL and its kin of 7.4).
constexpr std::string_view kReadOnly =
    "BITCOUNT BITFIELD_RO BITPOS DBSIZE DUMP EVALSHA_RO EVAL_RO EXISTS EXPIRETIME FCALL_RO GEODIST GEOHASH "
    "GEOPOS GEORADIUSBYMEMBER_RO GEORADIUS_RO GEOSEARCH GET GETBIT GETRANGE HEXISTS HEXPIRETIME HGET HGETALL "
    "HKEYS HLEN HMGET HPEXPIRETIME HPTTL HRANDFIELD HSCAN HSTRLEN HTTL HVALS KEYS LCS LINDEX LLEN LOLWUT "
    "LPOS "
    "LRANGE MGET PEXPIRETIME PFCOUNT PTTL RANDOMKEY SCAN SCARD SDIFF SINTER SINTERCARD SISMEMBER SMEMBERS "
    "SMISMEMBER SORT_RO SRANDMEMBER SSCAN STRLEN SUBSTR SUNION TOUCH TTL TYPE XLEN XPENDING XRANGE XREAD "
    "XREVRANGE ZCARD ZCOUNT ZDIFF ZINTER ZINTERCARD ZLEXCOUNT ZMSCORE ZRANDMEMBER ZRANGE ZRANGEBYLEX "
    "ZRANGEBYSCORE ZRANK ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION";

// Writes whose second run leaves the same and answers the same, and questions about the server.
constexpr std::string_view kRepeatable = "COMMAND ECHO HMSET INFO LASTSAVE MSET PING PSETEX ROLE SETEX TIME";

// Repeatable without the options that look at what is there (SET k v NX, EXPIRE k 10 GT).
constexpr std::string_view kRepeatableWhenPlain = "EXPIRE EXPIREAT PEXPIRE PEXPIREAT SET";

// Repeatable as to their subcommand: kRepeatableSubcommands.
constexpr std::string_view kContainers = "CLIENT CLUSTER CONFIG MEMORY OBJECT PUBSUB SCRIPT SLOWLOG XINFO";

constexpr std::string_view kRepeatableSubcommands =
    "CLIENT|ID CLUSTER|INFO CLUSTER|KEYSLOT CLUSTER|MYID CLUSTER|NODES CLUSTER|SHARDS CLUSTER|SLOTS "
    "CONFIG|GET "
    "MEMORY|USAGE OBJECT|ENCODING OBJECT|FREQ OBJECT|IDLETIME OBJECT|REFCOUNT PUBSUB|CHANNELS PUBSUB|NUMPAT "
    "PUBSUB|NUMSUB SCRIPT|EXISTS SCRIPT|LOAD SLOWLOG|GET SLOWLOG|LEN XINFO|CONSUMERS XINFO|GROUPS "
    "XINFO|STREAM";

constexpr std::string_view kOnce =
    "ACL APPEND ASKING AUTH BGREWRITEAOF BGSAVE BITFIELD BITOP BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP "
    "BZPOPMAX BZPOPMIN COPY DEBUG DECR DECRBY DEL DISCARD EVAL EVALSHA EXEC FAILOVER FCALL FLUSHALL FLUSHDB "
    "FUNCTION GEOADD GEORADIUS GEORADIUSBYMEMBER GEOSEARCHSTORE GETDEL GETEX GETSET HDEL HELLO HEXPIRE "
    "HEXPIREAT HINCRBY HINCRBYFLOAT HPERSIST HPEXPIRE HPEXPIREAT HSET HSETNX INCR INCRBY INCRBYFLOAT LATENCY "
    "LINSERT LMOVE LMPOP LPOP LPUSH LPUSHX LREM LSET LTRIM MIGRATE MODULE MONITOR MOVE MSETNX MULTI PERSIST "
    "PFADD PFMERGE PSUBSCRIBE PSYNC PUBLISH PUNSUBSCRIBE QUIT READONLY READWRITE RENAME RENAMENX REPLICAOF "
    "RESET RESTORE RPOP RPOPLPUSH RPUSH RPUSHX SADD SAVE SDIFFSTORE SELECT SENTINEL SETBIT SETNX SETRANGE "
    "SHUTDOWN SINTERSTORE SLAVEOF SMOVE SORT SPOP SPUBLISH SREM SSUBSCRIBE SUBSCRIBE SUNIONSTORE "
    "SUNSUBSCRIBE "
    "SWAPDB SYNC UNLINK UNSUBSCRIBE UNWATCH WAIT WAITAOF WATCH XACK XADD XAUTOCLAIM XCLAIM XDEL XGROUP "
    "XREADGROUP XSETID XTRIM ZADD ZDIFFSTORE ZINCRBY ZINTERSTORE ZMPOP ZPOPMAX ZPOPMIN ZRANGESTORE ZREM "
    "ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZUNIONSTORE";

// Where keys stand (COMMAND of Redis 7.0); in all others, the first argument is the one key.
struct KeyRow {
  KeyPattern pattern;
  std::string_view names;
};
constexpr std::array kKeyRows{
    KeyRow{
        KeyPattern::none,
        "ACL ASKING AUTH BGREWRITEAOF BGSAVE CLIENT CLUSTER COMMAND CONFIG DBSIZE DEBUG DISCARD ECHO EXEC "
        "FAILOVER "
        "FLUSHALL FLUSHDB FUNCTION HELLO INFO KEYS LASTSAVE LATENCY LOLWUT MODULE MONITOR MULTI PING "
        "PSUBSCRIBE "
        "PSYNC PUBLISH PUBSUB PUNSUBSCRIBE QUIT RANDOMKEY READONLY READWRITE REPLICAOF RESET ROLE SAVE SCAN "
        "SCRIPT SELECT SENTINEL SHUTDOWN SLAVEOF SLOWLOG SUBSCRIBE SWAPDB SYNC TIME UNSUBSCRIBE UNWATCH WAIT "
        "WAITAOF"},
    KeyRow{KeyPattern::first_two,
           "BLMOVE BRPOPLPUSH COPY GEOSEARCHSTORE LCS LMOVE RENAME RENAMENX RPOPLPUSH SMOVE ZRANGESTORE"},
    KeyRow{
        KeyPattern::all,
        "DEL EXISTS MGET PFCOUNT PFMERGE SDIFF SDIFFSTORE SINTER SINTERSTORE SSUBSCRIBE SUNION SUNIONSTORE "
        "SUNSUBSCRIBE TOUCH UNLINK WATCH"},
    KeyRow{KeyPattern::all_but_last, "BLPOP BRPOP BZPOPMAX BZPOPMIN"},
    KeyRow{KeyPattern::every_other, "MSET MSETNX"},
    KeyRow{KeyPattern::second, "MEMORY OBJECT XGROUP XINFO"},
    KeyRow{KeyPattern::all_from_second, "BITOP"},
    KeyRow{KeyPattern::counted_at_first, "LMPOP SINTERCARD ZDIFF ZINTER ZINTERCARD ZMPOP ZUNION"},
    KeyRow{KeyPattern::counted_at_second, "BLMPOP BZMPOP EVAL EVALSHA EVALSHA_RO EVAL_RO FCALL FCALL_RO"},
    KeyRow{KeyPattern::first_and_counted, "ZDIFFSTORE ZINTERSTORE ZUNIONSTORE"},
    KeyRow{KeyPattern::streams, "XREAD XREADGROUP"},
    KeyRow{KeyPattern::sort, "SORT"},
    KeyRow{KeyPattern::radius, "GEORADIUS GEORADIUSBYMEMBER"},
    KeyRow{KeyPattern::migrate, "MIGRATE"},
};

enum class Repeat : std::uint8_t { once, always, when_plain, by_subcommand };

struct Command {
  std::string_view name;
  Repeat repeat;
};

constexpr std::size_t words_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
}

constexpr std::size_t kCount = 2 + words_in(kReadOnly) + words_in(kRepeatable) +
                               words_in(kRepeatableWhenPlain) + words_in(kContainers) + words_in(kOnce);

static_assert(kCount <= kMostCommands);

template <class Use>
constexpr void for_each_word(std::string_view text, const Use& use) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.find(' '), text.size());
    use(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

constexpr std::size_t kFirstReadOnly = 2;  // behind those that are no commands

consteval std::array<Command, kCount> make_commands() {
  std::array<Command, kCount> commands{};
  commands[kOtherCommand] = {"_OTHER", Repeat::once};
  commands[1] = {kBatchName, Repeat::once};
  std::size_t next = kFirstReadOnly;
  const auto add = [&](std::string_view names, Repeat repeat) {
    for_each_word(names, [&](std::string_view name) { commands[next++] = {name, repeat}; });
  };
  add(kReadOnly, Repeat::always);
  add(kRepeatable, Repeat::always);
  add(kRepeatableWhenPlain, Repeat::when_plain);
  add(kContainers, Repeat::by_subcommand);
  add(kOnce, Repeat::once);
  return commands;
}

constexpr std::array<Command, kCount> kCommands = make_commands();

consteval std::array<KeyPattern, kCount> make_key_patterns() {
  std::array<KeyPattern, kCount> patterns{};
  patterns.fill(KeyPattern::first);
  for (const KeyRow& row : kKeyRows) {
    for_each_word(row.names, [&](std::string_view name) {
      const auto* const found = std::ranges::find(kCommands, name, &Command::name);
      patterns.at(static_cast<std::size_t>(found - kCommands.begin())) = row.pattern;
    });
  }
  return patterns;
}

constexpr std::array<KeyPattern, kCount> kKeyPatterns = make_key_patterns();

constexpr bool same(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, {}, upper, upper);
}

constexpr unsigned kTableBits = 10;
constexpr std::size_t kTableSize = std::size_t{1} << kTableBits;

// The first letters, which most names do not exceed, in one word.
constexpr std::uint64_t head_of(std::string_view name) noexcept {
  std::uint64_t head = 0;
  for (const char letter : name.substr(0, sizeof head)) {
    head = head << 8U | static_cast<std::uint8_t>(upper(letter));
  }
  return head;
}

// Fibonacci hashing.
constexpr std::size_t place_of(std::uint64_t head, std::size_t size) noexcept {
  return ((head + size) * 11400714819323198485U) >> (64U - kTableBits);
}

consteval std::array<std::uint64_t, kCount> make_heads() {
  std::array<std::uint64_t, kCount> heads{};
  std::ranges::transform(kCommands, heads.begin(), head_of, &Command::name);
  return heads;
}

constexpr std::array<std::uint64_t, kCount> kHeads = make_heads();

// Open addressing; a place without a command holds kOtherCommand.
consteval std::array<CommandId, kTableSize> make_table() {
  std::array<CommandId, kTableSize> table{};
  for (std::size_t id = 1; id < kCount; ++id) {
    std::size_t place = place_of(kHeads[id], kCommands[id].name.size());
    while (table[place] != kOtherCommand) place = (place + 1) % kTableSize;
    table[place] = static_cast<CommandId>(id);
  }
  return table;
}

constexpr std::array<CommandId, kTableSize> kTable = make_table();

constexpr std::size_t kLongestName =
    std::ranges::max(kCommands, {}, [](const Command& command) { return command.name.size(); }).name.size();

// SET's options that look at nothing: a time to live, and KEEPTTL.
bool is_plain_set(std::span<const std::string_view> options) noexcept {
  for (std::size_t index = 0; index < options.size(); ++index) {
    const std::string_view option = options[index];
    if (same(option, "KEEPTTL")) continue;
    const bool takes_value =
        same(option, "EX") || same(option, "PX") || same(option, "EXAT") || same(option, "PXAT");
    if (!takes_value) return false;
    ++index;
  }
  return true;
}

bool is_repeatable(std::string_view container, std::string_view subcommand) noexcept {
  bool found = false;
  for_each_word(kRepeatableSubcommands, [&](std::string_view word) {
    const std::size_t bar = word.find('|');
    found = found || (same(word.substr(0, bar), container) && same(word.substr(bar + 1), subcommand));
  });
  return found;
}

}  // namespace

CommandId command_id(std::string_view name) noexcept {
  if (name.size() > kLongestName) return kOtherCommand;
  const std::uint64_t head = head_of(name);
  const auto is_it = [&](CommandId id) {
    const std::string_view found = kCommands[id].name;
    if (kHeads[id] != head || found.size() != name.size()) return false;
    return name.size() <= sizeof head || same(found.substr(sizeof head), name.substr(sizeof head));
  };
  for (std::size_t place = place_of(head, name.size());; place = (place + 1) % kTableSize) {
    const CommandId id = kTable[place];
    if (id == kOtherCommand || is_it(id)) return id;
  }
}

std::string_view command_name(CommandId id) noexcept { return kCommands.at(id).name; }

KeyPattern key_pattern(CommandId id) noexcept { return kKeyPatterns.at(id); }

bool is_read_only(CommandId id) noexcept {
  return id >= kFirstReadOnly && id < kFirstReadOnly + words_in(kReadOnly);
}

std::size_t command_count() noexcept { return kCount; }

bool is_idempotent(std::span<const std::string_view> arguments) noexcept {
  if (arguments.empty()) return false;
  const Command& command = kCommands[command_id(arguments[0])];
  constexpr std::size_t kPlain = 3;  // SET key value, EXPIRE key seconds
  switch (command.repeat) {
    case Repeat::always:
      return true;
    case Repeat::when_plain:
      return arguments.size() == kPlain ||
             (arguments.size() > kPlain && command.name == "SET" && is_plain_set(arguments.subspan(kPlain)));
    case Repeat::by_subcommand:
      return arguments.size() > 1 && is_repeatable(command.name, arguments[1]);
    case Repeat::once:
      break;
  }
  return false;
}

}  // namespace redisconf
