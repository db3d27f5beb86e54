// The HTTP interface of the backend service.
//
//   GET    /analytics/<report>  200 {"report","value","unit","rows","source","cached","age"}, or 404
//   DELETE /analytics/<report>  204, or 404 when it was not cached
//   POST   /customers           {"name"}: 201 {"id","name","news"}, or 400
//
// source is "computed" or "cache", age in whole seconds. Without Redis GET computes each time
// ("cached":false), because analytics must go on; DELETE answers 503. A customer is created without Redis
// too; "news" says where word of it went: "in-redis", "on-disk", ..., or "nowhere".
#pragma once

#include "analytics.h"
#include "customers.h"

#include <redisconf/monitoring/http_server.h>

#include <memory>

namespace backend {

void add_routes(redisconf::HttpServer& server, Analytics analytics);
void add_routes(redisconf::HttpServer& server, std::shared_ptr<Customers> customers);

}  // namespace backend
