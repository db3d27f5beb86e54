// The HTTP interface of the backend service.
//
//   GET    /analytics/<report>  200 {"report","value","unit","rows","source","cached","age"}, or 404
//   DELETE /analytics/<report>  204, or 404 when it was not cached
//
// source is "computed" or "cache", age in whole seconds. Without Redis GET computes each time
// ("cached":false), because analytics must go on; DELETE answers 503.
#pragma once

#include "analytics.h"

#include <redisconf/monitoring/http_server.h>

namespace backend {

void add_routes(redisconf::HttpServer& server, Analytics analytics);

}  // namespace backend
