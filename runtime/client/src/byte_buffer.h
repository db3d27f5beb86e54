// Bytes on their way to the server: grows, is used again and again, and is wiped, because commands
// carry passwords and values.
//
// Thread-safety: none. Errors: std::bad_alloc.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace redisconf {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept;
  ~ByteBuffer() { clear(); }

  // Room for `size` more bytes, to be written at its start and then committed.
  [[nodiscard]] char* prepare(std::size_t size);
  void commit(std::size_t size) noexcept { end_ += size; }
  void append(std::string_view bytes);

  // Wipes the first `size` bytes and forgets them.
  void consume(std::size_t size) noexcept;
  void clear() noexcept { consume(size()); }

  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] std::size_t size() const noexcept { return end_ - begin_; }
  [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }

  void swap(ByteBuffer& other) noexcept;

 private:
  void grow(std::size_t size);

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace redisconf
