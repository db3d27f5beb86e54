// An error of Redis as the debug endpoints tell it.
#pragma once

#include "redisconf/client/errors.h"

#include <nlohmann/json.hpp>

namespace redisconf {

[[nodiscard]] inline nlohmann::ordered_json error_json(const RedisError::Details& error) {
  return {{"category", name_of(error.category)},
          {"stage", name_of(error.stage)},
          {"cause", error.cause},
          {"fix", error.fix}};
}

}  // namespace redisconf
