#include "socket_address.h"

#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace redisconf {

SocketAddress local_address(const std::string& path) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  const std::size_t length = std::min(path.size(), sizeof local.sun_path - 1);
  std::memcpy(local.sun_path, path.data(), length);
  SocketAddress address;
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length + 1);
  std::memcpy(&address.storage, &local, address.size);
  return address;
}

std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses) {
  std::vector<SocketAddress> first;
  std::vector<SocketAddress> other;
  for (const SocketAddress& address : addresses) {
    (address.family() == addresses.front().family() ? first : other).push_back(address);
  }
  std::vector<SocketAddress> order;
  for (std::size_t i = 0; i < std::max(first.size(), other.size()); ++i) {
    if (i < first.size()) order.push_back(first[i]);
    if (i < other.size()) order.push_back(other[i]);
  }
  return order;
}

}  // namespace redisconf
