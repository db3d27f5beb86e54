#include "importer.h"

#include <redisconf/client/errors.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>

#include "commands/console.h"
#include "json_members.h"

namespace redisconf::import_tool {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kBatchLines = 500;
constexpr std::size_t kBatchBytes = 1UL << 20U;
constexpr std::chrono::milliseconds kBetweenSaves{1'000};
constexpr std::chrono::milliseconds kBetweenTries{200};

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// Whether Redis may be there again in a moment.
bool is_away(const RedisError& error) {
  constexpr std::array<std::string_view, 6> kPassing{"LOADING",  "MASTERDOWN", "CLUSTERDOWN",
                                                     "READONLY", "TRYAGAIN",   "BUSY"};
  if (error.category() != ErrorCategory::server) return is_unreachable(error.category());
  return std::ranges::find(kPassing, error.code()) != kPassing.end();
}

}  // namespace

Ending Importer::run() {
  while (true) {
    Position next = position_;
    const Filled filled = fill(next);
    if (next.offset != position_.offset && !commit(next)) return Ending::interrupted;
    if (filled == Filled::end) return Ending::complete;
    if (filled == Filled::too_many_errors) return Ending::too_many_errors;
    if (filled == Filled::interrupted || parts_.interruption() != 0) return Ending::interrupted;
  }
}

Importer::Filled Importer::fill(Position& next) {
  for (in_batch_ = 0; in_batch_ < kBatchLines && parts_.target.bytes() < kBatchBytes; ++in_batch_) {
    const LineReader::Event event = parts_.reader.next(next.offset == position_.offset);
    if (event == LineReader::Event::end) return Filled::end;
    if (event == LineReader::Event::interrupted) return Filled::interrupted;
    if (event == LineReader::Event::idle) return Filled::more;
    if (!take(event, next)) return Filled::too_many_errors;
    next.offset = parts_.reader.offset();
  }
  return Filled::more;
}

// False when it is one bad line too many, which is not taken then.
bool Importer::take(LineReader::Event event, Position& next) {
  const std::uint64_t number = parts_.reader.number();
  try {
    if (event == LineReader::Event::too_long) throw BadLine("is too long: more than 16 MiB; it is not kept");
    if (is_blank(parts_.reader.line())) {
      ++next.tally[Count::blank];
    } else {
      parts_.target.add(parts_.reader.line(), number);
    }
  } catch (const BadLine& error) {
    parts_.progress.clear();
    parts_.rejects.tell(number, error.what());
    if (!limits_.dry_run && next.tally[Count::rejected] >= limits_.max_errors) return false;
    if (event == LineReader::Event::line) parts_.rejects.keep(parts_.reader.line());
    ++next.tally[Count::rejected];
  }
  next.tally[Count::lines] = number;
  return true;
}

// False when it was interrupted while Redis was away: then nothing of it is known to be done.
bool Importer::commit(Position& next) {
  parts_.rejects.flush();
  next.rejects = parts_.rejects.size();
  next.head = parts_.reader.head_hash(next.offset);
  if (!write_patiently(next)) return false;
  parts_.target.clear();
  position_ = next;
  if (!limits_.dry_run) save_when_due();
  parts_.progress.show(position_);
  return true;
}

bool Importer::write_patiently(Position& next) {
  const auto give_up = Steady::now() + limits_.patience;
  const Tally before = next.tally;
  for (bool told = false;; told = true) {
    try {
      limits_.dry_run ? parts_.target.look(next.tally) : parts_.target.write(next);
      return true;
    } catch (const RedisError& error) {
      if (!is_away(error)) throw;
      if (parts_.interruption() != 0) return false;
      if (Steady::now() >= give_up) throw;
      next.tally = before;
      parts_.progress.clear();
      if (!told) compiler::print_error("Redis is away, trying again: " + error.details().cause + '\n');
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
}

void Importer::save_when_due() {
  if (Steady::now() - saved_ < kBetweenSaves) return;
  parts_.save(position_);
  saved_ = Steady::now();
}

}  // namespace redisconf::import_tool
