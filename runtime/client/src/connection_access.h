// A Connection of what was dialled elsewhere.
#pragma once

#include "link.h"
#include "redisconf/client/connection.h"
#include "redisconf/config/service_config.h"

#include <memory>

namespace redisconf {

struct ConnectionAccess {
  [[nodiscard]] static Connection adopt(const ServiceConfig& config, std::unique_ptr<Link> link);
};

}  // namespace redisconf
