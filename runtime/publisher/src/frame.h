// One message as it stands in a segment: 24 bytes of header in little endian, then the message.
//
//   checksum 4  CRC32C of all that follows, begun with the salt of the segment
//   length   4  of the message
//   sequence 8  of the message in its epoch, from 1 on, rising
//   time     8  when it came, ms since 1970
//
// The salt is that of the segment's name, so that bytes of another spool inside of a message are
// never taken for frames.
//
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redisconf {

inline constexpr std::size_t kFrameHeaderBytes = 24;
inline constexpr std::size_t kLargestMessageBytes = std::size_t{16} << 20U;

struct Frame {
  std::uint64_t sequence = 0;
  std::int64_t time_ms = 0;
  std::string_view message;

  [[nodiscard]] std::size_t size() const noexcept { return kFrameHeaderBytes + message.size(); }
};

void append_frame(std::string& out, std::uint32_t salt, const Frame& frame);

// The length that the header says; more than kLargestMessageBytes in no frame.
[[nodiscard]] std::size_t message_bytes(std::string_view header) noexcept;
[[nodiscard]] std::uint64_t sequence_of(std::string_view header) noexcept;

// `bytes` is the whole frame. Whether its checksum is right.
[[nodiscard]] bool read_frame(std::string_view bytes, std::uint32_t salt, Frame& frame) noexcept;

}  // namespace redisconf
