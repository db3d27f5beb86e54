// Does something in a child of fork(), which has copies of all objects and none of their threads.
//
// Thread-safety: may run concurrently. Errors: std::system_error when there is no child.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>
#include <type_traits>

namespace redisconf::test {

// Starts `work` there, and does not wait. Its status is what that returns: an int, or 0 for true; 99 when it
// threw. One that hangs is ended by its alarm.
template <class Work>
[[nodiscard]] pid_t start_in_child(const Work& work) {
  constexpr unsigned kHungAfter = 20;  // seconds
  constexpr int kThrew = 99;
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child > 0) return child;
  ::alarm(kHungAfter);
  int status = kThrew;
  try {
    if constexpr (std::is_same_v<decltype(work()), bool>) {
      status = work() ? 0 : 1;
    } else {
      status = work();
    }
  } catch (const std::exception&) {
    status = kThrew;
  }
  ::_exit(status);
}

// Waits for its end; above 128 for a signal, as in a shell.
[[nodiscard]] inline int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) != child) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Whether `work` returned true; not when it threw, or hung.
template <class Work>
[[nodiscard]] bool holds_in_child(const Work& work) {
  return status_of(start_in_child(work)) == 0;
}

}  // namespace redisconf::test
