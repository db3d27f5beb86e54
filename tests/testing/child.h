// A program started by a test, with pipes for its input and output. Killed when the object goes.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace redisconf::test {

class Child {
 public:
  explicit Child(std::vector<std::string> command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  [[nodiscard]] std::string read_line();
  void close_input();
  void kill(int signal) const;
  [[nodiscard]] int exit_status();  // waits; -1 when a signal ended it

 private:
  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
};

// Polls until it holds; false when it does not within 20 s.
[[nodiscard]] bool eventually(const std::function<bool()>& holds);

}  // namespace redisconf::test
