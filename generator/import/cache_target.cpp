#include "cache_target.h"

#include <utility>

namespace redisconf::import_tool {
namespace {

Count count_of(BulkOutcome outcome) {
  switch (outcome) {
    case BulkOutcome::written:
      return Count::written;
    case BulkOutcome::kept:
      return Count::kept;
    case BulkOutcome::newer:
      return Count::newer;
    case BulkOutcome::foreign:
      return Count::foreign;
    case BulkOutcome::repeated:
      return Count::repeated;
    case BulkOutcome::expired:
      break;
  }
  return Count::expired;
}

bool is_conflict(BulkOutcome outcome) {
  return outcome == BulkOutcome::kept || outcome == BulkOutcome::newer || outcome == BulkOutcome::foreign;
}

BulkPolicy policy_of(OnConflict on_conflict) {
  return on_conflict == OnConflict::replace ? BulkPolicy::replace : BulkPolicy::keep;
}

}  // namespace

CacheTarget::CacheTarget(Client& client, const CacheSettings& settings, ValueForm form,
                         OnConflict on_conflict, const std::string& stamp)
    : writer_(client, settings, form, stamp),
      takes_json_(form.format == CacheFormat::json),
      on_conflict_(on_conflict) {}

void CacheTarget::add(std::string_view line, std::uint64_t number) {
  CacheLine read = cache_line(line);
  if (read.is_json != takes_json_) {
    throw BadLine(takes_json_ ? "has bytes, and this import takes \"value\" (--as bytes takes bytes)"
                              : "has a \"value\", and this import takes \"text\" or \"bytes\" (--as json)");
  }
  bytes_ += read.id.size() + read.value.size();
  lines_.push_back(std::move(read));
  numbers_.push_back(number);
}

std::vector<BulkItem> CacheTarget::items() const {
  std::vector<BulkItem> items;
  items.reserve(lines_.size());
  for (const CacheLine& line : lines_) {
    items.push_back({line.id, line.value, line.time_to_live, line.expires_at});
  }
  return items;
}

void CacheTarget::refuse_conflicts(const std::vector<BulkOutcome>& outcomes) const {
  for (std::size_t at = 0; at < outcomes.size(); ++at) {
    if (!is_conflict(outcomes[at])) continue;
    throw Stopped("line " + std::to_string(numbers_[at]) +
                  ": its id is taken\n  fix: --on-conflict keep or replace, and --resume");
  }
}

// What this batch wrote before its reply was lost is written.
void CacheTarget::write(Position& to) {
  const std::vector<BulkItem> batch = items();
  if (on_conflict_ == OnConflict::fail) refuse_conflicts(writer_.look(batch, BulkPolicy::keep));
  const bool again = std::exchange(tried_, true);
  const std::vector<BulkOutcome> outcomes = writer_.write(batch, policy_of(on_conflict_));
  if (on_conflict_ == OnConflict::fail) refuse_conflicts(outcomes);
  for (const BulkOutcome outcome : outcomes) {
    const bool ours = again && outcome == BulkOutcome::repeated;
    ++to.tally[ours ? Count::written : count_of(outcome)];
  }
}

void CacheTarget::look(Tally& tally) {
  for (const BulkOutcome outcome : writer_.look(items(), policy_of(on_conflict_))) ++tally[count_of(outcome)];
}

void CacheTarget::clear() {
  lines_.clear();
  numbers_.clear();
  bytes_ = 0;
  tried_ = false;
}

}  // namespace redisconf::import_tool
