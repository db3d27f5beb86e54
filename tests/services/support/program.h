// A program that a test runs: with exactly the given environment, its output kept, and ended
// with the test, whatever happens to it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace redisconf::test {

struct Ended {
  int status = -1;  // of exit(); -1 when a signal ended it
  std::string output;
  std::string errors;
};

class Program {
 public:
  // `environment` as "NAME=value". Throws std::system_error when it can't be started.
  Program(const std::string& path, const std::vector<std::string>& arguments,
          const std::vector<std::string>& environment);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();  // SIGKILL, when it still runs

  // The next line of standard output; empty when the program ended before it. Throws
  // std::runtime_error after 20 s.
  [[nodiscard]] std::string read_line();

  void signal(int number) const;

  // Waits for the end. Throws std::runtime_error after 20 s.
  [[nodiscard]] Ended wait();

 private:
  bool read_more();  // false at the end

  pid_t pid_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::string read_;
};

// Runs it to its end.
[[nodiscard]] Ended run(const std::string& path, const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment);

}  // namespace redisconf::test
