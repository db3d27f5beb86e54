// Whole numbers in files, the same on every machine. Thread-safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf {

template <class Number>
void put_number(char* place, Number number) noexcept {
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte)
    place[byte] = static_cast<char>(static_cast<unsigned char>(number >> (8 * byte)));
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, sizeof(Number)> bytes{};
  put_number(bytes.data(), number);
  out.append(bytes.data(), bytes.size());
}

// `bytes` holds the number at that place.
template <class Number>
[[nodiscard]] Number number_at(std::string_view bytes, std::size_t place) noexcept {
  Number number = 0;
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte)
    number |= static_cast<Number>(static_cast<Number>(static_cast<unsigned char>(bytes[place + byte]))
                                  << (8 * byte));
  return number;
}

}  // namespace redisconf
