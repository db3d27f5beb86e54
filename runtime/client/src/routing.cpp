#include "routing.h"

#include "letter_case.h"

#include <algorithm>
#include <array>

namespace redisconf {
namespace {

// redis.io/commands, those with the flag "blocking".
constexpr std::array<std::string_view, 10> kBlocking{"BLMOVE", "BLMPOP",   "BLPOP",    "BRPOP", "BRPOPLPUSH",
                                                     "BZMPOP", "BZPOPMAX", "BZPOPMIN", "WAIT",  "WAITAOF"};
constexpr std::array<std::string_view, 15> kChanging{
    "AUTH",      "HELLO",    "MONITOR", "PSUBSCRIBE", "PSYNC",      "PUNSUBSCRIBE", "QUIT", "READONLY",
    "READWRITE", "REPLCONF", "RESET",   "SELECT",     "SSUBSCRIBE", "SUBSCRIBE",    "SYNC"};

template <std::size_t size>
bool is_one_of(std::string_view name, const std::array<std::string_view, size>& words) noexcept {
  return std::ranges::any_of(words, [name](std::string_view word) { return is_word(name, word); });
}

// XREAD and XREADGROUP wait when they are told to, before STREAMS.
bool reads_blocking(std::span<const std::string_view> arguments) noexcept {
  if (!is_word(arguments[0], "XREAD") && !is_word(arguments[0], "XREADGROUP")) return false;
  for (const std::string_view argument : arguments.subspan(1)) {
    if (is_word(argument, "BLOCK")) return true;
    if (is_word(argument, "STREAMS")) return false;
  }
  return false;
}

bool changes_client(std::span<const std::string_view> arguments) noexcept {
  if (!is_word(arguments[0], "CLIENT") || arguments.size() < 2) return false;
  constexpr std::array<std::string_view, 4> kWords{"REPLY", "TRACKING", "CACHING", "NO-EVICT"};
  return is_one_of(arguments[1], kWords);
}

// A bit for each.
constexpr std::uint32_t letters(std::string_view text) noexcept {
  std::uint32_t bits = 0;
  for (const char letter : text) bits |= 1U << static_cast<unsigned>(letter - 'A');
  return bits;
}

constexpr bool is_among(char letter, std::uint32_t bits) noexcept {
  return letter >= 'A' && letter <= 'Z' && (bits >> static_cast<unsigned>(letter - 'A') & 1U) != 0;
}

// Most commands start with none of these.
bool is_ordinary(std::string_view name) noexcept {
  constexpr std::uint32_t kFirstLetters = letters("ABCDEHMPQRSUWX");
  return name.empty() || !is_among(upper(name.front()), kFirstLetters);
}

}  // namespace

Route route_of(std::span<const std::string_view> arguments) noexcept {
  const std::string_view name = arguments[0];
  if (is_ordinary(name) || is_word(name, "SET")) return Route::shared;
  if (is_one_of(name, kBlocking) || reads_blocking(arguments)) return Route::dedicated;
  return trace_of(arguments) == Trace::none ? Route::shared : Route::refused;
}

Trace trace_of(std::span<const std::string_view> arguments) noexcept {
  const std::string_view name = arguments[0];
  if (is_ordinary(name)) return Trace::none;
  if (is_word(name, "MULTI") || is_word(name, "WATCH")) return Trace::opens_transaction;
  if (is_word(name, "EXEC") || is_word(name, "DISCARD")) return Trace::ends_transaction;
  return is_one_of(name, kChanging) || changes_client(arguments) ? Trace::changes_connection : Trace::none;
}

}  // namespace redisconf
