// The classic of evictions, to compare with: which keys a cache of so many entries holds.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>

namespace redisconf::test {

class LeastRecentlyUsed {
 public:
  explicit LeastRecentlyUsed(std::size_t most) : most_(most) {}

  // Whether the key was there; it is now.
  bool ask(std::size_t key) {
    const auto found = places_.find(key);
    if (found != places_.end()) {
      order_.splice(order_.begin(), order_, found->second);
      return true;
    }
    if (order_.size() == most_) {
      places_.erase(order_.back());
      order_.pop_back();
    }
    order_.push_front(key);
    places_[key] = order_.begin();
    return false;
  }

 private:
  std::size_t most_;
  std::list<std::size_t> order_;
  std::unordered_map<std::size_t, std::list<std::size_t>::iterator> places_;
};

}  // namespace redisconf::test
