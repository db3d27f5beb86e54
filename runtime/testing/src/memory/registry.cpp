#include "memory/registry.h"

#include "redisconf/client/memory_endpoint.h"

#include <unistd.h>

#include <map>
#include <mutex>
#include <stdexcept>

namespace redisconf::testing::memory {
namespace {

// Never destroyed: threads of the program may still connect while its static objects go.
struct Registry {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Server>> kept;
  std::map<std::string, std::weak_ptr<Server>> own;
  unsigned long long next_own = 1;
  const pid_t process = ::getpid();
};

Registry& registry() {
  static auto* const of_process = new Registry;
  return *of_process;
}

// The thread that would answer is the parent's.
void require_own_process(const Registry& servers) {
  if (servers.process != ::getpid())
    throw std::runtime_error("memory:// belongs to the process that this one was forked from");
}

int connect(const std::string& name) {
  Registry& servers = registry();
  require_own_process(servers);
  std::shared_ptr<Server> server;
  {
    const std::lock_guard lock(servers.mutex);
    const auto found = servers.own.find(name);
    if (found != servers.own.end()) {
      server = found->second.lock();
      if (!server) throw std::runtime_error("the MemoryRedis of that name has ended");
    }
  }
  return (server ? server : server_named(name))->connect();
}

}  // namespace

std::shared_ptr<Server> server_named(const std::string& name) {
  Registry& servers = registry();
  require_own_process(servers);
  const std::lock_guard lock(servers.mutex);
  std::shared_ptr<Server>& server = servers.kept[name];
  if (!server) server = std::make_shared<Server>();
  return server;
}

OwnServer make_own_server() {
  Registry& servers = registry();
  require_own_process(servers);
  auto server = std::make_shared<Server>();
  const std::lock_guard lock(servers.mutex);
  std::string name = "own." + std::to_string(servers.next_own++);
  servers.own.emplace(name, server);
  return {std::move(name), std::move(server)};
}

namespace {

bool tell_client() noexcept {
  static_cast<void>(set_memory_connector(connect));
  return true;
}

}  // namespace
}  // namespace redisconf::testing::memory

const bool redisconf_memory_is_linked = redisconf::testing::memory::tell_client();
