#include "segment_reader.h"

#include <fcntl.h>

#include <algorithm>

namespace redisconf {
namespace {

constexpr std::size_t kReadBytes = std::size_t{256} << 10U;

}  // namespace

SegmentReader::SegmentReader(const std::filesystem::path& path, std::uint32_t salt)
    : file_(path, O_RDONLY), salt_(salt) {}

std::optional<Frame> SegmentReader::next(std::uint64_t end) {
  for (std::uint64_t at = place_; at + kFrameHeaderBytes <= end; ++at) {
    const auto frame = frame_at(at, end);
    if (!frame) continue;
    skipped_bytes_ += at - place_;
    previous_place_ = at;
    previous_last_ = last_;
    place_ = at + frame->size();
    last_ = frame->sequence;
    return frame;
  }
  return std::nullopt;
}

void SegmentReader::back() noexcept {
  place_ = previous_place_;
  last_ = previous_last_;
}

void SegmentReader::skip_to(std::uint64_t place) noexcept {
  skipped_bytes_ += place - place_;
  place_ = place;
}

std::optional<Frame> SegmentReader::frame_at(std::uint64_t at, std::uint64_t end) {
  const std::string_view header = bytes(at, kFrameHeaderBytes, end);
  if (header.size() < kFrameHeaderBytes) return std::nullopt;
  const std::size_t length = message_bytes(header);
  const std::size_t size = kFrameHeaderBytes + length;
  if (length > kLargestMessageBytes || sequence_of(header) <= last_ || at + size > end) return std::nullopt;
  const std::string_view whole = bytes(at, size, end);
  Frame frame;
  if (whole.size() < size || !read_frame(whole, salt_, frame)) return std::nullopt;
  return frame;
}

// Never reads past `end`: what stands there may yet change.
std::string_view SegmentReader::bytes(std::uint64_t at, std::size_t size, std::uint64_t end) {
  if (at < base_ || at + size > base_ + buffer_.size()) {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::max(size, kReadBytes), end - at)));
    base_ = at;
    buffer_.resize(file_.read_at(at, buffer_.data(), buffer_.size()));
  }
  return std::string_view(buffer_).substr(static_cast<std::size_t>(at - base_), size);
}

}  // namespace redisconf
