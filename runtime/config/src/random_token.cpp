#include "redisconf/config/random_token.h"

#include <random>

namespace redisconf {

std::string random_token() {
  constexpr char kDigits[] = "0123456789abcdef";
  std::random_device device;
  std::string token;
  while (token.size() < 32) {
    for (unsigned bits = device(), i = 0; i < 8; ++i, bits >>= 4U) token += kDigits[bits & 0xFU];
  }
  return token;
}

}  // namespace redisconf
