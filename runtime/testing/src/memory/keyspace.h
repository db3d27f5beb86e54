// One database: keys, their values, and when they end.
//
// Keys whose time is over are gone for every caller, and leave the map when somebody looks.
// Ownership: owns the entries. Thread-safety: none. Errors: none.
#pragma once

#include "memory/value.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace redisconf::testing::memory {

class Keyspace {
 public:
  using Entries = std::map<std::string, Entry, std::less<>>;

  // Null when there is none at that time.
  [[nodiscard]] Entry* find(std::string_view key, std::int64_t now);

  void put(const std::string& key, Entry entry) { entries_.insert_or_assign(key, std::move(entry)); }
  bool erase(std::string_view key);
  void clear() noexcept { entries_.clear(); }

  void drop_expired(std::int64_t now);
  [[nodiscard]] const Entries& entries() const noexcept { return entries_; }  // after drop_expired()

 private:
  Entries entries_;
};

}  // namespace redisconf::testing::memory
