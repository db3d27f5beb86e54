// Messages on disk, in the order in which they came, until Redis has them.
//
// enqueue() lines messages up in memory; commit() returns when they are in the file, by the policy
// of the channel. Callers that commit at once share one write and one sync (group commit). One
// thread reads and acknowledges.
//
// Ownership:     one at a time for a folder, in the whole system.
// Thread-safety: every member may run concurrently, but read() and acknowledge(), which belong to
//                one thread.
// Errors:        PublishError. A message whose commit() throws is not in the spool.
#pragma once

#include "segment.h"
#include "segment_reader.h"
#include "segment_writer.h"
#include "spool_index.h"
#include "spool_lock.h"

#include <redisconf/config/resources.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf {

struct SpoolOptions {
  std::filesystem::path directory;
  std::uint64_t max_bytes = 0;
  SpoolSync sync = SpoolSync::always;
  std::chrono::milliseconds group_commit{1};
  std::chrono::milliseconds sync_interval{1000};
};

struct SpoolCounts {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;     // of frames
  std::int64_t oldest_ms = 0;  // when the oldest came, about; 0 when there is none
  std::uint64_t dropped = 0;
  std::uint64_t lost = 0;  // damaged after they were counted
  std::uint64_t torn_bytes = 0;
  std::uint64_t damaged_bytes = 0;
  std::uint64_t failed_writes = 0;
  std::uint64_t failed_syncs = 0;  // of the policy `interval`
};

// Messages of one producer's epoch with sequences that follow each other.
struct SpoolBatch {
  SegmentPointer segment;
  std::uint64_t first = 0;
  std::int64_t newest_ms = 0;
  std::string bytes;
  std::vector<std::size_t> ends;  // of each message in `bytes`

  [[nodiscard]] std::uint64_t last() const noexcept { return first + ends.size() - 1; }
  [[nodiscard]] std::string_view message(std::size_t index) const noexcept {
    const std::size_t start = index == 0 ? 0 : ends[index - 1];
    return std::string_view(bytes).substr(start, ends[index] - start);
  }
};

class Spool {
 public:
  struct Group;  // of messages that are written together
  using Ticket = std::shared_ptr<Group>;

  // Takes over what is in the folder, which is made when it is missing.
  explicit Spool(SpoolOptions options);
  ~Spool();

  [[nodiscard]] std::uint64_t producer() const noexcept { return producer_; }
  [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }  // of this owner

  // Nothing when there is no room for all; throws (full) when there never will be. Sequences rise
  // from call to call.
  [[nodiscard]] std::optional<Ticket> enqueue(std::uint64_t first,
                                              std::span<const std::string_view> messages);

  // Whether they are on the disk; else the kernel has them.
  bool commit(const Ticket& ticket);

  // Gives the oldest segment up. False when there is none.
  bool drop_oldest();

  // What follows the last batch, which must have been acknowledged; nothing when that was all.
  [[nodiscard]] std::optional<SpoolBatch> read(std::size_t most_messages, std::size_t most_bytes);
  void acknowledge(const SpoolBatch& batch);

  void sync_when_due();  // of the policy `interval`

  [[nodiscard]] bool empty() const;
  [[nodiscard]] SpoolCounts counts() const;

 private:
  using Lock = std::unique_lock<std::mutex>;
  using Clock = std::chrono::steady_clock;

  void take_over();
  void write_mark();
  void lead(Lock& lock);
  void write(Group& group, Lock& lock);
  void finish(Group& group, const SegmentPointer& segment);
  void fail(Group& group, const PublishError& error);
  void sync_writer(Lock& lock);
  [[nodiscard]] bool is_sync_due() const;
  void remove_front();
  [[nodiscard]] std::uint64_t choose_segment();
  [[nodiscard]] bool leave_segment(std::uint64_t end);
  void fill(SpoolBatch& batch, std::uint64_t end, std::size_t most_messages, std::size_t most_bytes);

  SpoolOptions options_;
  SpoolLock owner_;
  SpoolIndex index_;
  std::uint64_t producer_ = 0;
  std::uint64_t epoch_ = 0;
  std::uint32_t salt_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable committed_;
  std::condition_variable group_due_;
  std::deque<SegmentPointer> segments_;
  std::unique_ptr<SegmentWriter> writer_;  // of whoever set `committing_`
  bool committing_ = false;
  Ticket filling_;
  Clock::time_point last_commit_{};
  Clock::time_point last_sync_{};
  SpoolCounts counts_;

  // Of the reading thread.
  SegmentPointer reading_;
  std::unique_ptr<SegmentReader> reader_;
  Position acknowledged_;
};

}  // namespace redisconf
