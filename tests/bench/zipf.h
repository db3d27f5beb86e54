// A trace of keys of which few are asked for often: rank r with a weight of 1 / r^skew.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace redisconf::bench {

[[nodiscard]] inline std::vector<std::size_t> zipf_trace(std::size_t keys, double skew, std::size_t length,
                                                         unsigned seed) {
  std::vector<double> sums(keys);
  double sum = 0;
  for (std::size_t rank = 0; rank < keys; ++rank) {
    sum += 1 / std::pow(static_cast<double>(rank + 1), skew);
    sums[rank] = sum;
  }
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> share(0, sum);
  std::vector<std::size_t> trace(length);
  for (std::size_t& key : trace) {
    const auto at = std::lower_bound(sums.begin(), sums.end(), share(engine));
    key = std::min(static_cast<std::size_t>(at - sums.begin()), keys - 1);
  }
  return trace;
}

}  // namespace redisconf::bench
