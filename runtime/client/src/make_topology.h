// The topology that a configuration asks for.
#pragma once

#include "client_wide.h"
#include "config_cell.h"
#include "topology.h"

#include <memory>

namespace redisconf {

// Both must outlive it.
[[nodiscard]] std::unique_ptr<Topology> make_topology(const ConfigCell& config, ClientWide& wide);

}  // namespace redisconf
