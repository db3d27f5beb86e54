#include "memory/keyspace.h"

namespace redisconf::testing::memory {
namespace {

// At the very millisecond too, where Redis waits one more: advance() by a key's time to live ends it.
bool is_over(const Entry& entry, std::int64_t now) noexcept {
  return entry.expires_at && now >= *entry.expires_at;
}

}  // namespace

Entry* Keyspace::find(std::string_view key, std::int64_t now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  if (!is_over(found->second, now)) return &found->second;
  entries_.erase(found);
  return nullptr;
}

bool Keyspace::erase(std::string_view key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return false;
  entries_.erase(found);
  return true;
}

void Keyspace::drop_expired(std::int64_t now) {
  std::erase_if(entries_, [now](const auto& each) { return is_over(each.second, now); });
}

}  // namespace redisconf::testing::memory
