// What was changed while Redis did not take it, key by key, until it does.
//
// A later change of a key takes the place of an earlier one, so the log is as long as there are keys.
// Increments are added up while none of them was sent; one that was may have run, and keeps its number,
// by which Redis knows it again. Values are not kept here but in the memory store.
//
// Thread-safety: none. Errors: std::bad_alloc.
#pragma once

#include "redis_tier.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redisconf::cache {

struct DirtyWrite {
  Action action = Action::del;  // set, del or expire
  Version version{};
  std::int64_t expires_at = 0;  // ms of the server's clock; 0: never
};

struct DirtyAdd {
  std::uint64_t number = 0;
  std::int64_t delta = 0;
  Version version{};
  std::int64_t expires_at = 0;
  bool sent = false;  // it may have run
};

struct DirtyKey {
  std::optional<DirtyWrite> write{};  // comes before the increments
  std::vector<DirtyAdd> adds{};
};

class DirtyLog {
 public:
  explicit DirtyLog(std::uint64_t most) : most_(most) {}

  // Each says false, and changes nothing, when there is no room for the key. An older write than the
  // one that is there counts as noted.
  [[nodiscard]] bool write(std::string_view key, const DirtyWrite& write);
  [[nodiscard]] bool add(std::string_view key, const DirtyAdd& add);

  [[nodiscard]] const DirtyKey* find(std::string_view key) const;
  [[nodiscard]] std::int64_t sum_of(std::string_view key) const;

  // Redis has something of this version, or has refused the increment for good.
  bool forget_write(std::string_view key, Version up_to);
  void forget_add(std::string_view key, std::uint64_t number);

  // At most so many keys with what is to be sent for them; their increments count as sent from now on.
  struct Item {
    std::string key;
    DirtyKey what;
  };
  [[nodiscard]] std::vector<Item> take(std::size_t most);
  [[nodiscard]] std::optional<Item> take(std::string_view key);

  // Numbers of increments: open from here until forget_add() or close_number().
  [[nodiscard]] std::uint64_t open_number();
  void close_number(std::uint64_t number) { open_.erase(number); }
  [[nodiscard]] std::uint64_t oldest_open() const { return open_.empty() ? next_number_ : *open_.begin(); }

  // All versions are so many milliseconds later: the clock that gave them was wrong.
  void shift(std::int64_t milliseconds);

  [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept { return std::hash<std::string_view>{}(key); }
  };
  using Keys = std::unordered_map<std::string, DirtyKey, Hash, std::equal_to<>>;

  [[nodiscard]] DirtyKey* find_or_add(std::string_view key);
  void drop_if_clean(Keys::iterator at);

  const std::uint64_t most_;
  Keys keys_;
  std::set<std::uint64_t> open_;
  std::uint64_t next_number_ = 1;
};

}  // namespace redisconf::cache
