#include "redisconf/config/secret_buffer.h"

#include "redisconf/config/secret.h"
#include "secret_bytes.h"
#include "secret_memory.h"

#include <algorithm>
#include <utility>

namespace redisconf {

SecretBuffer::SecretBuffer(SecretBuffer&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

SecretBuffer& SecretBuffer::operator=(SecretBuffer&& other) noexcept {
  SecretBuffer old(std::move(other));
  std::swap(bytes_, old.bytes_);
  std::swap(size_, old.size_);
  std::swap(capacity_, old.capacity_);
  return *this;
}

SecretBuffer::~SecretBuffer() { secret_memory::give_back(bytes_, capacity_); }

void SecretBuffer::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  char* const larger = secret_memory::take(capacity);
  copy_secret(larger, bytes_, size_);
  secret_memory::give_back(bytes_, capacity_);
  bytes_ = larger;
  capacity_ = capacity;
}

void SecretBuffer::append(char byte) {
  if (room_size() == 0) reserve(std::max(std::size_t{64}, capacity_ * 2));
  bytes_[size_++] = byte;
}

void SecretBuffer::clear() noexcept {
  wipe_memory(bytes_, size_);
  size_ = 0;
}

}  // namespace redisconf
