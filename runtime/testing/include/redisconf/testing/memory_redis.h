// A Redis inside the process, for tests that want no server: the client connects to memory://NAME and works
// as with any other, over a socket pair that a thread of this process answers.
//
// Strings, hashes, lists, sets, sorted sets, expiry, SCAN, transactions, blocking commands,
// publish/subscribe, and scripts where redisconf was built with Lua: what these commands answer is what
// Redis 7.0 answers, byte for byte. What it does not know says so: "ERR memory:// does not support
// 'XADD'". docs/testing.md lists the commands and the differences.
//
// Ownership:     owns its data and its thread, which end with the object; named() ones live as long as
//                the process. Not beyond fork(): a child can't connect.
// Thread-safety: every member may run concurrently.
// Errors:        std::system_error when the kernel gives no descriptor or thread. command() throws
// RedisError.
#pragma once

#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

class MemoryRedis {
 public:
  // Empty, and nobody else's.
  MemoryRedis();
  // The one that every configuration with memory://NAME reaches. Throws std::invalid_argument unless the
  // name has 1 to 64 lower-case letters, digits, - _ and dots.
  [[nodiscard]] static MemoryRedis named(const std::string& name);

  MemoryRedis(MemoryRedis&&) noexcept;
  MemoryRedis& operator=(MemoryRedis&&) noexcept;
  ~MemoryRedis();

  [[nodiscard]] std::string url() const;  // "memory://NAME", for REDIS_URL

  // A connection for another client, as redisConnectFd() of hiredis takes it: the descriptor of a stream
  // socket that does not block and speaks RESP2. The caller closes it.
  [[nodiscard]] int connect() const;

  // One command through a connection of its own, to look and to arrange.
  [[nodiscard]] Reply command(std::initializer_list<std::string_view> arguments) const;

  void clear();  // of all databases; connections and scripts stay

  // Times to live, TIME and the timeouts of blocking commands go by this server's clock: the system's,
  // and what was added to it. Once frozen, it moves by advance() alone. A key that lives 30 s is gone
  // after advance(30s).
  void freeze_time();
  void advance(std::chrono::milliseconds time);

  // An outage: all connections end, and none is made until start(). The data stays.
  void stop();
  void start();

 private:
  class Impl;
  explicit MemoryRedis(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
}  // namespace redisconf
