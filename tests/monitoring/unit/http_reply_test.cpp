#include <redisconf/monitoring/http_reply.h>

#include "support/catch.h"

#include <nlohmann/json.hpp>

using nlohmann::json;
using redisconf::error_reply;

TEST_CASE("an error is a JSON object with one message", "[http]") {
  const auto reply = error_reply(404, "there is no such session");
  CHECK(reply.status == 404);
  CHECK(reply.content_type == "application/json");
  CHECK(reply.body == R"({"error":"there is no such session"})");
}

TEST_CASE("an error's message is escaped, whatever its bytes", "[http]") {
  CHECK(json::parse(error_reply(400, "a \"quoted\" {word}\n").body)["error"] == "a \"quoted\" {word}\n");
  CHECK(json::accept(error_reply(400, "\xFF\xFE").body));
}
