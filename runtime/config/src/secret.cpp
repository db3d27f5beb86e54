#include "redisconf/config/secret.h"

#include "secret_bytes.h"
#include "secret_memory.h"

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
  bytes_ = secret_memory::take(bytes.size());
  size_ = bytes.size();
  copy_secret(bytes_, bytes.data(), size_);
}

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  Secret old(std::move(other));
  std::swap(bytes_, old.bytes_);
  std::swap(size_, old.size_);
  return *this;
}

Secret::~Secret() { secret_memory::give_back(bytes_, size_); }

std::string_view Secret::reveal() const noexcept { return {bytes_, size_}; }

}  // namespace redisconf
