// How a cache writes its values: the trait CacheCodec, for a type of your own either
//
//   - nlohmann's to_json/from_json, with <redisconf/cache/json.h>, or
//   - a specialisation:
//
//       template <>
//       struct redisconf::CacheCodec<Money> {
//         static constexpr redisconf::CacheFormat kFormat = redisconf::CacheFormat::custom;
//         static void encode(const Money& value, std::string& bytes);       // appends
//         static std::optional<Money> decode(std::string_view bytes);       // nothing: does not parse
//       };
//
// std::string and Bytes are kept as they are.
//
// An entry says which format and which version wrote it. One that another wrote, or that does not
// parse, is a miss (and counted): services of two releases may share a cache. Raise the version
// when a new form of a type can't read the old one:
//
//   template <>
//   inline constexpr std::uint32_t redisconf::kCacheVersion<Money> = 2;
//
// Thread-safety: encode() and decode() run on any thread. Errors: what encode() throws reaches the
// caller; what decode() throws is a miss.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

using Bytes = std::vector<std::byte>;

enum class CacheFormat : std::uint8_t { bytes = 0, json = 1, custom = 2 };

struct ValueForm {
  CacheFormat format = CacheFormat::bytes;
  std::uint32_t version = 1;

  friend bool operator==(const ValueForm&, const ValueForm&) = default;
};

template <class T>
struct CacheCodec;

template <class T>
inline constexpr std::uint32_t kCacheVersion = 1;

template <>
struct CacheCodec<std::string> {
  static constexpr CacheFormat kFormat = CacheFormat::bytes;
  static void encode(const std::string& value, std::string& bytes) { bytes.append(value); }
  static std::optional<std::string> decode(std::string_view bytes) {
    return std::optional<std::string>(std::in_place, bytes);
  }
};

template <>
struct CacheCodec<Bytes> {
  static constexpr CacheFormat kFormat = CacheFormat::bytes;
  static void encode(const Bytes& value, std::string& bytes) {
    if (!value.empty()) bytes.append(reinterpret_cast<const char*>(value.data()), value.size());
  }
  static std::optional<Bytes> decode(std::string_view bytes) {
    Bytes value(bytes.size());
    if (!bytes.empty()) std::memcpy(value.data(), bytes.data(), bytes.size());
    return value;
  }
};

}  // namespace redisconf
