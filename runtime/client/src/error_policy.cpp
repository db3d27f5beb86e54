#include "error_policy.h"

#include <algorithm>
#include <array>
#include <optional>

namespace redisconf {
namespace {

using enum BreakerEffect;

enum class Later : std::uint8_t { no, yes };  // whether a later try may succeed

struct CategoryRow {
  std::string_view name;
  BreakerEffect effect;
};

// Follows ErrorCategory.
constexpr std::array kCategories{
    CategoryRow{"resolve", failure},  CategoryRow{"connect", failure}, CategoryRow{"tls", failure},
    CategoryRow{"auth", success},     CategoryRow{"timeout", failure}, CategoryRow{"closed", failure},
    CategoryRow{"protocol", failure}, CategoryRow{"server", success},  CategoryRow{"unavailable", none},
    CategoryRow{"usage", none},
};

struct CodeRow {
  std::string_view code;
  BreakerEffect effect;
  Later later;
};

// Error prefixes of Redis 7 (src/server.c, createSharedObjects; cluster.c; acl.c). All but CLUSTERDOWN come
// from a server that works. "Later" where Redis refuses before it runs anything: not for READONLY, OOM,
// MISCONF and NOREPLICAS, which may come out of the middle of a script, nor for what stays wrong.
constexpr std::array kCodes{
    CodeRow{"ASK", success, Later::no},          CodeRow{"BUSY", none, Later::yes},
    CodeRow{"BUSYGROUP", success, Later::no},    CodeRow{"BUSYKEY", success, Later::no},
    CodeRow{"CLUSTERDOWN", failure, Later::yes}, CodeRow{"CROSSSLOT", success, Later::no},
    CodeRow{"DENIED", success, Later::no},       CodeRow{"ERR", success, Later::no},
    CodeRow{"EXECABORT", success, Later::no},    CodeRow{"IOERR", success, Later::no},
    CodeRow{"LOADING", none, Later::yes},        CodeRow{"MASTERDOWN", none, Later::yes},
    CodeRow{"MISCONF", success, Later::no},      CodeRow{"MOVED", success, Later::no},
    CodeRow{"NOAUTH", success, Later::no},       CodeRow{"NOGROUP", success, Later::no},
    CodeRow{"NOPERM", success, Later::no},       CodeRow{"NOPROTO", success, Later::no},
    CodeRow{"NOREPLICAS", success, Later::no},   CodeRow{"NOSCRIPT", success, Later::no},
    CodeRow{"NOTBUSY", success, Later::no},      CodeRow{"OOM", success, Later::no},
    CodeRow{"READONLY", none, Later::no},        CodeRow{"TRYAGAIN", none, Later::yes},
    CodeRow{"UNBLOCKED", success, Later::no},    CodeRow{"UNKILLABLE", success, Later::no},
    CodeRow{"WRONGPASS", success, Later::no},    CodeRow{"WRONGTYPE", success, Later::no},
};
static_assert(std::ranges::is_sorted(kCodes, {}, &CodeRow::code));

// "circuit_open", the categories, then the codes, then what OpenTelemetry calls the rest.
constexpr std::size_t kFirstCategory = 1;
constexpr std::size_t kFirstCode = kFirstCategory + kCategories.size();
constexpr std::size_t kOtherType = kFirstCode + kCodes.size();
static_assert(kOtherType + 1 == kErrorTypes);

std::optional<std::size_t> row_of(std::string_view code) noexcept {
  const auto* const found = std::ranges::lower_bound(kCodes, code, {}, &CodeRow::code);
  if (found == kCodes.end() || found->code != code) return std::nullopt;
  return static_cast<std::size_t>(found - kCodes.begin());
}

// A deadline that passed before the command left (all connections busy) says nothing about the server.
bool waited_here(const RedisError::Details& error) noexcept {
  return error.category == ErrorCategory::timeout && error.stage == Stage::command && error.retry_safe;
}

}  // namespace

BreakerEffect breaker_effect(const RedisError::Details& error) noexcept {
  if (waited_here(error)) return none;
  if (const auto row = row_of(error.code)) return kCodes.at(*row).effect;
  return kCategories.at(static_cast<std::size_t>(error.category)).effect;
}

bool refused_for_now(const RedisError::Details& error) noexcept {
  const auto row = row_of(error.code);
  return row && kCodes.at(*row).later == Later::yes;
}

ErrorType error_type(const RedisError::Details& error) noexcept {
  if (const auto row = row_of(error.code)) return static_cast<ErrorType>(kFirstCode + *row);
  if (!error.code.empty()) return static_cast<ErrorType>(kOtherType);
  return static_cast<ErrorType>(kFirstCategory + static_cast<std::size_t>(error.category));
}

std::string_view error_type_name(ErrorType type) noexcept {
  if (type == kCircuitOpen) return "circuit_open";
  if (type < kFirstCode) return kCategories.at(type - kFirstCategory).name;
  return type < kOtherType ? kCodes.at(type - kFirstCode).code : "_OTHER";
}

}  // namespace redisconf
