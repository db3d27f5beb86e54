#include "tool.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace redisconf::compiler::test {
namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  }
};

struct Child {
  pid_t process = -1;
  int output = -1;
  int errors = -1;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> full_environment(const Invocation& invocation) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('=') + 1);
    bool replaced = false;
    for (const std::string& own : invocation.environment) replaced = replaced || own.starts_with(name);
    if (!replaced) all.push_back(text);
  }
  all.insert(all.end(), invocation.environment.begin(), invocation.environment.end());
  return all;
}

Child start(const Invocation& invocation) {
  const Pipe output;
  const Pipe errors;
  std::vector<std::string> words = invocation.words;
  std::vector<std::string> environment = full_environment(invocation);
  const auto arguments = pointers(words);
  const auto variables = pointers(environment);
  const pid_t process = ::fork();
  if (process < 0) throw std::runtime_error("fork");
  if (process == 0) {
    ::dup2(output.ends[1], STDOUT_FILENO);
    ::dup2(errors.ends[1], STDERR_FILENO);
    if (invocation.largest_file) {
      const rlimit limit{*invocation.largest_file, *invocation.largest_file};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (::chdir(invocation.folder.c_str()) == 0) {
      ::execvpe(arguments[0], arguments.data(), variables.data());
    }
    ::_exit(127);
  }
  ::close(output.ends[1]);
  ::close(errors.ends[1]);
  return {process, output.ends[0], errors.ends[0]};
}

// Returns false at the end of the stream.
bool read_some(int descriptor, std::string& text) {
  std::array<char, 4096> buffer{};
  const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  text.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

Run finish(const Child& child) {
  Run result;
  result.process = child.process;
  std::array<pollfd, 2> streams{pollfd{child.output, POLLIN, 0}, pollfd{child.errors, POLLIN, 0}};
  std::array<std::string*, 2> texts{&result.output, &result.errors};
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (::poll(streams.data(), streams.size(), -1) < 0) continue;
    for (std::size_t index = 0; index < streams.size(); ++index) {
      if (streams[index].fd < 0 || streams[index].revents == 0) continue;
      if (!read_some(streams[index].fd, *texts[index])) streams[index].fd = -1;
    }
  }
  ::close(child.output);
  ::close(child.errors);
  int status = 0;
  while (::waitpid(child.process, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
  return result;
}

}  // namespace

Run run(const Invocation& invocation) { return finish(start(invocation)); }

Run run_tool(const std::string& folder, const std::vector<std::string>& arguments,
             const std::vector<std::string>& environment) {
  std::vector<std::string> words{REDISCONF_TOOL};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run({words, folder, environment, {}});
}

std::vector<Run> run_together(const Invocation& invocation, std::size_t count) {
  std::vector<Child> children;
  for (std::size_t index = 0; index < count; ++index) children.push_back(start(invocation));
  std::vector<Run> runs;
  for (const Child& child : children) runs.push_back(finish(child));
  return runs;
}

}  // namespace redisconf::compiler::test
