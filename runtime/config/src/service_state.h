// The immutable state that copies of a ServiceConfig share.
#pragma once

#include "final_values.h"
#include "name_arena.h"
#include "redisconf/config/errors.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/resources.h"
#include "redisconf/config/service_config.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace redisconf {

struct ServiceConfig::State {
  State(const generated::Schema& from, const generated::Environment& where, FinalValues final_values);

  const generated::Schema& schema;
  const generated::Environment& environment;
  FinalValues values;
  NameArena names;  // what origins point at
  std::vector<Problem> warnings;
  Settings settings;
  std::vector<CacheSettings> caches;
  std::vector<ChannelSettings> channels;
  std::vector<QueueSettings> queues;
  mutable std::atomic<int> owners{1};
};

// Lets describe() see the values with their origins, and ConfigWatcher put some together.
struct ConfigAccess {
  using State = ServiceConfig::State;

  [[nodiscard]] static const State& state(const ServiceConfig& config) noexcept { return *config.state_; }

  [[nodiscard]] static ServiceConfig config(std::unique_ptr<const State> state) noexcept {
    return ServiceConfig(state.release());
  }
};

using ConfigState = ConfigAccess::State;

}  // namespace redisconf
