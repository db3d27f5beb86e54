// Why a message could be kept neither in Redis nor on disk.
//
// what() names the spool's folder, the cause and the fix; never a message.
#pragma once

#include <redisconf/config/errors.h>
#include <redisconf/config/export.h>

#include <cstdint>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

class PublishError : public Error {
 public:
  enum class Kind : std::uint8_t {
    owned,      // another process, or another publisher of this one, has the spool
    full,       // the spool holds as many bytes as it may
    no_space,   // the disk is full (ENOSPC, EDQUOT, EFBIG)
    io,         // the disk failed, or what was written could not be synced
    too_large,  // a message of more than kLargestMessage bytes
    usage,      // the call itself is wrong
  };

  PublishError(Kind kind, const std::string& message) : Error(message), kind_(kind) {}

  [[nodiscard]] Kind kind() const noexcept { return kind_; }

 private:
  Kind kind_;
};

}  // namespace redisconf
