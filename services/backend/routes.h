// The HTTP interface of the backend service.
//
//   GET    /analytics           200 {"reports","cache":{"mode","hits","misses","computed",...}}
//   GET    /analytics/<report>  200 {"report","value","unit","rows","source","cached","age"}, or 404
//   DELETE /analytics/<report>  204, or 404 when it was not cached
//   POST   /analytics/<report>/refresh  202 {"job"}: computed again in the background; or 404
//   POST   /customers           {"name"}: 201 {"id","name","news"}, or 400
//
// source is "computed" or "cache", age in whole seconds. While Redis is away the cache goes on in
// memory. A customer is created without Redis too; "news" says where word of it went: "in-redis",
// "on-disk", ..., or "nowhere".
#pragma once

#include "analytics.h"
#include "customers.h"
#include "refreshes.h"

#include <redisconf/monitoring/http_server.h>

#include <memory>

namespace backend {

void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Analytics>& analytics);
void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Customers>& customers);
void add_routes(redisconf::HttpServer& server, const std::shared_ptr<Refreshes>& refreshes);

}  // namespace backend
