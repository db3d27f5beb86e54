#include <redisconf/config/suggest.h>

#include "support/catch.h"

#include <array>
#include <string>

using redisconf::nearest_name;

namespace {

constexpr std::array<std::string_view, 5> kNames{"development", "test", "staging", "production", "timeouts"};

}  // namespace

TEST_CASE("a slip finds the name that was meant", "[suggest]") {
  CHECK(nearest_name("stagging", kNames) == "staging");
  CHECK(nearest_name("produciton", kNames) == "production");  // swapped
  CHECK(nearest_name("timeout", kNames) == "timeouts");       // missing
  CHECK(nearest_name("tesst", kNames) == "test");             // doubled
  CHECK(nearest_name("tset", kNames) == "test");
  CHECK(nearest_name("test", kNames) == "test");
}

TEST_CASE("a name that is too far from all gets no suggestion", "[suggest]") {
  CHECK(nearest_name("integration", kNames).empty());
  CHECK(nearest_name("hunter2", kNames).empty());
  CHECK(nearest_name("", kNames).empty());
  CHECK(nearest_name("test", {}).empty());
  CHECK(nearest_name(std::string(101, 't'), kNames).empty());
}

TEST_CASE("the nearest wins, and the first of equals", "[suggest]") {
  constexpr std::array<std::string_view, 3> close{"hosts", "host", "post"};
  CHECK(nearest_name("host", close) == "host");
  constexpr std::array<std::string_view, 2> equal{"cart", "card"};
  CHECK(nearest_name("care", equal) == "cart");
}
