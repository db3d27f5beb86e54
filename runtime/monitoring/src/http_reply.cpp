#include "redisconf/monitoring/http_reply.h"

#include <nlohmann/json.hpp>

namespace redisconf {

HttpReply error_reply(int status, std::string_view message) {
  using Json = nlohmann::json;
  const Json body{{"error", message}};
  return {status, "application/json", body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace redisconf
