#include "testing/child.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>
#include <thread>
#include <utility>

namespace redisconf::test {
namespace {

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

}  // namespace

Child::Child(std::vector<std::string> command) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  check(pipe2(input.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
  check(pipe2(output.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe2");
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  check(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
  posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  const int error = posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(input[0]);
  close(output[1]);
  input_ = input[1];
  output_ = output[0];
  check(error, "posix_spawn");
}

Child::~Child() {
  close_input();
  close(output_);
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

std::string Child::read_line() {
  std::string line;
  for (char byte = 0; read(output_, &byte, 1) == 1 && byte != '\n';) line += byte;
  return line;
}

void Child::close_input() {
  if (input_ >= 0) close(std::exchange(input_, -1));
}

void Child::kill(int signal) const { ::kill(process_, signal); }

int Child::exit_status() {
  int status = 0;
  if (waitpid(std::exchange(process_, 0), &status, 0) < 0) check(errno, "waitpid");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace redisconf::test
