// Runs a program and measures it as the system accounts for it.
//
// Units: milliseconds, of wall time unless said, and MB of peak memory (the measuring program's own few MB
// are its floor). Errors: throws std::runtime_error when the program can't be started.
#pragma once

#include <string>
#include <vector>

namespace redisconf::bench {

struct Usage {
  double ms = 0;
  double processor_ms = 0;  // of all its threads: other work on the machine disturbs it less
  double megabytes = 0;
  int status = 0;  // exit status; -1: a signal ended it
};

// What it prints is thrown away. `folder` is where it is started.
[[nodiscard]] Usage run(const std::vector<std::string>& words, const std::string& folder);

// Medians of several runs; `before` is called before each.
template <class Before>
[[nodiscard]] Usage median_of(int runs, const std::vector<std::string>& words, const std::string& folder,
                              const Before& before);

[[nodiscard]] Usage median(std::vector<Usage> runs);

template <class Before>
Usage median_of(int runs, const std::vector<std::string>& words, const std::string& folder,
                const Before& before) {
  std::vector<Usage> all;
  for (int count = 0; count < runs; ++count) {
    before();
    all.push_back(run(words, folder));
  }
  return median(std::move(all));
}

// A folder of its own, in memory where the system has such a one; removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

  // Makes missing folders too.
  void write(const std::string& file, const std::string& text) const;
  void remove(const std::string& file) const;

 private:
  std::string path_;
};

}  // namespace redisconf::bench
