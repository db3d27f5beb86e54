#include "tool_run.h"

#include "secret_bytes.h"
#include "tool_process.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace redisconf {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kErrorBytes = 4096;
constexpr std::size_t kKeptErrorBytes = 512;
constexpr std::chrono::milliseconds kTimeToObey{250};  // between SIGTERM and SIGKILL
constexpr std::chrono::seconds kTimeToDie{2};          // after SIGKILL; longer when a disk hangs

class Watch {
 public:
  Watch(ToolProcess& process, const ToolCommand& command)
      : process_(process), max_output_(command.max_output), next_step_(Clock::now() + command.deadline) {
    run_.errors.reserve(kErrorBytes);
  }

  ToolRun until_end() {
    while (!ended_) {
      wait();
      if (!ended_ && Clock::now() >= next_step_) press_on();
    }
    // What it printed before its end is in the pipes; what it left running may never close them.
    read_output();
    read_errors();
    return std::move(run_);
  }

 private:
  void wait() {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_step_ - Clock::now()).count();
    std::array<pollfd, 3> files{{{process_.notices(), POLLIN, 0},
                                 {output_open_ ? process_.output() : -1, POLLIN, 0},
                                 {errors_open_ ? process_.errors() : -1, POLLIN, 0}}};
    const int timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
    if (::poll(files.data(), files.size(), timeout) <= 0) return;
    if (files[1].revents != 0) read_output();
    if (files[2].revents != 0) read_errors();
    if (files[0].revents != 0) read_notice();
  }

  void read_notice() {
    ToolNotice notice;
    const ssize_t count = ::read(process_.notices(), &notice, sizeof notice);
    if (count < 0 && errno == EINTR) return;
    if (count != sizeof notice) return end_as(ToolRun::End::killed, SIGKILL);  // the supervisor is gone
    if (notice.kind == ToolNotice::Kind::started) {
      tool_ = notice.value;
      if (stopped_) (void)::kill(-tool_, SIGKILL);
    } else if (notice.kind == ToolNotice::Kind::not_started) {
      end_as(ToolRun::End::not_started, notice.value);
    } else if (WIFSIGNALED(notice.value)) {
      end_as(ToolRun::End::killed, WTERMSIG(notice.value));
    } else {
      end_as(ToolRun::End::exited, WEXITSTATUS(notice.value));
    }
  }

  // A reason of our own was there first.
  void end_as(ToolRun::End end, int code) noexcept {
    ended_ = true;
    if (stopped_) return;
    run_.end = end;
    run_.code = code;
  }

  // The deadline came, or the time after a signal is over.
  void press_on() {
    if (!stopped_) {
      stop(ToolRun::End::too_slow, SIGTERM, kTimeToObey);
    } else if (!killed_) {
      stop(run_.end, SIGKILL, kTimeToDie);
    } else {
      process_.abandon();
      ended_ = true;
    }
  }

  void stop(ToolRun::End why, int signal_number, std::chrono::milliseconds patience) {
    run_.end = why;
    stopped_ = true;
    killed_ = signal_number == SIGKILL;
    if (tool_ > 0) (void)::kill(-tool_, signal_number);
    next_step_ = Clock::now() + patience;
  }

  void read_output() {
    while (output_open_ && run_.end != ToolRun::End::too_much) {
      if (run_.output.room_size() == 0) {
        run_.output.reserve(std::min(run_.output.view().size() * 2 + 512, max_output_ + 1));
      }
      if (!read_into(process_.output(), run_.output, output_open_)) return;
      if (run_.output.view().size() > max_output_) stop(ToolRun::End::too_much, SIGKILL, kTimeToDie);
    }
    if (run_.end == ToolRun::End::too_much) output_open_ = false;
  }

  void read_errors() {
    while (errors_open_ && read_into(process_.errors(), run_.errors, errors_open_)) {
      if (run_.errors.room_size() == 0) keep_last_errors();
    }
  }

  void keep_last_errors() {
    SecretBuffer kept(kErrorBytes);
    const std::string_view all = run_.errors.view();
    copy_secret(kept.room(), all.data() + all.size() - kKeptErrorBytes, kKeptErrorBytes);
    kept.add_filled(kKeptErrorBytes);
    run_.errors = std::move(kept);
  }

  // False when nothing more can be read now.
  static bool read_into(int file, SecretBuffer& bytes, bool& open) {
    const ssize_t count = ::read(file, bytes.room(), bytes.room_size());
    if (count > 0) bytes.add_filled(static_cast<std::size_t>(count));
    if (count == 0) open = false;
    return count > 0 || (count < 0 && errno == EINTR);
  }

  ToolProcess& process_;
  std::size_t max_output_;
  Clock::time_point next_step_;
  ToolRun run_;
  pid_t tool_ = -1;
  bool output_open_ = true;
  bool errors_open_ = true;
  bool stopped_ = false;
  bool killed_ = false;
  bool ended_ = false;
};

}  // namespace

ToolRun run_tool(const ToolCommand& command) {
  ToolProcess process;
  if (const int error = process.start(command.program, command.words); error != 0) {
    ToolRun run;
    run.code = error;
    return run;
  }
  return Watch(process, command).until_end();
}

}  // namespace redisconf
