// What two instances did to a few keys, with times, and what may be read after it.
//
// The rule: a change is over when another one began a while after it had returned. What is over is not
// read again: at once where it was overwritten or deleted, everywhere once all is quiet. The while is what
// the clocks of the instances may differ by.
//
// Thread-safety: any number of threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::test {

struct Step {
  int instance = 0;
  std::int64_t began = 0;  // microseconds
  std::int64_t returned = 0;
  std::optional<std::string> value;  // nothing: a delete
};

class History {
 public:
  explicit History(std::int64_t tolerance) : tolerance_(tolerance) {}

  void changed(const std::string& key, Step step);
  void added(const std::string& key, std::int64_t delta);

  // Why this instance may not have read it; empty when it may.
  [[nodiscard]] std::string fault_of_read(const std::string& key, int instance, std::int64_t began,
                                          const std::optional<std::string>& value) const;
  // The same when all is quiet.
  [[nodiscard]] std::string fault_of_end(const std::string& key,
                                         const std::optional<std::string>& value) const;

  [[nodiscard]] std::int64_t sum_of(const std::string& key) const;

 private:
  [[nodiscard]] bool is_over(const Step& step, const std::vector<Step>& steps, std::int64_t before,
                             std::optional<int> instance) const;

  const std::int64_t tolerance_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<Step>> steps_;
  std::map<std::string, std::int64_t> sums_;
};

}  // namespace redisconf::test
