#include "redisconf/cache/json.h"

#include "support/catch.h"

#include <map>
#include <string>
#include <vector>

using redisconf::CacheCodec;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::system_clock;

struct Login {
  std::chrono::sys_time<std::chrono::nanoseconds> at;
  std::string from;
  friend bool operator==(const Login&, const Login&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Login, at, from)

struct Session {
  std::string user;
  Clock::time_point created;
  std::chrono::sys_seconds expires;
  std::chrono::sys_days birthday;
  std::vector<Login> logins;
  std::map<std::string, Clock::time_point> seen;
  friend bool operator==(const Session&, const Session&) = default;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Session, user, created, expires, birthday, logins, seen)

template <class T>
std::string encoded(const T& value) {
  std::string bytes;
  CacheCodec<T>::encode(value, bytes);
  return bytes;
}

template <class T>
bool comes_back(const T& value) {
  return CacheCodec<T>::decode(encoded(value)) == value;
}

}  // namespace

TEST_CASE("nested values with dates come back as they were", "[cache][unit]") {
  const Session session{.user = "zo\u00eb \"quoted\"",
                        .created = Clock::time_point(1'769'860'800'123'456'789ns),
                        .expires = std::chrono::sys_seconds(253'402'300'799s),
                        .birthday = std::chrono::sys_days(std::chrono::year(1912) / 6 / 23),
                        .logins = {{std::chrono::sys_time<std::chrono::nanoseconds>(-1ns), "10.0.0.1"},
                                   {std::chrono::sys_time<std::chrono::nanoseconds>::min(), {}},
                                   {std::chrono::sys_time<std::chrono::nanoseconds>::max(), "::1"}},
                        .seen = {{"phone", Clock::time_point(-1ms)}, {"desk", Clock::time_point{}}}};
  CHECK(comes_back(session));
  const std::string text = encoded(session);
  CHECK_THAT(text, Catch::Matchers::Contains("\"2026-01-31T12:00:00.123456789Z\""));
  CHECK_THAT(text, Catch::Matchers::Contains("\"birthday\":\"1912-06-23T00:00:00Z\""));
  CHECK_THAT(text, Catch::Matchers::Contains("\"9999-12-31T23:59:59Z\""));
  CHECK_THAT(text, Catch::Matchers::Contains("\"1969-12-31T23:59:59.999999999Z\""));
}

TEST_CASE("what any JSON library takes is cached as JSON", "[cache][unit]") {
  CHECK(comes_back(42));
  CHECK(comes_back(std::vector<int>{1, 2, 3}));
  CHECK(comes_back(nlohmann::json{{"a", {1, nullptr, "b"}}}));
  CHECK(comes_back(std::chrono::sys_time<std::chrono::milliseconds>(253'402'300'799'999ms)));
}

TEST_CASE("text and bytes are kept as they are", "[cache][unit]") {
  const std::string binary("a\0\xFF\r\n", 5);
  CHECK(encoded(binary) == binary);
  CHECK(comes_back(binary));
  CHECK(comes_back(std::string()));
  CHECK(comes_back(redisconf::Bytes{std::byte{0}, std::byte{255}}));
  CHECK(comes_back(redisconf::Bytes{}));
}

TEST_CASE("a time that its unit can't hold does not parse", "[cache][unit]") {
  using Nanoseconds = std::chrono::sys_time<std::chrono::nanoseconds>;
  CHECK_THROWS(CacheCodec<Nanoseconds>::decode("\"9999-12-31T23:59:59Z\""));
  CHECK_THROWS(CacheCodec<Nanoseconds>::decode("\"yesterday\""));
  CHECK_THROWS(CacheCodec<Nanoseconds>::decode("5"));
  CHECK_FALSE(CacheCodec<Nanoseconds>::decode("\"2026"));
}
