#include "segment.h"

#include "crc32c.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace redisconf {
namespace {

constexpr std::string_view kSuffix = ".seg";
constexpr std::size_t kNumberDigits = 20;

std::string padded(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(kNumberDigits - digits.size(), '0') + digits;
}

// Takes the number and the character after it from the front.
bool take(std::string_view& text, int base, char end, std::uint64_t& number) {
  const auto place = text.find(end);
  if (place == 0 || place == std::string_view::npos) return false;
  const char* const last = text.data() + place;
  const auto [stopped, error] = std::from_chars(text.data(), last, number, base);
  text.remove_prefix(place + 1);
  return error == std::errc{} && stopped == last;
}

}  // namespace

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  return {digits.data(), end};
}

std::string SegmentName::text() const {
  return padded(number) + '-' + hexadecimal(epoch) + '-' + hexadecimal(producer) + std::string(kSuffix);
}

std::uint32_t SegmentName::salt() const { return crc32c(hexadecimal(epoch) + '-' + hexadecimal(producer)); }

std::optional<SegmentName> SegmentName::parse(std::string_view text) {
  SegmentName name;
  std::string_view rest = text;
  if (!take(rest, 10, '-', name.number) || !take(rest, 16, '-', name.epoch) ||
      !take(rest, 16, '.', name.producer))
    return std::nullopt;
  if (name.text() != text) return std::nullopt;
  return name;
}

std::vector<SegmentName> segments_in(const std::filesystem::path& directory) {
  std::vector<SegmentName> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (const auto name = SegmentName::parse(entry.path().filename().string())) names.push_back(*name);
  }
  std::ranges::sort(names, {}, &SegmentName::number);
  return names;
}

}  // namespace redisconf
