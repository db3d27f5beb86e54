#include "error_policy.h"
#include "support/catch.h"

#include <set>

using redisconf::breaker_effect;
using redisconf::BreakerEffect;
using redisconf::error_type;
using redisconf::error_type_name;
using redisconf::ErrorCategory;
using redisconf::RedisError;
using redisconf::refused_for_now;
using redisconf::Stage;

namespace {

RedisError::Details error_of(ErrorCategory category, std::string code = {}) {
  RedisError::Details details;
  details.category = category;
  details.code = std::move(code);
  return details;
}

RedisError::Details reply(std::string code) { return error_of(ErrorCategory::server, std::move(code)); }

}  // namespace

TEST_CASE("transport failures count for the breaker", "[client][error_policy]") {
  for (const auto category : {ErrorCategory::resolve, ErrorCategory::connect, ErrorCategory::tls,
                              ErrorCategory::timeout, ErrorCategory::closed, ErrorCategory::protocol}) {
    CHECK(breaker_effect(error_of(category)) == BreakerEffect::failure);
  }
}

TEST_CASE("a server that answers lives, whatever it answers", "[client][error_policy]") {
  for (const auto* const code : {"WRONGTYPE", "OOM", "NOSCRIPT", "ERR", "MISCONF", "MOVED", "SOMETHINGNEW"}) {
    CHECK(breaker_effect(reply(code)) == BreakerEffect::success);
  }
  CHECK(breaker_effect(error_of(ErrorCategory::auth, "NOPERM")) == BreakerEffect::success);
}

TEST_CASE("a server that answers 'not now' tells nothing, a cluster that is down fails",
          "[client][error_policy]") {
  for (const auto* const code : {"LOADING", "BUSY", "MASTERDOWN", "READONLY", "TRYAGAIN"}) {
    CHECK(breaker_effect(reply(code)) == BreakerEffect::none);
  }
  CHECK(breaker_effect(reply("CLUSTERDOWN")) == BreakerEffect::failure);
}

TEST_CASE("what never reached the server tells nothing about it", "[client][error_policy]") {
  CHECK(breaker_effect(error_of(ErrorCategory::unavailable)) == BreakerEffect::none);
  CHECK(breaker_effect(error_of(ErrorCategory::usage)) == BreakerEffect::none);
  RedisError::Details busy_pool = error_of(ErrorCategory::timeout);
  busy_pool.retry_safe = true;
  CHECK(breaker_effect(busy_pool) == BreakerEffect::none);
  busy_pool.stage = Stage::connect;
  CHECK(breaker_effect(busy_pool) == BreakerEffect::failure);
}

TEST_CASE("only what Redis refuses before it runs is worth a later try", "[client][error_policy]") {
  for (const auto* const code : {"LOADING", "BUSY", "MASTERDOWN", "TRYAGAIN", "CLUSTERDOWN"}) {
    CHECK(refused_for_now(reply(code)));
  }
  for (const auto* const code :
       {"READONLY", "OOM", "MISCONF", "NOREPLICAS", "WRONGTYPE", "ERR", "UNHEARDOF"}) {
    CHECK_FALSE(refused_for_now(reply(code)));
  }
}

TEST_CASE("error types are the server's prefix or the category", "[client][error_policy]") {
  CHECK(error_type_name(redisconf::kCircuitOpen) == "circuit_open");
  CHECK(error_type_name(error_type(error_of(ErrorCategory::timeout))) == "timeout");
  CHECK(error_type_name(error_type(error_of(ErrorCategory::usage))) == "usage");
  CHECK(error_type_name(error_type(reply("ASK"))) == "ASK");
  CHECK(error_type_name(error_type(reply("WRONGTYPE"))) == "WRONGTYPE");
  CHECK(error_type_name(error_type(reply("A_MODULE_S_OWN"))) == "_OTHER");
}

TEST_CASE("each error type has a name of its own", "[client][error_policy]") {
  std::set<std::string_view> names;
  for (std::size_t type = 0; type < redisconf::kErrorTypes; ++type) {
    names.insert(error_type_name(static_cast<redisconf::ErrorType>(type)));
  }
  CHECK(names.size() == redisconf::kErrorTypes);
}
