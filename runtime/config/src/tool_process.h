// A running program and its supervisor (tool_run.h): the processes and the pipes from them.
//
// Ownership:     owns the pipes and reaps the supervisor when destroyed, so end the program first.
// Thread-safety: none. Errors: start() returns errno.
#pragma once

#include <sys/types.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace redisconf {

// A descriptor, closed when it goes; never 0 to 2, which a child sets for itself.
class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int number) noexcept;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  void close() noexcept;
  [[nodiscard]] int get() const noexcept { return number_; }

 private:
  int number_ = -1;
};

// What the supervisor tells, whole or not at all.
struct ToolNotice {
  enum class Kind : int { started, not_started, ended };
  Kind kind = Kind::started;
  int value = 0;  // process id, errno, status of waitpid()
};

class ToolProcess {
 public:
  ToolProcess() = default;
  ToolProcess(const ToolProcess&) = delete;
  ToolProcess& operator=(const ToolProcess&) = delete;
  ~ToolProcess();

  // 0 or errno. A program that can't be executed is told by a notice.
  [[nodiscard]] int start(const std::string& program, const std::vector<std::string>& words);

  // Ends the wait for a program that no signal ends.
  void abandon() noexcept;

  [[nodiscard]] int output() const noexcept { return output_.get(); }    // not blocking
  [[nodiscard]] int errors() const noexcept { return errors_.get(); }    // not blocking
  [[nodiscard]] int notices() const noexcept { return notices_.get(); }  // blocking

 private:
  Descriptor output_;
  Descriptor errors_;
  Descriptor notices_;
  pid_t supervisor_ = -1;
};

}  // namespace redisconf
