// What a key holds.
//
// Ownership: owns its bytes. Thread-safety: none. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace redisconf::testing::memory {

using String = std::string;
using List = std::deque<std::string>;
using Hash = std::map<std::string, std::string, std::less<>>;
using Set = std::set<std::string, std::less<>>;

// Members by score, those of one score by their bytes.
class SortedSet {
 public:
  using Order = std::set<std::pair<double, std::string>>;

  [[nodiscard]] std::optional<double> score(std::string_view member) const {
    const auto found = scores_.find(member);
    return found == scores_.end() ? std::nullopt : std::optional(found->second);
  }
  void set(const std::string& member, double score) {
    static_cast<void>(erase(member));
    scores_.emplace(member, score);
    order_.emplace(score, member);
  }
  bool erase(std::string_view member) {
    const auto found = scores_.find(member);
    if (found == scores_.end()) return false;
    order_.erase({found->second, found->first});
    scores_.erase(found);
    return true;
  }
  [[nodiscard]] const Order& order() const& noexcept { return order_; }
  const Order& order() const&& = delete;  // it would end with the object
  [[nodiscard]] std::size_t size() const noexcept { return scores_.size(); }
  [[nodiscard]] bool empty() const noexcept { return scores_.empty(); }

 private:
  std::map<std::string, double, std::less<>> scores_;
  Order order_;
};

using Value = std::variant<String, List, Hash, Set, SortedSet>;

[[nodiscard]] inline std::string_view type_name(const Value& value) noexcept {
  constexpr std::string_view kNames[] = {"string", "list", "hash", "set", "zset"};
  return kNames[value.index()];
}

// Collections vanish with their last element; a string may be empty.
[[nodiscard]] inline bool is_empty_collection(const Value& value) noexcept {
  if (std::holds_alternative<String>(value)) return false;
  return std::visit([](const auto& content) { return content.empty(); }, value);
}

struct Entry {
  Value value;
  std::optional<std::int64_t> expires_at{};  // milliseconds of Unix time
};

}  // namespace redisconf::testing::memory
