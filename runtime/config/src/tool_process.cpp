#include "tool_process.h"

#include "redisconf/config/signals_blocked.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace redisconf {
namespace {

// fork() without the handlers of other libraries: the child calls nothing but the system. Thread
// sanitizer's own locks need its handlers.
#if defined(__SANITIZE_THREAD__)
#define REDISCONF_FORK ::fork
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define REDISCONF_FORK ::fork
#endif
#endif
#if !defined(REDISCONF_FORK) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 34)
#define REDISCONF_FORK ::_Fork
#endif
#endif
#ifndef REDISCONF_FORK
#define REDISCONF_FORK ::fork
#endif

pid_t fork_quietly() noexcept { return REDISCONF_FORK(); }

// What both children need, made before the fork: after it nothing may be allocated.
struct Plan {
  const char* program;
  char* const* words;
  char* const* environment;
  int input;
  int output;
  int errors;
  int notices;
};

void tell(int notices, ToolNotice::Kind kind, int value) noexcept {
  const ToolNotice notice{kind, value};
  (void)!::write(notices, &notice, sizeof notice);
}

void close_range_of([[maybe_unused]] unsigned first, [[maybe_unused]] unsigned last,
                    [[maybe_unused]] unsigned flags) noexcept {
#ifdef SYS_close_range
  (void)::syscall(SYS_close_range, first, last, flags);
#endif
}

[[noreturn]] void become_tool(const Plan& plan) noexcept {
  (void)::setpgid(0, 0);
  const bool connected =
      ::dup2(plan.input, 0) >= 0 && ::dup2(plan.output, 1) >= 0 && ::dup2(plan.errors, 2) >= 0;
  constexpr unsigned kCloseOnExec = 4;  // CLOSE_RANGE_CLOEXEC: what others forgot to mark
  close_range_of(3, ~0U, kCloseOnExec);
  sigset_t none;
  ::sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (connected) ::execve(plan.program, plan.words, plan.environment);
  tell(plan.notices, ToolNotice::Kind::not_started, errno);
  ::_exit(127);
}

// Signals stay blocked: what ends our process's group must not end the wait.
[[noreturn]] void supervise(const Plan& plan) noexcept {
  for (int number = 1; number < NSIG; ++number) (void)::signal(number, SIG_DFL);
  const pid_t tool = fork_quietly();
  if (tool == 0) become_tool(plan);
  if (tool < 0) {
    tell(plan.notices, ToolNotice::Kind::not_started, errno);
    ::_exit(127);
  }
  (void)::setpgid(tool, tool);
  for (const int own : {0, 1, 2, plan.input, plan.output, plan.errors}) ::close(own);
  const auto kept = static_cast<unsigned>(plan.notices);
  close_range_of(0, kept - 1, 0);
  close_range_of(kept + 1, ~0U, 0);
  tell(plan.notices, ToolNotice::Kind::started, tool);
  int status = 0;
  while (::waitpid(tool, &status, 0) < 0 && errno == EINTR) {
  }
  tell(plan.notices, ToolNotice::Kind::ended, status);
  ::_exit(0);
}

bool make_pipe(Descriptor& read_end, Descriptor& write_end) noexcept {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  read_end = Descriptor(ends[0]);
  write_end = Descriptor(ends[1]);
  return read_end.get() >= 0 && write_end.get() >= 0;
}

bool never_block(const Descriptor& end) noexcept { return ::fcntl(end.get(), F_SETFL, O_NONBLOCK) == 0; }

pid_t start_supervisor(const Plan& plan) noexcept {
  const SignalsBlocked blocked;
  const pid_t supervisor = fork_quietly();
  if (supervisor == 0) supervise(plan);
  return supervisor;
}

}  // namespace

Descriptor::Descriptor(int number) noexcept : number_(number) {
  if (number < 0 || number > 2) return;
  number_ = ::fcntl(number, F_DUPFD_CLOEXEC, 3);
  const int error = errno;
  ::close(number);
  errno = error;
}

void Descriptor::close() noexcept {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

int ToolProcess::start(const std::string& program, const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);

  Descriptor output;
  Descriptor errors;
  Descriptor notices;
  const Descriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (input.get() < 0 || !make_pipe(output_, output) || !make_pipe(errors_, errors) ||
      !make_pipe(notices_, notices) || !never_block(output_) || !never_block(errors_)) {
    return errno;
  }
  supervisor_ = start_supervisor(
      {program.c_str(), arguments.data(), environ, input.get(), output.get(), errors.get(), notices.get()});
  return supervisor_ < 0 ? errno : 0;
}

void ToolProcess::abandon() noexcept {
  if (supervisor_ > 0) (void)::kill(supervisor_, SIGKILL);
}

// Where SIGCHLD is ignored, or a handler reaps all, this ends with ECHILD: as good.
ToolProcess::~ToolProcess() {
  if (supervisor_ <= 0) return;
  while (::waitpid(supervisor_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace redisconf
