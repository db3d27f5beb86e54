// A helper program of one test; ends with the object, and with the test.
#pragma once

#include <sys/types.h>

#include <string>

namespace redisconf::test {

class ChildProcess {
 public:
  explicit ChildProcess(const std::string& command);  // one simple command: the shell execs it
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

 private:
  pid_t process_;
};

}  // namespace redisconf::test
