#include "make_topology.h"

#include "cluster_topology.h"
#include "dial.h"
#include "redisconf/config/settings.h"
#include "redisconf/config/url.h"
#include "sentinel_topology.h"

namespace redisconf {

std::unique_ptr<Topology> make_topology(const ConfigCell& config, ClientWide& wide) {
  if (!config.current().sentinel().nodes.empty()) return std::make_unique<SentinelTopology>(config, wide);
  // A memory:// server is one alone, whatever the schema says of those that it stands for.
  const bool memory = !memory_server_name(config.current().connection().socket).empty();
  if (config.current().cluster().enabled && !memory) return std::make_unique<ClusterTopology>(config, wide);
  return std::make_unique<Standalone>(
      config, wide, [&config](Deadline deadline) { return Dial(config.current(), deadline).run(); });
}

}  // namespace redisconf
