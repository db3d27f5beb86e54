// The HTTP interface of the backend service.
//
//   GET    /analytics           200 {"reports","cache":{"mode","hits","misses","computed",...}}
//   GET    /analytics/<report>  200 {"report","value","unit","rows","source","cached","age"}, or 404
//   DELETE /analytics/<report>  204, or 404 when it was not cached
//
// source is "computed" or "cache", age in whole seconds. While Redis is away the cache goes on in
// memory.
#pragma once

#include "analytics.h"

#include <redisconf/monitoring/http_server.h>

#include <memory>

namespace backend {

void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Analytics>& analytics);

}  // namespace backend
