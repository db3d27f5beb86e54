// Sockets and names of the operating system, as --wrap gives them to the client.
#include "sim/world.h"
#include "socket_options.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

using redisconf::sim::Duration;
using redisconf::sim::Network;
using redisconf::sim::Time;
using redisconf::sim::World;
using namespace std::chrono_literals;

namespace {

// The history's, for its own descriptors.
World* world_of(int descriptor) {
  return descriptor >= Network::kFirstDescriptor ? World::of_thread() : nullptr;
}

template <class Number>
Number result_of(Number number) {
  if (number >= 0) return number;
  errno = static_cast<int>(-number);
  return -1;
}

int look(const Network& network, pollfd* entries, nfds_t count) {
  int found = 0;
  for (nfds_t i = 0; i < count; ++i) {
    entries[i].revents = network.ready(entries[i].fd, entries[i].events);
    found += entries[i].revents != 0 ? 1 : 0;
  }
  return found;
}

// One address of the server, and sometimes another one.
addrinfo* answer(World& world, const char* service) {
  addrinfo* first = nullptr;
  const std::uint64_t count = world.weather.addresses;
  for (std::uint64_t i = 0; i < count; ++i) {
    auto address = std::make_unique<sockaddr_in>();
    address->sin_family = AF_INET;
    address->sin_port = htons(static_cast<std::uint16_t>(std::stoi(service)));
    address->sin_addr.s_addr = htonl(0x0a000001U + static_cast<std::uint32_t>(i));
    auto entry = std::make_unique<addrinfo>();
    entry->ai_family = AF_INET;
    entry->ai_socktype = SOCK_STREAM;
    entry->ai_addrlen = sizeof(sockaddr_in);
    entry->ai_addr = reinterpret_cast<sockaddr*>(address.release());
    entry->ai_next = first;
    first = entry.release();
  }
  return first;
}

}  // namespace

extern "C" {

int __real_poll(pollfd* entries, nfds_t count, int timeout);
ssize_t __real_send(int descriptor, const void* bytes, size_t size, int flags);
ssize_t __real_recv(int descriptor, void* bytes, size_t size, int flags);
int __real_shutdown(int descriptor, int how);
int __real_close(int descriptor);
int __real_socket(int family, int type, int protocol);
int __real_connect(int descriptor, const sockaddr* address, socklen_t size);
int __real_setsockopt(int descriptor, int level, int name, const void* value, socklen_t size);
int __real_getsockopt(int descriptor, int level, int name, void* value, socklen_t* size);
int __real_getsockname(int descriptor, sockaddr* address, socklen_t* size);
int __real_fcntl(int descriptor, int command, ...);
int __real_getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** result);
void __real_freeaddrinfo(addrinfo* list);

int __wrap_poll(pollfd* entries, nfds_t count, int timeout) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_poll(entries, count, timeout);
  world->system_call();
  const Time start = world->scheduler.now();
  std::optional<Time> until;
  if (timeout >= 0) until = start + std::chrono::milliseconds(timeout);
  for (;;) {
    const int found = look(world->network, entries, count);
    if (found > 0 || timeout == 0 || (until && world->scheduler.now() >= *until)) return found;
    if (world->chance.per_million(world->weather.interrupted)) return result_of(-EINTR);
    const void* const place = count == 1 ? world->network.place(entries[0].fd) : world->network.any_place();
    static_cast<void>(world->scheduler.wait(place, until));
  }
}

ssize_t __wrap_send(int descriptor, const void* bytes, size_t size, int flags) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_send(descriptor, bytes, size, flags);
  world->system_call();
  const long sent = world->network.send(descriptor, {static_cast<const char*>(bytes), size});
  if (sent > 0) world->bytes_moved();
  world->system_call_ends();
  return result_of(sent);
}

ssize_t __wrap_recv(int descriptor, void* bytes, size_t size, int flags) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_recv(descriptor, bytes, size, flags);
  world->system_call();
  Network& network = world->network;
  std::optional<Time> until;
  const Duration limit = network.receive_timeout(descriptor);
  if (limit > Duration::zero()) until = world->scheduler.now() + limit;
  const bool may_wait = network.is_blocking(descriptor) && (flags & MSG_DONTWAIT) == 0;
  for (;;) {
    const long got = network.receive(descriptor, {static_cast<char*>(bytes), size});
    if (got != -EAGAIN || !may_wait || (until && world->scheduler.now() >= *until)) {
      if (got > 0) world->bytes_moved();
      world->system_call_ends();
      return result_of(got);
    }
    if (world->chance.per_million(world->weather.interrupted)) return result_of(-EINTR);
    static_cast<void>(world->scheduler.wait(network.place(descriptor), until));
  }
}

int __wrap_shutdown(int descriptor, int how) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_shutdown(descriptor, how);
  world->system_call();
  return result_of(world->network.shut_down(descriptor));
}

int __wrap_close(int descriptor) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_close(descriptor);
  world->system_call();
  return result_of(world->network.close(descriptor));
}

int __wrap_socket(int family, int type, int protocol) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_socket(family, type, protocol);
  world->system_call();
  return world->network.open();
}

int __wrap_connect(int descriptor, const sockaddr* address, socklen_t size) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_connect(descriptor, address, size);
  world->system_call();
  return result_of(world->network.connect(descriptor));
}

int __wrap_setsockopt(int descriptor, int level, int name, const void* value, socklen_t size) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_setsockopt(descriptor, level, name, value, size);
  if (level == SOL_SOCKET && name == SO_RCVTIMEO) {
    const auto& time = *static_cast<const timeval*>(value);
    world->network.receive_timeout(
        descriptor, std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec));
  }
  if (level != IPPROTO_TCP) return 0;
  const int number = *static_cast<const int*>(value);
  if (name == TCP_USER_TIMEOUT) world->network.user_timeout(descriptor, std::chrono::milliseconds(number));
  if (name == TCP_KEEPIDLE) world->network.keepalive(descriptor, std::chrono::seconds(number));
  if (name == TCP_KEEPINTVL) {
    world->network.keepalive(descriptor, number * redisconf::SocketOptions::kKeepaliveProbes * 1s);
  }
  return 0;
}

int __wrap_getsockopt(int descriptor, int level, int name, void* value, socklen_t* size) {
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_getsockopt(descriptor, level, name, value, size);
  if (level != SOL_SOCKET || name != SO_ERROR) return result_of(-ENOPROTOOPT);
  *static_cast<int*>(value) = world->network.take_error(descriptor);
  return 0;
}

int __wrap_getsockname(int descriptor, sockaddr* address, socklen_t* size) {
  World* const world = world_of(descriptor);
  return world == nullptr ? __real_getsockname(descriptor, address, size) : result_of(-ENOBUFS);
}

int __wrap_fcntl(int descriptor, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  const long value = va_arg(arguments, long);
  va_end(arguments);
  World* const world = world_of(descriptor);
  if (world == nullptr) return __real_fcntl(descriptor, command, value);
  if (command == F_GETFL) return world->network.is_blocking(descriptor) ? 0 : O_NONBLOCK;
  if (command == F_SETFL) world->network.blocking(descriptor, (value & O_NONBLOCK) == 0);
  return 0;
}

int __wrap_getaddrinfo(const char* host, const char* service, const addrinfo* hints, addrinfo** result) {
  World* const world = World::of_thread();
  if (world == nullptr) return __real_getaddrinfo(host, service, hints, result);
  if ((hints->ai_flags & AI_NUMERICHOST) != 0) return EAI_NONAME;
  auto& weather = world->weather;
  const bool silent = world->chance.per_million(weather.silent_name_server);
  const Duration took = silent ? world->chance.between(Duration(1s), Duration(20s))
                               : world->chance.between(weather.least_latency, weather.most_latency);
  world->scheduler.sleep_until(world->scheduler.now() + took);
  if (silent) return EAI_AGAIN;
  if (world->chance.per_million(weather.unknown_name)) return EAI_NONAME;
  *result = answer(*world, service);
  return 0;
}

void __wrap_freeaddrinfo(addrinfo* list) {
  if (World::of_thread() == nullptr) return __real_freeaddrinfo(list);
  while (list != nullptr) {
    const std::unique_ptr<addrinfo> entry(list);
    const std::unique_ptr<sockaddr_in> address(reinterpret_cast<sockaddr_in*>(entry->ai_addr));
    list = entry->ai_next;
  }
}

}  // extern "C"
