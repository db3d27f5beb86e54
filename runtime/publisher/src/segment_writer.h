// The end of the spool: the segment that is written to. What could not be written whole, or not be
// synced where that is asked, is cut off again, so that nothing refused is ever sent.
//
// Thread-safety: none.
// Errors:        PublishError (no_space, io).
#pragma once

#include "file.h"
#include "segment.h"

#include <redisconf/config/resources.h>

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace redisconf {

class SegmentWriter {
 public:
  // `first` is the name of the first segment that it makes; later ones count on.
  SegmentWriter(std::filesystem::path directory, SpoolSync sync, std::uint64_t segment_bytes,
                const SegmentName& first);

  // The segment that has the bytes now, a new one when that before was large enough or closed. Its
  // `bytes` are not changed: they count for readers.
  [[nodiscard]] SegmentPointer write(std::string_view bytes);

  // Makes what was written durable. The segment is closed when that fails.
  void sync();

  void close() noexcept;

  [[nodiscard]] const SegmentPointer& segment() const noexcept { return segment_; }  // null when closed
  [[nodiscard]] bool dirty() const noexcept { return dirty_; }

 private:
  void open();
  void put(std::string_view bytes);
  void take_back() noexcept;

  std::filesystem::path directory_;
  SpoolSync sync_;
  std::uint64_t segment_bytes_;
  SegmentName next_;
  SegmentPointer segment_;
  File file_;
  std::uint64_t size_ = 0;
  bool dirty_ = false;
};

}  // namespace redisconf
