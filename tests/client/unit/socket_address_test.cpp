#include "socket_address.h"

#include "support/catch.h"

#include <sys/un.h>

#include <string>
#include <vector>

using redisconf::interleaved;
using redisconf::local_address;
using redisconf::SocketAddress;

namespace {

// '6' or '4', numbered by their place.
std::vector<SocketAddress> addresses(const std::string& families) {
  std::vector<SocketAddress> list;
  for (const char family : families) {
    SocketAddress address;
    address.storage.ss_family = family == '6' ? AF_INET6 : AF_INET;
    address.size = static_cast<socklen_t>(list.size());
    list.push_back(address);
  }
  return list;
}

std::string order_of(const std::string& families) {
  std::string order;
  for (const SocketAddress& address : interleaved(addresses(families))) order += std::to_string(address.size);
  return order;
}

}  // namespace

TEST_CASE("address families take turns, the first's first", "[socket-address]") {
  CHECK(order_of("666444") == "031425");
  CHECK(order_of("4466") == "0213");
  CHECK(order_of("64444") == "01234");
  CHECK(order_of("4446") == "0312");
  CHECK(order_of("444") == "012");
  CHECK(order_of("6") == "0");
  CHECK(interleaved({}).empty());
}

TEST_CASE("a path of 107 bytes fits into the address of a socket", "[socket-address]") {
  const std::string path = "/" + std::string(106, 'a');
  const SocketAddress address = local_address(path);
  CHECK(address.family() == AF_UNIX);
  CHECK(reinterpret_cast<const sockaddr_un*>(&address.storage)->sun_path == path);
}
