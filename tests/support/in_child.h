// Does something in a child of fork(), which has copies of all objects and none of their threads.
//
// Thread-safety: may run concurrently. Errors: std::system_error when there is no child.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>

namespace redisconf::test {

// Whether `work` returned true; not when it threw, or hung and was ended by its alarm.
template <class Work>
[[nodiscard]] bool holds_in_child(const Work& work) {
  constexpr unsigned kHungAfter = 20;  // seconds
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) {
    ::alarm(kHungAfter);
    bool held = false;
    try {
      held = work();
    } catch (const std::exception&) {
      held = false;
    }
    ::_exit(held ? 0 : 1);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace redisconf::test
