#include "value_header.h"

#include <array>
#include <bit>
#include <cstring>

namespace redisconf::cache {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");

constexpr char kLayout = 1;
constexpr std::uint64_t kNothing = std::uint64_t{1} << 63U;
// Times beyond are no times, and sums of such ones would overflow: 285,616 years.
constexpr std::int64_t kMostMilliseconds = std::int64_t{1} << 53U;

template <class Number>
void put(char* to, Number number) noexcept {
  std::memcpy(to, &number, sizeof number);
}

template <class Number>
Number take(const char* from) noexcept {
  Number number = 0;
  std::memcpy(&number, from, sizeof number);
  return number;
}

bool is_time(std::int64_t milliseconds) noexcept {
  return milliseconds >= 0 && milliseconds <= kMostMilliseconds;
}

}  // namespace

void append_header(const ValueHeader& header, std::string& bytes) {
  std::array<char, ValueHeader::kSize> text{'R', 'C', kLayout, static_cast<char>(header.form.format)};
  put(&text[4], header.form.version);
  put(&text[8], header.made_at);
  put(&text[16], static_cast<std::uint64_t>(header.stale_for) | (header.nothing ? kNothing : 0));
  bytes.append(text.data(), text.size());
}

std::optional<ValueHeader> open_header(std::string_view bytes) noexcept {
  if (bytes.size() < ValueHeader::kSize || std::memcmp(bytes.data(), "RC\x01", 3) != 0) return std::nullopt;
  const char* const text = bytes.data();
  const auto last = take<std::uint64_t>(text + 16);
  const ValueHeader header{
      .form = {.format = static_cast<CacheFormat>(text[3]), .version = take<std::uint32_t>(text + 4)},
      .made_at = take<std::int64_t>(text + 8),
      .stale_for = static_cast<std::int64_t>(last & ~kNothing),
      .nothing = (last & kNothing) != 0};
  if (!is_time(header.made_at) || !is_time(header.stale_for)) return std::nullopt;
  return header;
}

}  // namespace redisconf::cache
