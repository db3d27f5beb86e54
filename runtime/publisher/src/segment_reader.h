// Reads the frames of one segment from its start. What is damaged is passed over: the reader looks
// for the next place where a whole frame with a right checksum and a later sequence begins.
//
// Thread-safety: none; another thread may write to the end of the file meanwhile.
// Errors:        PublishError (io).
#pragma once

#include "file.h"
#include "frame.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf {

class SegmentReader {
 public:
  SegmentReader(const std::filesystem::path& path, std::uint32_t salt);

  // The next whole frame that ends at `end` or before; bytes after that are not looked at. The
  // message is valid until the next call.
  [[nodiscard]] std::optional<Frame> next(std::uint64_t end);

  // Makes the frame that next() gave last its next one again.
  void back() noexcept;

  // Leaves what is before that place unread.
  void skip_to(std::uint64_t place) noexcept;

  [[nodiscard]] std::uint64_t place() const noexcept { return place_; }  // after the last whole frame
  [[nodiscard]] std::uint64_t file_bytes() const { return file_.size(); }
  [[nodiscard]] std::uint64_t skipped_bytes() const noexcept { return skipped_bytes_; }

 private:
  [[nodiscard]] std::string_view bytes(std::uint64_t at, std::size_t size, std::uint64_t end);
  [[nodiscard]] std::optional<Frame> frame_at(std::uint64_t at, std::uint64_t end);

  File file_;
  std::uint32_t salt_;
  std::string buffer_;
  std::uint64_t base_ = 0;  // of the buffer in the file
  std::uint64_t place_ = 0;
  std::uint64_t last_ = 0;  // sequence
  std::uint64_t previous_place_ = 0;
  std::uint64_t previous_last_ = 0;
  std::uint64_t skipped_bytes_ = 0;
};

}  // namespace redisconf
