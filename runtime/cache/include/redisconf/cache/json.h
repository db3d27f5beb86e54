// Values as JSON, by nlohmann's to_json and from_json (github.com/nlohmann/json): include it where
// a Cache of such a type is used. The one header of redisconf that includes nlohmann's.
//
//   struct Session { std::string user; std::chrono::system_clock::time_point expires; };
//   NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Session, user, expires)
//   redisconf::Cache<Session> cache(client, config.sessions_cache());
//
// Points of std::chrono::system_clock, of any whole unit from the nanosecond up, are ISO 8601 in UTC
// ("2026-01-31T12:00:00.250Z"), wherever in the value they stand. Reading one of a finer unit rounds
// down; one that the unit can't hold does not parse.
#pragma once

#include <redisconf/cache/codec.h>
#include <redisconf/cache/iso8601.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

template <class Count, class Unit>
requires std::integral<Count>
struct nlohmann::adl_serializer<
    std::chrono::time_point<std::chrono::system_clock, std::chrono::duration<Count, Unit>>> {
  using Duration = std::chrono::duration<Count, Unit>;
  using Time = std::chrono::time_point<std::chrono::system_clock, Duration>;

  template <class Json>
  static void to_json(Json& json, const Time& time) {
    json = redisconf::iso8601_text(redisconf::unix_time_of(time));
  }

  template <class Json>
  static void from_json(const Json& json, Time& time) {
    const auto read = redisconf::iso8601_time(json.template get_ref<const std::string&>());
    const auto ticks = read ? redisconf::ticks_of(*read, Unit::num, Unit::den) : std::nullopt;
    if (!ticks || !std::in_range<Count>(*ticks)) throw std::out_of_range("not a time that fits");
    time = Time(Duration(static_cast<Count>(*ticks)));
  }
};

namespace redisconf REDISCONF_PUBLIC {

template <class T>
concept CachedAsJson = requires(nlohmann::json& json, const T& value) {
  json = value;
  json.template get<T>();
};

template <class T>
requires CachedAsJson<T>
struct CacheCodec<T> {
  static constexpr CacheFormat kFormat = CacheFormat::json;

  static void encode(const T& value, std::string& bytes) {
    const nlohmann::json json = value;
    bytes += json.dump();
  }

  static std::optional<T> decode(std::string_view bytes) {
    const nlohmann::json json = nlohmann::json::parse(bytes, nullptr, false);
    if (json.is_discarded()) return std::nullopt;
    return json.template get<T>();
  }
};

}  // namespace redisconf
