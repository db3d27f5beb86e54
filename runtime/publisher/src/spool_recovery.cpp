#include "spool_recovery.h"

#include "segment_reader.h"

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace redisconf {
namespace {

bool is_acknowledged(const SpoolIndex::Content& mark, const SegmentName& name, std::uint64_t sequence) {
  return name.producer == mark.producer && !(mark.acknowledged < Position{name.epoch, sequence});
}

// A tail that ends inside of its frame was cut short. One whose frame is all there has wrong bytes.
bool is_torn(const std::filesystem::path& path, std::uint64_t place, std::uint64_t size) {
  std::array<char, kFrameHeaderBytes> header{};
  const File file(path, O_RDONLY);
  if (file.read_at(place, header.data(), header.size()) < header.size()) return true;
  const auto length = message_bytes(std::string_view(header.data(), header.size()));
  return length <= kLargestMessageBytes && place + header.size() + length > size;
}

// Counts the messages; cuts off a torn tail.
void scan(Segment& segment, const SpoolIndex::Content& mark, SpoolRecovery& found) {
  SegmentReader reader(segment.path, segment.name.salt());
  const std::uint64_t size = reader.file_bytes();
  while (const auto frame = reader.next(size)) {
    segment.last = frame->sequence;
    found.newest = std::max(found.newest, Position{segment.name.epoch, frame->sequence});
    if (is_acknowledged(mark, segment.name, frame->sequence)) continue;
    if (segment.messages++ == 0) segment.oldest_ms = frame->time_ms;
  }
  segment.bytes = reader.place();
  segment.closed = true;
  segment.damaged = reader.skipped_bytes();
  found.damaged_bytes += segment.damaged;
  const std::uint64_t tail = size - segment.bytes;
  if (tail > 0) (is_torn(segment.path, segment.bytes, size) ? found.torn_bytes : found.damaged_bytes) += tail;
}

}  // namespace

SpoolRecovery recover_spool(const std::filesystem::path& directory, const SpoolIndex::Content& mark) {
  SpoolRecovery found;
  for (const SegmentName& name : segments_in(directory)) {
    auto segment = std::make_shared<Segment>();
    segment->name = name;
    segment->path = directory / name.text();
    found.last_number = name.number;
    found.producer = name.producer;
    found.newest = std::max(found.newest, Position{name.epoch, 0});
    scan(*segment, mark, found);
    if (segment->messages == 0) {
      std::error_code ignored;
      std::filesystem::remove(segment->path, ignored);
      continue;
    }
    found.messages += segment->messages;
    found.segments.push_back(std::move(segment));
  }
  return found;
}

}  // namespace redisconf
