// The other end of the spool: reading, acknowledging, giving up.
#include "spool.h"
#include "spool_group.h"

#include <algorithm>
#include <system_error>

namespace redisconf {

// After a failure it begins again at the oldest segment; what is acknowledged is passed over.
std::optional<SpoolBatch> Spool::read(std::size_t most_messages, std::size_t most_bytes) try {
  for (;;) {
    const std::uint64_t end = choose_segment();
    if (!reading_) return std::nullopt;
    SpoolBatch batch;
    batch.segment = reading_;
    fill(batch, end, most_messages, most_bytes);
    if (!batch.ends.empty()) {
      const Lock lock(mutex_);
      reading_->given = batch.ends.size();
      return batch;
    }
    if (!leave_segment(end)) return std::nullopt;
  }
} catch (...) {
  reader_.reset();
  reading_.reset();
  throw;
}

// The oldest one; how much of it may be read.
std::uint64_t Spool::choose_segment() {
  const Lock lock(mutex_);
  if (reading_ && !reading_->dropped) return reading_->bytes;
  reader_.reset();
  reading_.reset();
  if (segments_.empty()) return 0;
  reader_ = std::make_unique<SegmentReader>(segments_.front()->path, segments_.front()->name.salt());
  reading_ = segments_.front();
  return reading_->bytes;
}

void Spool::fill(SpoolBatch& batch, std::uint64_t end, std::size_t most_messages, std::size_t most_bytes) {
  const SegmentName& name = batch.segment->name;
  while (batch.ends.size() < most_messages && batch.bytes.size() < most_bytes) {
    const auto frame = reader_->next(end);
    if (!frame) return;
    const Position position{name.epoch, frame->sequence};
    if (name.producer == producer_ && !(acknowledged_ < position)) continue;
    if (batch.ends.empty()) {
      batch.first = frame->sequence;
    } else if (frame->sequence != batch.last() + 1) {
      reader_->back();
      return;
    }
    batch.bytes += frame->message;
    batch.ends.push_back(batch.bytes.size());
    batch.newest_ms = frame->time_ms;
  }
}

// At its end: what was counted and could not be read is lost. Whether there may be another one.
bool Spool::leave_segment(std::uint64_t end) {
  const Lock lock(mutex_);
  if (reading_->dropped || reading_->bytes != end) return true;
  reader_->skip_to(end);
  counts_.lost += reading_->messages;
  counts_.messages -= reading_->messages;
  reading_->messages = 0;
  if (reading_ == segments_.back()) {
    if (committing_) return false;
    if (!reading_->closed) writer_->close();
  }
  counts_.damaged_bytes += reader_->skipped_bytes() - reading_->damaged;
  remove_front();
  reader_.reset();
  reading_.reset();
  return true;
}

void Spool::acknowledge(const SpoolBatch& batch) {
  Segment& segment = *batch.segment;
  if (segment.name.producer == producer_) acknowledged_ = {segment.name.epoch, batch.last()};
  const Lock lock(mutex_);
  if (!segment.dropped) {
    const std::uint64_t taken = std::min<std::uint64_t>(segment.messages, batch.ends.size());
    segment.messages -= taken;
    segment.given = 0;
    segment.oldest_ms = batch.newest_ms;
    counts_.messages -= taken;
  }
  try {
    write_mark();
  } catch (const PublishError&) {  // the server knows what it has, should there be a new owner
  }
}

// Unlinks the oldest segment.
void Spool::remove_front() {
  std::error_code ignored;
  std::filesystem::remove(segments_.front()->path, ignored);
  counts_.bytes -= segments_.front()->bytes;
  segments_.pop_front();
}

bool Spool::drop_oldest() {
  Lock lock(mutex_);
  committed_.wait(lock, [this] { return !committing_ || segments_.size() > 1; });
  if (segments_.empty()) return false;
  Segment& oldest = *segments_.front();
  if (segments_.size() == 1 && !oldest.closed) writer_->close();
  oldest.dropped = true;
  counts_.dropped += oldest.messages - std::min(oldest.messages, oldest.given);  // those are still sent
  counts_.messages -= oldest.messages;
  oldest.messages = 0;
  remove_front();
  return true;
}

}  // namespace redisconf
