#include "program.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace redisconf::test {
namespace {

constexpr int kPatience = 20'000;  // ms

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// Only what may be done between fork() and exec() of a program with threads.
[[noreturn]] void become(const char* path, char* const* arguments, char* const* environment, int output,
                         int errors) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int input = ::open("/dev/null", O_RDONLY);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execve(path, arguments, environment);
  ::_exit(127);
}

std::string content_of(int file) {
  std::string text;
  std::array<char, 4096> buffer{};
  ::lseek(file, 0, SEEK_SET);
  for (ssize_t count = 0; (count = ::read(file, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

Program::Program(const std::string& path, const std::vector<std::string>& arguments,
                 const std::vector<std::string>& environment)
    : errors_(::memfd_create("errors", MFD_CLOEXEC)) {
  std::vector<std::string> all{path};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const std::vector<char*> argument_pointers = pointers_to(all);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  std::array<int, 2> output{};
  if (errors_ < 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::system_category(), "can't run " + path);
  }
  output_ = output[0];
  pid_ = ::fork();
  if (pid_ == 0) {
    become(path.c_str(), argument_pointers.data(), environment_pointers.data(), output[1], errors_);
  }
  ::close(output[1]);
  if (pid_ < 0) throw std::system_error(errno, std::system_category(), "can't run " + path);
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
  ::close(errors_);
}

bool Program::read_more() {
  pollfd ready{output_, POLLIN, 0};
  if (::poll(&ready, 1, kPatience) <= 0) {
    throw std::runtime_error("the program says nothing:\n" + content_of(errors_));
  }
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(output_, buffer.data(), buffer.size());
  if (count <= 0) return false;
  read_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::string Program::read_line() {
  std::size_t end = read_.find('\n');
  while (end == std::string::npos) {
    if (!read_more()) return {};
    end = read_.find('\n');
  }
  const std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

void Program::signal(int number) const { ::kill(pid_, number); }

// Its standard output ends when the program does.
Ended Program::wait() {
  while (read_more()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, std::move(read_), content_of(errors_)};
}

Ended run(const std::string& path, const std::vector<std::string>& arguments,
          const std::vector<std::string>& environment) {
  return Program(path, arguments, environment).wait();
}

}  // namespace redisconf::test
