#include "redisconf/config/secret.h"

#include <cstring>
#include <stdexcept>
#include <utility>

namespace redisconf {

void wipe_memory(void* bytes, std::size_t size) noexcept {
  if (size != 0) explicit_bzero(bytes, size);
}

Secret::Secret(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) throw std::length_error("a secret is longer than 64 KiB");
  if (bytes.empty()) return;
  bytes_ = std::make_unique<char[]>(bytes.size());
  size_ = bytes.size();
  std::memcpy(bytes_.get(), bytes.data(), size_);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

Secret::~Secret() { wipe(); }

std::string_view Secret::reveal() const noexcept { return {bytes_.get(), size_}; }

void Secret::wipe() noexcept { wipe_memory(bytes_.get(), size_); }

}  // namespace redisconf
