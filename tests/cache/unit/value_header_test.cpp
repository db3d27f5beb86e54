#include "value_header.h"

#include "support/catch.h"
#include "support/property.h"

using redisconf::CacheFormat;
using redisconf::cache::append_header;
using redisconf::cache::open_header;
using redisconf::cache::value_after_header;
using redisconf::cache::ValueHeader;

namespace {

std::string packed(const ValueHeader& header, std::string_view value) {
  std::string bytes;
  append_header(header, bytes);
  return bytes.append(value);
}

}  // namespace

TEST_CASE("a header opens as it was written", "[cache][unit]") {
  const ValueHeader header{.form = {.format = CacheFormat::json, .version = 4'000'000'000},
                           .made_at = 1'769'860'800'123,
                           .stale_for = 1'800'000,
                           .nothing = true};
  const std::string bytes = packed(header, "value");
  CHECK(value_after_header(bytes) == "value");
  const auto opened = open_header(bytes);
  REQUIRE(opened);
  CHECK(opened->form == header.form);
  CHECK(opened->made_at == header.made_at);
  CHECK(opened->stale_for == header.stale_for);
  CHECK(opened->nothing);
}

TEST_CASE("an entry has an age, also where clocks disagree", "[cache][unit]") {
  const ValueHeader header{.form = {}, .made_at = 1'000};
  CHECK(header.age(1'500) == 500);
  CHECK(header.age(900) == 0);
}

TEST_CASE("what is no header does not open, whatever it holds", "[cache][unit]") {
  for (const char* const text :
       {"", "RC", "42", "{\"value\":7,\"computed_at\":1}", "RC\x02 and 24 bytes more after it"}) {
    CHECK_FALSE(open_header(text));
  }
  const std::string bytes = packed({.form = {}, .made_at = 5}, "value");
  for (std::size_t length = 0; length < ValueHeader::kSize; ++length) {
    CHECK_FALSE(open_header(std::string_view(bytes).substr(0, length)));
  }
  CHECK_FALSE(open_header(packed({.form = {}, .made_at = -1}, "")));
  CHECK_FALSE(open_header(packed({.form = {}, .made_at = std::int64_t{1} << 60U}, "")));
  CHECK(redisconf::test::holds_for_all("any bytes open as times or do not", [](std::string text) {
    text.insert(0, std::string("RC\x01", 3));
    const auto opened = open_header(text);
    if (opened) RC_ASSERT(opened->made_at >= 0 && opened->stale_for >= 0);
  }));
}
