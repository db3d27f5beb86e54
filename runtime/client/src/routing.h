// Which commands many callers may share a connection for.
//
// Thread-safety: may run concurrently. Errors: none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace redisconf {

enum class Route : std::uint8_t {
  shared,
  dedicated,  // holds up all that comes behind it: BLPOP, XREAD BLOCK, ...
  refused,    // changes the connection, or the order of its replies: SELECT, MULTI, SUBSCRIBE, ...
};

// By the command's name and, where that decides, its options. At least one argument.
[[nodiscard]] Route route_of(std::span<const std::string_view> arguments) noexcept;

// What a command does to the connection that it runs on.
enum class Trace : std::uint8_t { none, opens_transaction, ends_transaction, changes_connection };
[[nodiscard]] Trace trace_of(std::span<const std::string_view> arguments) noexcept;

}  // namespace redisconf
