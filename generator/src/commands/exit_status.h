// Exit statuses, after sysexits.h (BSD), as the programs of the SDK use them.
#pragma once

namespace redisconf::compiler {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;         // a check failed: not up to date, --fail-on
inline constexpr int kExitUsage = 64;         // EX_USAGE
inline constexpr int kExitBadSchema = 65;     // EX_DATAERR
inline constexpr int kExitNoInput = 66;       // EX_NOINPUT
inline constexpr int kExitInternal = 70;      // EX_SOFTWARE
inline constexpr int kExitCannotCreate = 73;  // EX_CANTCREAT
inline constexpr int kExitCannotWrite = 74;   // EX_IOERR

}  // namespace redisconf::compiler
