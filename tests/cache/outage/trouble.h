// Random outages of one real redis-server: killed and started, frozen, or cut off from one instance alone.
//
// Ownership: refers to the server. Thread-safety: none.
#pragma once

#include <redisconf/testing/redis_server.h>

#include <filesystem>
#include <random>
#include <string>
#include <string_view>

namespace redisconf::test {

class Trouble {
 public:
  explicit Trouble(testing::RedisServer& server)
      : server_(server), socket_(server.directory() / "redis.sock") {}

  // Something that is not there yet, or an end of what is.
  void happen(std::mt19937_64& random);

  // All is well again.
  void end();

 private:
  void cut_off();
  void connect_again();

  testing::RedisServer& server_;
  const std::filesystem::path socket_;
  bool dead_ = false;
  bool frozen_ = false;
  bool cut_off_ = false;
};

}  // namespace redisconf::test
