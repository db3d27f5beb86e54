#include "frame.h"

#include "crc32c.h"
#include "little_endian.h"

namespace redisconf {
namespace {

constexpr std::size_t kLengthAt = 4;
constexpr std::size_t kSequenceAt = 8;
constexpr std::size_t kTimeAt = 16;

}  // namespace

void append_frame(std::string& out, std::uint32_t salt, const Frame& frame) {
  const std::size_t start = out.size();
  append_number(out, std::uint32_t{0});
  append_number(out, static_cast<std::uint32_t>(frame.message.size()));
  append_number(out, frame.sequence);
  append_number(out, static_cast<std::uint64_t>(frame.time_ms));
  out += frame.message;
  put_number(out.data() + start, crc32c(std::string_view(out).substr(start + kLengthAt), salt));
}

std::size_t message_bytes(std::string_view header) noexcept {
  return number_at<std::uint32_t>(header, kLengthAt);
}

std::uint64_t sequence_of(std::string_view header) noexcept {
  return number_at<std::uint64_t>(header, kSequenceAt);
}

bool read_frame(std::string_view bytes, std::uint32_t salt, Frame& frame) noexcept {
  if (number_at<std::uint32_t>(bytes, 0) != crc32c(bytes.substr(kLengthAt), salt)) return false;
  frame.sequence = sequence_of(bytes);
  frame.time_ms = static_cast<std::int64_t>(number_at<std::uint64_t>(bytes, kTimeAt));
  frame.message = bytes.substr(kFrameHeaderBytes);
  return true;
}

}  // namespace redisconf
