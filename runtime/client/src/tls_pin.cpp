#include "tls_pin.h"

#include <array>
#include <stdexcept>

namespace redisconf {

std::string pin_of(const X509& certificate) {
  unsigned char* key = nullptr;
  const int key_size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &key);
  std::array<unsigned char, 32> hash{};
  const bool hashed = key_size > 0 && EVP_Digest(key, static_cast<std::size_t>(key_size), hash.data(),
                                                 nullptr, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(key);
  if (!hashed) throw std::runtime_error("OpenSSL could not hash a public key");
  std::array<char, 45> text{};  // 32 bytes as base64, and the 0 that EVP_EncodeBlock() adds
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), hash.data(), static_cast<int>(hash.size()));
  return std::string("sha256/") + text.data();
}

bool is_pinned(std::string_view pins, std::string_view pin) noexcept {
  while (!pins.empty()) {
    const auto comma = pins.find(',');
    if (pins.substr(0, comma) == pin) return true;
    if (comma == std::string_view::npos) break;
    pins.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace redisconf
