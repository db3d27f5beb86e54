// Room to read secret bytes into: from a file, a pipe, a socket. What stands in it is left out of
// core dumps and wiped, so that on the way into a Secret no other memory holds it:
//
//   SecretBuffer buffer;
//   buffer.reserve(4096);
//   buffer.add_filled(::read(file, buffer.room(), buffer.room_size()));
//   Secret secret(buffer.view());
//
// Ownership:     owns its bytes, wipes them when it grows, is moved from or destroyed.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::bad_alloc.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

class SecretBuffer {
 public:
  SecretBuffer() noexcept = default;  // without room
  explicit SecretBuffer(std::size_t capacity) { reserve(capacity); }
  SecretBuffer(SecretBuffer&& other) noexcept;
  SecretBuffer& operator=(SecretBuffer&& other) noexcept;
  ~SecretBuffer();

  // Makes the whole at least that large, in bytes; what it holds stays.
  void reserve(std::size_t capacity);

  // Where the next bytes go, and how many.
  [[nodiscard]] char* room() noexcept { return bytes_ + size_; }
  [[nodiscard]] std::size_t room_size() const noexcept { return capacity_ - size_; }

  // Says that so many bytes of the room were filled.
  void add_filled(std::size_t count) noexcept { size_ += count; }

  void append(char byte);

  // Empties it; the room stays.
  void clear() noexcept;

  // All bytes; valid until *this changes.
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_, size_}; }

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace redisconf
