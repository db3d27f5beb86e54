#include "redisconf/client/script.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace redisconf {
namespace {

// Redis names scripts so; nothing here rests on the sum being hard to forge.
std::string sha1_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), sum.data(), &size, EVP_sha1(), nullptr) != 1)
    throw std::runtime_error("this OpenSSL computes no SHA-1");
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += kDigits[sum.at(i) >> 4U];
    hex += kDigits[sum.at(i) & 15U];
  }
  return hex;
}

}  // namespace

Script::Script(std::string source) : source_(std::move(source)), sha1_(sha1_of(source_)) {}

}  // namespace redisconf
