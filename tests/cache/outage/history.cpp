#include "cache/outage/history.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace redisconf::test {

void History::changed(const std::string& key, Step step) {
  const std::lock_guard lock(mutex_);
  steps_[key].push_back(std::move(step));
}

void History::added(const std::string& key, std::int64_t delta) {
  const std::lock_guard lock(mutex_);
  sums_[key] += delta;
}

std::int64_t History::sum_of(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = sums_.find(key);
  return found == sums_.end() ? 0 : found->second;
}

// Whether a change of `instance`, or of any, that had returned `before` ended the step.
bool History::is_over(const Step& step, const std::vector<Step>& steps, std::int64_t before,
                      std::optional<int> instance) const {
  return std::ranges::any_of(steps, [&](const Step& later) {
    return later.began > step.returned + tolerance_ && later.returned < before &&
           (!instance || later.instance == *instance);
  });
}

std::string History::fault_of_read(const std::string& key, int instance, std::int64_t began,
                                   const std::optional<std::string>& value) const {
  if (!value) return {};
  const std::lock_guard lock(mutex_);
  const auto found = steps_.find(key);
  if (found == steps_.end()) return {};  // its write has not returned yet
  for (const Step& step : found->second) {
    if (step.value != value) continue;
    if (!is_over(step, found->second, began, instance)) return {};
    return key + ": instance " + std::to_string(instance) + " read " + *value +
           ", which it had overwritten or deleted";
  }
  return {};
}

std::string History::fault_of_end(const std::string& key, const std::optional<std::string>& value) const {
  const std::lock_guard lock(mutex_);
  const auto found = steps_.find(key);
  if (found == steps_.end()) return value ? *value + " was never written to " + key : std::string();
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  for (const Step& step : found->second) {
    if (step.value == value && !is_over(step, found->second, kEnd, {})) return {};
  }
  std::string fault = key + " ended as " + value.value_or("(nothing)") + ", which a later change had ended:";
  for (const Step& step : found->second) {
    fault += "\n  instance " + std::to_string(step.instance) + ", " + std::to_string(step.began) + " to " +
             std::to_string(step.returned) + " us: " + step.value.value_or("(nothing)");
  }
  return fault;
}

}  // namespace redisconf::test
