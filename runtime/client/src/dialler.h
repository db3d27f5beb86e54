// How a server is reached: an established, verified connection that is signed in.
#pragma once

#include "link.h"
#include "redisconf/client/deadline.h"

#include <functional>
#include <memory>

namespace redisconf {

// Throws RedisError. Called by several threads at once.
using Dialler = std::function<std::unique_ptr<Link>(Deadline)>;

}  // namespace redisconf
