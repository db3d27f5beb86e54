// What worker processes write down of the jobs they start, in files that outlive a SIGKILL; and what is
// found in them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace redisconf::test {

// A line a job: "priority number sequence crashes". Thread-safety: lines may be written concurrently.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& file);
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  ~Journal();

  void write(const std::string& payload, int crashes) const;

 private:
  int descriptor_;
};

struct Findings {
  std::size_t lost = 0;        // of the numbers 0 to count - 1
  std::size_t duplicates = 0;  // starts beyond the first
  std::size_t disorder = 0;    // first deliveries before an earlier one of their priority, in one process
};

[[nodiscard]] Findings read_journals(const std::filesystem::path& folder, std::size_t count);

}  // namespace redisconf::test
