#include "byte_buffer.h"

#include "redisconf/config/secret.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kSmallest = 512;

// One large value must not keep its room for ever.
constexpr std::size_t kMostKept = std::size_t{256} * 1024;

}  // namespace

ByteBuffer& ByteBuffer::operator=(ByteBuffer&& other) noexcept {
  clear();
  swap(other);
  return *this;
}

char* ByteBuffer::prepare(std::size_t size) {
  if (capacity_ - end_ < size) grow(size);
  return bytes_.get() + end_;
}

void ByteBuffer::append(std::string_view bytes) {
  if (bytes.empty()) return;
  std::memcpy(prepare(bytes.size()), bytes.data(), bytes.size());
  commit(bytes.size());
}

void ByteBuffer::consume(std::size_t size) noexcept {
  if (size == 0) return;
  wipe_memory(bytes_.get() + begin_, size);
  begin_ += size;
  if (begin_ != end_) return;
  begin_ = 0;
  end_ = 0;
  if (capacity_ <= kMostKept) return;
  bytes_.reset();
  capacity_ = 0;
}

void ByteBuffer::swap(ByteBuffer& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(capacity_, other.capacity_);
  std::swap(begin_, other.begin_);
  std::swap(end_, other.end_);
}

void ByteBuffer::grow(std::size_t size) {
  const std::size_t used = end_ - begin_;
  const std::size_t capacity = std::max({kSmallest, 2 * capacity_, used + size});
  auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
  if (used != 0) {
    std::memcpy(bytes.get(), bytes_.get() + begin_, used);
    wipe_memory(bytes_.get() + begin_, used);
  }
  bytes_ = std::move(bytes);
  capacity_ = capacity;
  begin_ = 0;
  end_ = used;
}

}  // namespace redisconf
