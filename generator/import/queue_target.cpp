#include "queue_target.h"

#include <utility>

namespace redisconf::import_tool {
namespace {

void add_to(Tally& tally, const queue::FeedCounts& counts) {
  tally[Count::written] += counts.made;
  tally[Count::joined] += counts.joined;
  tally[Count::expired] += counts.expired;
}

void set_in(Tally& tally, const queue::FeedCounts& counts) {
  tally[Count::written] = counts.made;
  tally[Count::joined] = counts.joined;
  tally[Count::expired] = counts.expired;
}

}  // namespace

QueueTarget::QueueTarget(Client& client, const QueueSettings& settings, std::string name)
    : feed_(client, settings, std::move(name)), priorities_(settings.priorities) {}

void QueueTarget::add(std::string_view line, std::uint64_t /*number*/) {
  QueueLine read = queue_line(line, priorities_);
  bytes_ += read.payload.size() + read.unique_key.size();
  lines_.push_back(std::move(read));
}

std::vector<queue::FeedJob> QueueTarget::jobs() const {
  std::vector<queue::FeedJob> jobs;
  jobs.reserve(lines_.size());
  for (const QueueLine& line : lines_) jobs.push_back(line.job());
  return jobs;
}

// The note says what is known before its jobs are made; what became of them Redis counts itself.
void QueueTarget::write(Position& to) {
  Position noted = to;
  set_in(noted.tally, {});
  std::string next = text_of(noted);
  const queue::FeedStep step = feed_.put(at_, next, jobs());
  if (step.result == queue::FeedResult::elsewhere) {
    throw Stopped(
        "Redis says that this import is elsewhere: it has lost its last writes, or another import of the\n"
        "same lines is running\n  fix: when none is running, the same command with --resume goes on from "
        "there");
  }
  if (step.result == queue::FeedResult::put) {
    add_to(to.tally, step.counts);
  } else {
    set_in(to.tally, feed_.position().so_far);
  }
  at_ = std::move(next);
}

void QueueTarget::look(Tally& tally) { add_to(tally, feed_.look(jobs())); }

void QueueTarget::clear() {
  lines_.clear();
  bytes_ = 0;
}

std::optional<Position> QueueTarget::note() {
  const queue::FeedPosition there = feed_.position();
  at_ = there.at;
  auto position = position_in(at_);
  if (position) set_in(position->tally, there.so_far);
  return position;
}

void QueueTarget::forget_note() {
  feed_.forget();
  at_.clear();
}

}  // namespace redisconf::import_tool
