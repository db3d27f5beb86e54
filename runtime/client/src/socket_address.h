// Where a socket connects to.
#pragma once

#include <sys/socket.h>

#include <string>
#include <vector>

namespace redisconf {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] int family() const noexcept { return storage.ss_family; }
};

// Of a Unix socket; `path` has at most 107 bytes.
[[nodiscard]] SocketAddress local_address(const std::string& path);

// The families by turns, the first's first, otherwise in the given order (RFC 8305 section 4): when
// one family leads nowhere, the second attempt already goes the other way.
[[nodiscard]] std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses);

}  // namespace redisconf
