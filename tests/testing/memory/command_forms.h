// What RandomCommands fills in: one line a form of a command.
#pragma once

#include <array>
#include <string_view>

namespace redisconf::test {

// Any argument of these may become any other.
inline constexpr auto kForms = std::to_array<std::string_view>(
    {"PING", "PING $VAL", "ECHO $VAL", "SELECT $DB",
     // keys
     "DEL $KEY", "DEL $KEY $KEY", "UNLINK $KEY", "EXISTS $KEY $KEY $KEY", "TOUCH $KEY", "TYPE $KEY",
     "KEYS $PAT", "RENAME $KEY $KEY", "RENAMENX $KEY $KEY", "COPY $KEY $KEY", "COPY $KEY $KEY REPLACE",
     "COPY $KEY $KEY DB $DB", "MOVE $KEY $DB", "FLUSHDB", "FLUSHALL ASYNC", "PERSIST $KEY", "TTL $KEY",
     "PTTL $KEY", "EXPIRETIME $KEY", "PEXPIRETIME $KEY",
     // strings
     "GET $STR", "SET $STR $VAL", "SET $STR $VAL", "SET $STR $VAL NX", "SET $STR $VAL XX GET",
     "SET $STR $VAL GET", "SET $STR $VAL NX GET", "SET $STR $VAL KEEPTTL", "SETNX $STR $VAL",
     "GETSET $STR $VAL", "GETDEL $STR", "GETEX $STR", "GETEX $STR PERSIST", "MGET $STR $KEY $STR",
     "MSET $STR $VAL $STR $VAL", "MSETNX $STR $VAL other $VAL", "APPEND $STR $VAL", "STRLEN $STR",
     "GETRANGE $STR $IDX $IDX", "SUBSTR $STR $IDX $IDX", "INCR $STR", "DECR $STR", "INCRBY $STR $INT",
     "DECRBY $STR $INT", "INCRBYFLOAT $STR $FLT", "INCRBYFLOAT num $FLT", "INCRBY num $INT",
     // hashes
     "HSET $HASH $FIELD $VAL", "HSET $HASH $FIELD $VAL $FIELD $VAL", "HMSET $HASH $FIELD $VAL",
     "HSETNX $HASH $FIELD $VAL", "HGET $HASH $FIELD", "HMGET $HASH $FIELD $FIELD", "HGETALL $HASH",
     "HKEYS $HASH", "HVALS $HASH", "HDEL $HASH $FIELD", "HDEL $HASH $FIELD $FIELD", "HLEN $HASH",
     "HEXISTS $HASH $FIELD", "HSTRLEN $HASH $FIELD", "HINCRBY $HASH n $INT", "HINCRBY $HASH $FIELD $INT",
     "HINCRBYFLOAT $HASH n $FLT", "HINCRBYFLOAT $HASH $FIELD $FLT",
     // lists
     "LPUSH $LIST $MEM $MEM", "RPUSH $LIST $MEM $MEM $MEM", "RPUSH $LIST $MEM", "LPUSHX $LIST $MEM",
     "RPUSHX $LIST $MEM", "LLEN $LIST", "LINDEX $LIST $IDX", "LSET $LIST $IDX $MEM",
     "LINSERT $LIST BEFORE $MEM $MEM", "LINSERT $LIST AFTER $MEM $MEM", "LRANGE $LIST $IDX $IDX",
     "LRANGE $LIST 0 -1", "LTRIM $LIST $IDX $IDX", "LREM $LIST $CNT $MEM", "LREM $LIST -1 $MEM",
     "LPOS $LIST $MEM", "LPOS $LIST $MEM RANK $RANK", "LPOS $LIST $MEM COUNT $CNT",
     "LPOS $LIST $MEM RANK -1 COUNT 0 MAXLEN $CNT", "LPOP $LIST", "RPOP $LIST $CNT", "LPOP $LIST $CNT",
     "LMOVE $LIST $LIST $SIDE $SIDE", "RPOPLPUSH $LIST $LIST", "LMPOP 2 $LIST $LIST $SIDE",
     "LMPOP $CNT $LIST $SIDE COUNT $CNT",
     // sets
     "SADD $SET $MEM $MEM", "SADD $SET $MEM", "SREM $SET $MEM $MEM", "SISMEMBER $SET $MEM",
     "SMISMEMBER $SET $MEM $MEM", "SCARD $SET", "SMEMBERS $SET", "SMOVE $SET $SET $MEM", "SINTER $SET $SET",
     "SUNION $SET $SET $SET", "SDIFF $SET $SET", "SINTERSTORE $SET $SET $SET", "SUNIONSTORE $KEY $SET $SET",
     "SDIFFSTORE $SET $SET $SET", "SINTERCARD 2 $SET $SET", "SINTERCARD $CNT $SET $SET LIMIT $CNT",
     // sorted sets
     "ZADD $ZSET $FLT $MEM", "ZADD $ZSET $FLT $MEM $FLT $MEM", "ZADD $ZSET 1 a 2 b 2 c 3 d",
     "ZADD $ZSET $WHEN $FLT $MEM", "ZADD $ZSET $WHEN CH $FLT $MEM", "ZADD $ZSET $WHEN $WHEN $FLT $MEM",
     "ZADD $ZSET INCR $FLT $MEM", "ZADD $ZSET $WHEN INCR $FLT $MEM", "ZINCRBY $ZSET $FLT $MEM",
     "ZREM $ZSET $MEM $MEM", "ZCARD $ZSET", "ZSCORE $ZSET $MEM", "ZMSCORE $ZSET $MEM $MEM",
     "ZRANK $ZSET $MEM", "ZREVRANK $ZSET $MEM", "ZRANGE $ZSET $IDX $IDX", "ZRANGE $ZSET 0 -1 WITHSCORES",
     "ZRANGE $ZSET $IDX $IDX REV WITHSCORES", "ZRANGE $ZSET $BOUND $BOUND BYSCORE LIMIT $IDX $IDX",
     "ZRANGE $ZSET $BOUND $BOUND BYSCORE REV WITHSCORES", "ZREVRANGE $ZSET $IDX $IDX WITHSCORES",
     "ZRANGEBYSCORE $ZSET $BOUND $BOUND WITHSCORES", "ZREVRANGEBYSCORE $ZSET $BOUND $BOUND LIMIT $IDX $IDX",
     "ZRANGESTORE $ZSET $ZSET $IDX $IDX", "ZRANGESTORE $KEY $ZSET $BOUND $BOUND BYSCORE",
     "ZCOUNT $ZSET $BOUND $BOUND", "ZREMRANGEBYRANK $ZSET $IDX $IDX", "ZREMRANGEBYSCORE $ZSET $BOUND $BOUND",
     "ZPOPMIN $ZSET", "ZPOPMAX $ZSET $CNT", "ZMPOP 2 $ZSET $ZSET $END COUNT $CNT",
     "ZUNION 2 $ZSET $ZSET WITHSCORES", "ZUNION $CNT $ZSET $SET WEIGHTS $FLT $FLT WITHSCORES",
     "ZINTER 2 $ZSET $ZSET AGGREGATE MAX WITHSCORES", "ZINTER 2 $ZSET $SET WITHSCORES",
     "ZDIFF 2 $ZSET $ZSET WITHSCORES", "ZUNIONSTORE $ZSET 3 $ZSET $ZSET $ZSET WEIGHTS $FLT $FLT $FLT",
     "ZINTERSTORE $ZSET 2 $ZSET $ZSET AGGREGATE MIN", "ZDIFFSTORE $KEY 2 $ZSET $SET",
     "ZINTERCARD 2 $ZSET $ZSET LIMIT $CNT",
     // transactions
     "MULTI", "EXEC", "EXEC", "DISCARD", "WATCH $KEY", "UNWATCH"});

// These stay as they are: changed at random they would wait for ever, choose at random, take all memory, or
// ask for what Redis leaves undefined.
inline constexpr auto kExactForms =
    std::to_array<std::string_view>({"SET $STR $VAL EX $SECS",
                                     "SET $STR $VAL PX 100000",
                                     "SET $STR $VAL EXAT $LATER",
                                     "SET $STR $VAL PXAT $LATERMS",
                                     "SET $STR $VAL EX $BADSECS",
                                     "SET $STR $VAL PX 9223372036854775807",
                                     "SET $STR $VAL EX 100 KEEPTTL",
                                     "SET $STR $VAL EX 100 PX 100",
                                     "SET $STR $VAL EX",
                                     "SETEX $STR $SECS $VAL",
                                     "SETEX $STR $BADSECS $VAL",
                                     "PSETEX $STR 100000 $VAL",
                                     "GETEX $STR EX $SECS",
                                     "GETEX $STR EX $BADSECS",
                                     "GETEX $STR PXAT $LATERMS",
                                     "GETEX $STR EXAT 1",
                                     "GETEX $STR EX 100 PERSIST",
                                     "EXPIRE $KEY $SECS",
                                     "EXPIRE $KEY $SECS $WHEN",
                                     "EXPIRE $KEY $BADSECS",
                                     "EXPIRE $KEY $BADSECS $WHEN",
                                     "EXPIRE $KEY 100 $WHEN $WHEN",
                                     "PEXPIRE $KEY 100000",
                                     "PEXPIRE $KEY $BADSECS",
                                     "EXPIREAT $KEY $LATER",
                                     "EXPIREAT $KEY $LATER $WHEN",
                                     "EXPIREAT $KEY 1",
                                     "PEXPIREAT $KEY $LATERMS $WHEN",
                                     "PEXPIREAT $KEY $BADSECS",
                                     "SETRANGE $STR $NEAR $VAL",
                                     "CLIENT SETNAME $MEM",
                                     "CLIENT GETNAME",
                                     "SCAN 0 COUNT 1000",
                                     "SCAN 0 MATCH $PAT COUNT 1000",
                                     "SCAN 0 TYPE $TYPE COUNT 1000",
                                     "SCAN x",
                                     "SCAN 0 COUNT 0",
                                     "SCAN 0 COUNT",
                                     "HSCAN $HASH 0",
                                     "HSCAN $HASH 0 MATCH $PAT",
                                     "SSCAN $SET 0 COUNT 5",
                                     "ZSCAN $ZSET 0",
                                     "ZSCAN $KEY x",
                                     "SPOP $SET 100",
                                     "SPOP $SET 0",
                                     "SPOP $SET -1",
                                     "SRANDMEMBER $SET 100",
                                     "SRANDMEMBER none",
                                     "HRANDFIELD $HASH 100",
                                     "HRANDFIELD $HASH 100 WITHVALUES",
                                     "HRANDFIELD $HASH x",
                                     "ZRANDMEMBER $ZSET 100 WITHSCORES",
                                     "ZRANDMEMBER $ZSET 1 x",
                                     "BLPOP $LIST $WAIT",
                                     "BRPOP $LIST $LIST $WAIT",
                                     "BLMOVE $LIST $LIST $SIDE $SIDE $WAIT",
                                     "BRPOPLPUSH $LIST $LIST $WAIT",
                                     "BLMPOP $WAIT 2 $LIST $LIST $SIDE",
                                     "BZPOPMIN $ZSET $WAIT",
                                     "BZMPOP $WAIT 1 $ZSET $END COUNT $CNT",
                                     "ZADD $LEX 0 a 0 b 0 c 0 d",
                                     "ZRANGE $LEX $LEXB $LEXB BYLEX",
                                     "ZREVRANGEBYLEX $LEX $LEXB $LEXB LIMIT 1 2",
                                     "ZLEXCOUNT $LEX $LEXB $LEXB",
                                     "ZREMRANGEBYLEX $LEX $LEXB $LEXB"});

// The key that these leave behind is gone a moment later.
inline constexpr auto kBriefForms = std::to_array<std::string_view>(
    {"SET $STR $VAL PX 1", "PEXPIRE $KEY 1", "PSETEX $STR 1 $VAL", "GETEX $STR PX 1"});

}  // namespace redisconf::test
