#include "make_topology.h"

#include "dial.h"

namespace redisconf {

std::unique_ptr<Topology> make_topology(const ConfigCell& config, ClientWide& wide) {
  return std::make_unique<Standalone>(
      config, wide, [&config](Deadline deadline) { return Dial(config.current(), deadline).run(); });
}

}  // namespace redisconf
