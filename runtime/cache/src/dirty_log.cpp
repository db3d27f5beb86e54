#include "dirty_log.h"

#include <algorithm>
#include <utility>

namespace redisconf::cache {
namespace {

constexpr unsigned kLogicalBits = 16;

}  // namespace

DirtyKey* DirtyLog::find_or_add(std::string_view key) {
  if (const auto found = keys_.find(key); found != keys_.end()) return &found->second;
  if (keys_.size() >= most_) return nullptr;
  return &keys_.emplace(key, DirtyKey{}).first->second;
}

bool DirtyLog::write(std::string_view key, const DirtyWrite& write) {
  DirtyKey* const dirty = find_or_add(key);
  if (dirty == nullptr) return false;
  if (dirty->write && dirty->write->version > write.version) return true;
  if (write.action == Action::expire) {
    if (!dirty->write || dirty->write->action == Action::expire) {
      dirty->write = write;
    } else if (dirty->write->action ==
               Action::set) {  // what Redis does not have yet lives for longer, or less
      dirty->write->version = write.version;
      dirty->write->expires_at = write.expires_at;
    }
    return true;
  }
  dirty->write = write;
  for (const DirtyAdd& add : dirty->adds) open_.erase(add.number);
  dirty->adds.clear();
  return true;
}

bool DirtyLog::add(std::string_view key, const DirtyAdd& add) {
  DirtyKey* const dirty = find_or_add(key);
  if (dirty == nullptr) return false;
  if (!add.sent && !dirty->adds.empty() && !dirty->adds.back().sent) {
    DirtyAdd& last = dirty->adds.back();
    last.delta += add.delta;
    last.version = add.version;
    open_.erase(add.number);
  } else {
    dirty->adds.push_back(add);
  }
  return true;
}

const DirtyKey* DirtyLog::find(std::string_view key) const {
  const auto found = keys_.find(key);
  return found == keys_.end() ? nullptr : &found->second;
}

std::int64_t DirtyLog::sum_of(std::string_view key) const {
  std::int64_t sum = 0;
  if (const DirtyKey* const dirty = find(key)) {
    for (const DirtyAdd& add : dirty->adds) sum += add.delta;
  }
  return sum;
}

void DirtyLog::drop_if_clean(Keys::iterator at) {
  if (!at->second.write && at->second.adds.empty()) keys_.erase(at);
}

bool DirtyLog::forget_write(std::string_view key, Version up_to) {
  const auto found = keys_.find(key);
  if (found == keys_.end() || !found->second.write || found->second.write->version > up_to) return false;
  found->second.write.reset();
  drop_if_clean(found);
  return true;
}

void DirtyLog::forget_add(std::string_view key, std::uint64_t number) {
  open_.erase(number);
  const auto found = keys_.find(key);
  if (found == keys_.end()) return;
  std::erase_if(found->second.adds, [number](const DirtyAdd& add) { return add.number == number; });
  drop_if_clean(found);
}

std::vector<DirtyLog::Item> DirtyLog::take(std::size_t most) {
  std::vector<Item> items;
  for (auto& [key, dirty] : keys_) {
    if (items.size() == most) break;
    for (DirtyAdd& add : dirty.adds) add.sent = true;
    items.push_back({key, dirty});
  }
  return items;
}

std::optional<DirtyLog::Item> DirtyLog::take(std::string_view key) {
  const auto found = keys_.find(key);
  if (found == keys_.end()) return {};
  for (DirtyAdd& add : found->second.adds) add.sent = true;
  return Item{found->first, found->second};
}

std::uint64_t DirtyLog::open_number() {
  open_.insert(next_number_);
  return next_number_++;
}

void DirtyLog::shift(std::int64_t milliseconds) {
  const auto later = [milliseconds](Version& version) {
    version.time += static_cast<std::uint64_t>(milliseconds) << kLogicalBits;
  };
  for (auto& [key, dirty] : keys_) {
    if (dirty.write) {
      later(dirty.write->version);
      if (dirty.write->expires_at != 0) dirty.write->expires_at += milliseconds;
    }
    for (DirtyAdd& add : dirty.adds) {
      later(add.version);
      if (add.expires_at != 0) add.expires_at += milliseconds;
    }
  }
}

}  // namespace redisconf::cache
