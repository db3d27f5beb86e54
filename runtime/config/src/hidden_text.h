// A text that may be a secret, in memory that core dumps leave out: for who must hand it on as a
// C string. Copies own their bytes.
//
// Thread-safety: const members may run concurrently. Errors: std::bad_alloc.
#pragma once

#include "redisconf/config/secret_buffer.h"
#include "secret_bytes.h"

#include <string_view>

namespace redisconf {

class HiddenText {
 public:
  explicit HiddenText(std::string_view text) : bytes_(text.size() + 1) {
    copy_secret(bytes_.room(), text.data(), text.size());
    bytes_.add_filled(text.size());
    bytes_.append('\0');
  }
  HiddenText(const HiddenText& other) : HiddenText(other.view()) {}
  HiddenText(HiddenText&&) noexcept = default;
  HiddenText& operator=(HiddenText other) noexcept {
    bytes_ = std::move(other.bytes_);
    return *this;
  }
  ~HiddenText() = default;

  [[nodiscard]] const char* c_str() const noexcept { return bytes_.view().data(); }
  [[nodiscard]] std::string_view view() const noexcept {
    return bytes_.view().substr(0, bytes_.view().size() - 1);
  }

 private:
  SecretBuffer bytes_;
};

}  // namespace redisconf
