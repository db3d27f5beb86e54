#include "spool.h"

#include "spool_group.h"
#include "spool_recovery.h"
#include "system_sources.h"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace redisconf {
namespace {

constexpr std::uint64_t kSmallestSegment = std::uint64_t{4} << 10U;
constexpr std::uint64_t kLargestSegment = std::uint64_t{64} << 20U;
constexpr std::uint64_t kSegments = 8;  // that a full spool has, about: room comes back one at a time
constexpr std::size_t kWholeGroup = std::size_t{1} << 20U;  // is not waited for any longer

// Never 0, which stands for none.
std::uint64_t new_producer() { return random_number() | 1U; }

// Made when it is missing, for this user alone.
const std::filesystem::path& made(const std::filesystem::path& directory) {
  std::error_code error;
  if (std::filesystem::create_directories(directory, error))
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (error) throw file_error(directory, "can't be made", error.value());
  return directory;
}

std::uint64_t segment_bytes(std::uint64_t max_bytes) {
  return std::clamp(max_bytes / kSegments, kSmallestSegment, kLargestSegment);
}

}  // namespace

Spool::Spool(SpoolOptions options)
    : options_(std::move(options)), owner_(made(options_.directory)), index_(options_.directory) {
  take_over();
}

Spool::~Spool() {
  try {
    if (options_.sync == SpoolSync::interval && writer_->dirty()) writer_->sync();
    write_mark();
  } catch (const PublishError&) {  // the next owner finds what is there
  }
}

// The epoch is later than any before, and than any that an index had which is lost.
void Spool::take_over() {
  const SpoolIndex::Content mark = index_.content().value_or(SpoolIndex::Content{});
  SpoolRecovery found = recover_spool(options_.directory, mark);
  producer_ = mark.producer != 0 ? mark.producer : found.producer != 0 ? found.producer : new_producer();
  epoch_ = std::max({mark.epoch + 1, found.newest.epoch + 1, static_cast<std::uint64_t>(now_ms())});
  acknowledged_ = mark.acknowledged;
  const SegmentName first{found.last_number + 1, epoch_, producer_};
  salt_ = first.salt();
  writer_ = std::make_unique<SegmentWriter>(options_.directory, options_.sync,
                                            segment_bytes(options_.max_bytes), first);
  filling_ = std::make_shared<Group>();
  segments_ = std::move(found.segments);
  counts_.messages = found.messages;
  counts_.torn_bytes = found.torn_bytes;
  counts_.damaged_bytes = found.damaged_bytes;
  for (const SegmentPointer& segment : segments_) counts_.bytes += segment->bytes;
  write_mark();
  if (options_.sync == SpoolSync::never) return;
  index_.sync();
  sync_directory(options_.directory);
}

void Spool::write_mark() { index_.write({producer_, epoch_, acknowledged_}); }

std::optional<Spool::Ticket> Spool::enqueue(std::uint64_t first, std::span<const std::string_view> messages) {
  std::uint64_t need = 0;
  for (const std::string_view message : messages) need += kFrameHeaderBytes + message.size();
  if (need > options_.max_bytes)
    throw PublishError(PublishError::Kind::full, "the spool " + options_.directory.string() +
                                                     " is smaller than what was published at once");
  const std::int64_t now = now_ms();
  const Lock lock(mutex_);
  if (counts_.bytes + need > options_.max_bytes) return std::nullopt;
  Group& group = *filling_;
  if (group.messages == 0) group.oldest_ms = now;
  const std::size_t before = group.bytes.size();
  for (std::size_t index = 0; index < messages.size(); ++index)
    append_frame(group.bytes, salt_, {first + index, now, messages[index]});
  group.messages += messages.size();
  group.last = first + messages.size() - 1;
  counts_.messages += messages.size();
  counts_.bytes += need;
  if (before < kWholeGroup && group.bytes.size() >= kWholeGroup) group_due_.notify_one();
  return filling_;
}

bool Spool::commit(const Ticket& ticket) {
  Lock lock(mutex_);
  while (!ticket->done) {
    if (committing_) {
      committed_.wait(lock, [&] { return ticket->done || !committing_; });
    } else {
      lead(lock);
    }
  }
  if (ticket->error) throw PublishError(*ticket->error);
  return ticket->durable;
}

// Writes for everybody who is in the group by now.
void Spool::lead(Lock& lock) {
  auto next = std::make_shared<Group>();
  committing_ = true;
  if (options_.sync == SpoolSync::always) {
    group_due_.wait_until(lock, last_commit_ + options_.group_commit,
                          [this] { return filling_->bytes.size() >= kWholeGroup; });
  }
  last_commit_ = Clock::now();
  const Ticket group = std::exchange(filling_, std::move(next));
  write(*group, lock);
  if (is_sync_due()) sync_writer(lock);
  committing_ = false;
  committed_.notify_all();
}

void Spool::write(Group& group, Lock& lock) {
  lock.unlock();
  SegmentPointer segment;
  std::optional<PublishError> error;
  try {
    segment = writer_->write(group.bytes);
  } catch (const PublishError& failure) {
    error = failure;
  } catch (const std::exception& failure) {
    error.emplace(PublishError::Kind::io, options_.directory.string() + ": " + failure.what());
  }
  lock.lock();
  if (error) {
    fail(group, *error);
  } else {
    finish(group, segment);
  }
  group.done = true;
}

void Spool::finish(Group& group, const SegmentPointer& segment) {
  if (segments_.empty() || segments_.back() != segment) segments_.push_back(segment);
  if (segment->messages == 0) segment->oldest_ms = group.oldest_ms;
  segment->bytes += group.bytes.size();
  segment->messages += group.messages;
  segment->last = group.last;
  group.durable = options_.sync == SpoolSync::always;
}

void Spool::fail(Group& group, const PublishError& error) {
  counts_.messages -= group.messages;
  counts_.bytes -= group.bytes.size();
  ++counts_.failed_writes;
  group.error = error;
}

bool Spool::is_sync_due() const {
  return options_.sync == SpoolSync::interval && writer_->dirty() &&
         Clock::now() >= last_sync_ + options_.sync_interval;
}

// By whoever has set `committing_`.
void Spool::sync_writer(Lock& lock) {
  last_sync_ = Clock::now();
  lock.unlock();
  bool synced = true;
  try {
    writer_->sync();
  } catch (const PublishError&) {
    synced = false;
  }
  lock.lock();
  if (!synced) ++counts_.failed_syncs;
}

void Spool::sync_when_due() {
  Lock lock(mutex_);
  if (committing_ || !is_sync_due()) return;
  committing_ = true;
  sync_writer(lock);
  committing_ = false;
  committed_.notify_all();
}

bool Spool::empty() const {
  const Lock lock(mutex_);
  return counts_.messages == 0 && segments_.empty() && !committing_;
}

SpoolCounts Spool::counts() const {
  const Lock lock(mutex_);
  SpoolCounts counts = counts_;
  if (!segments_.empty()) counts.oldest_ms = segments_.front()->oldest_ms;
  return counts;
}

}  // namespace redisconf
