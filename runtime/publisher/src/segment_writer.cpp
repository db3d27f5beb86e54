#include "segment_writer.h"

#include <fcntl.h>

#include <system_error>
#include <utility>

namespace redisconf {

SegmentWriter::SegmentWriter(std::filesystem::path directory, SpoolSync sync, std::uint64_t segment_bytes,
                             const SegmentName& first)
    : directory_(std::move(directory)), sync_(sync), segment_bytes_(segment_bytes), next_(first) {}

SegmentPointer SegmentWriter::write(std::string_view bytes) {
  if (segment_ && size_ > 0 && size_ + bytes.size() > segment_bytes_) {
    if (sync_ == SpoolSync::interval && dirty_) sync();
    close();
  }
  if (!segment_) open();
  put(bytes);
  return segment_;
}

void SegmentWriter::sync() {
  try {
    file_.sync();
    dirty_ = false;
  } catch (const PublishError&) {
    close();
    throw;
  }
}

void SegmentWriter::close() noexcept {
  if (segment_) segment_->closed = true;
  segment_.reset();
  file_ = File();
  size_ = 0;
  dirty_ = false;
}

// A name that a crash may take away again would take the messages with it.
void SegmentWriter::open() {
  auto segment = std::make_shared<Segment>();
  segment->name = next_;
  segment->path = directory_ / next_.text();
  file_ = File(segment->path, O_RDWR | O_CREAT | O_EXCL);
  ++next_.number;
  segment_ = std::move(segment);
  if (sync_ == SpoolSync::never) return;
  try {
    sync_directory(directory_);
  } catch (const PublishError&) {
    take_back();
    throw;
  }
}

void SegmentWriter::put(std::string_view bytes) {
  bool written = false;
  try {
    file_.write_at(size_, bytes);
    written = true;
    if (sync_ == SpoolSync::always) file_.sync();
  } catch (const PublishError&) {
    take_back();
    if (written) close();  // what the kernel could not write it may have forgotten (fsync(2), errors)
    throw;
  }
  dirty_ = sync_ != SpoolSync::always;
  size_ += bytes.size();
}

void SegmentWriter::take_back() noexcept {
  try {
    file_.truncate(size_);
    if (size_ > 0) return;
    std::error_code ignored;
    std::filesystem::remove(segment_->path, ignored);
  } catch (const PublishError&) {  // readers know where to stop; a new owner may find and send it
  }
  close();
}

}  // namespace redisconf
