// Keeps names for as long as a configuration lives, with few allocations: load() keeps one for
// each setting that a variable decides.
#pragma once

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace redisconf {

class NameArena {
 public:
  // The parts joined, zero-terminated; valid as long as the arena, also when it is moved.
  const char* keep(std::initializer_list<std::string_view> parts) {
    std::size_t size = 1;
    for (const std::string_view part : parts) size += part.size();
    char* const begin = reserve(size);
    char* at = begin;
    for (const std::string_view part : parts) at = std::copy(part.begin(), part.end(), at);
    *at = '\0';
    return begin;
  }

  const char* keep(std::string_view name) { return keep({name}); }

 private:
  static constexpr std::size_t kChunk = 1024;  // bytes; the largest that glibc takes from its thread cache

  char* reserve(std::size_t size) {
    if (chunks_.empty() || left_ < size) {
      left_ = std::max(kChunk, size);
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
      next_ = chunks_.back().get();
    }
    char* const begin = next_;
    next_ += size;
    left_ -= size;
    return begin;
  }

  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace redisconf
