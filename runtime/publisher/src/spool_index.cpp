#include "spool_index.h"

#include "crc32c.h"
#include "little_endian.h"

#include <fcntl.h>

#include <array>
#include <string>

namespace redisconf {
namespace {

constexpr std::string_view kMagic = "RCSPOOL1";
constexpr std::size_t kSlotBytes = 512;  // what disks write at once
constexpr std::size_t kContentBytes = 48;

std::string slot_of(std::uint64_t generation, const SpoolIndex::Content& content) {
  std::string slot(kMagic);
  append_number(slot, generation);
  append_number(slot, content.producer);
  append_number(slot, content.epoch);
  append_number(slot, content.acknowledged.epoch);
  append_number(slot, content.acknowledged.sequence);
  append_number(slot, crc32c(slot));
  slot.resize(kSlotBytes);
  return slot;
}

}  // namespace

SpoolIndex::SpoolIndex(const std::filesystem::path& directory)
    : file_(directory / "index", O_RDWR | O_CREAT) {
  read();
}

void SpoolIndex::read() {
  for (std::uint64_t place = 0; place < 2; ++place) {
    std::array<char, kSlotBytes> bytes{};
    if (file_.read_at(place * kSlotBytes, bytes.data(), bytes.size()) < bytes.size()) continue;
    const std::string_view slot(bytes.data(), bytes.size());
    if (!slot.starts_with(kMagic)) continue;
    if (number_at<std::uint32_t>(slot, kContentBytes) != crc32c(slot.substr(0, kContentBytes))) continue;
    const auto generation = number_at<std::uint64_t>(slot, 8);
    if (content_ && generation < generation_) continue;
    generation_ = generation;
    content_ = Content{number_at<std::uint64_t>(slot, 16),
                       number_at<std::uint64_t>(slot, 24),
                       {number_at<std::uint64_t>(slot, 32), number_at<std::uint64_t>(slot, 40)}};
  }
}

void SpoolIndex::write(const Content& content) {
  const std::uint64_t next = generation_ + 1;
  file_.write_at((next % 2) * kSlotBytes, slot_of(next, content));
  generation_ = next;
  content_ = content;
}

}  // namespace redisconf
