#include "memory_endpoint.h"

#include "fault.h"

#include <atomic>
#include <exception>
#include <string>

namespace redisconf {
namespace {

std::atomic<MemoryConnector> connector_of_process{nullptr};

}  // namespace

MemoryConnector set_memory_connector(MemoryConnector connector) noexcept {
  return connector_of_process.exchange(connector, std::memory_order_acq_rel);
}

Socket connect_to_memory(std::string_view name) {
  const MemoryConnector connector = connector_of_process.load(std::memory_order_acquire);
  if (connector == nullptr) {
    throw Fault(ErrorCategory::connect, "nothing in this program serves memory://",
                "link redisconf::testing: memory:// is the Redis of tests");
  }
  try {
    return Socket::adopt(connector(std::string(name)));
  } catch (const std::exception& error) {
    throw Fault(ErrorCategory::connect, error.what(), "start the server of memory:// again");
  }
}

}  // namespace redisconf
