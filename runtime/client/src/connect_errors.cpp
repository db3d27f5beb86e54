#include "connect_errors.h"

#include <cerrno>

namespace redisconf {
namespace {

constexpr const char* kDescriptorFix =
    "look for what the process keeps open (/proc/PID/fd), or raise its limit (ulimit -n, LimitNOFILE=)";

std::string local_fix(int error) {
  if (error == EACCES) return "may this user open it? see unixsocketperm in redis.conf";
  return "is the server running, and is its unixsocket what " + setting("connection.socket") + " says?";
}

}  // namespace

Fault connect_fault(int error, const SocketAddress& address) {
  switch (error) {
    case EMFILE:
      return {ErrorCategory::connect, "this process has no file descriptor left", kDescriptorFix};
    case ENFILE:
      return {ErrorCategory::connect, "this machine has no file descriptor left",
              "look for what keeps so many files open (lsof), or raise fs.file-max"};
    case EADDRNOTAVAIL:
      // With IPv6 it is also what a machine says that has no address of that family.
      if (address.family() != AF_INET) break;
      return {ErrorCategory::connect, "this machine has no local port left for a connection to that server",
              "look for what opens so many (ss -tan), or widen net.ipv4.ip_local_port_range"};
    case EAGAIN:
      return {ErrorCategory::timeout, "the server's queue of connections stayed full"};
    default:
      break;
  }
  return {ErrorCategory::connect, errno_text(error), address.family() == AF_UNIX ? local_fix(error) : ""};
}

}  // namespace redisconf
