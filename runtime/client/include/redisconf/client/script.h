// A Lua script that runs on the server (redis.io/docs/interact/programmability/eval-intro): whole,
// with no other command in between.
//
//   const redisconf::Script kTake("return redis.call('GETDEL', KEYS[1])");
//   client.eval(kTake, {"job"}, {});
//
// It goes by its SHA-1 (EVALSHA); a server that does not know it, after a restart or SCRIPT FLUSH,
// gets the text (EVAL) within the same call, and knows it from then on.
//
// Ownership:     owns its text. Make it once, not for every call: the sum is computed then.
// Thread-safety: const; any number of threads may run one.
// Errors:        Client::eval() throws RedisError. A script is not sent again by itself unless no
//                byte of it had left: it may write.
#pragma once

#include <redisconf/config/export.h>

#include <string>

namespace redisconf REDISCONF_PUBLIC {

class Script {
 public:
  explicit Script(std::string source);

  [[nodiscard]] const std::string& source() const noexcept { return source_; }
  [[nodiscard]] const std::string& sha1() const noexcept { return sha1_; }  // 40 lower-case hex digits

 private:
  std::string source_;
  std::string sha1_;
};

}  // namespace redisconf
