#include "vcs/git.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>

#include "output/writer.h"
#include "schema/file_loader.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxOutput = std::size_t{512} * 1024 * 1024;

// A hook's variables would point git at another repository or index than the schema's.
bool is_inherited(std::string_view entry) {
  constexpr std::array<std::string_view, 7> kLeftOut{
      "GIT_DIR=",        "GIT_COMMON_DIR=", "GIT_WORK_TREE=", "GIT_PREFIX=",
      "GIT_INDEX_FILE=", "LC_ALL=",         "LANGUAGE="};
  return std::ranges::none_of(kLeftOut, [entry](std::string_view name) { return entry.starts_with(name); });
}

std::vector<std::string> environment() {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (is_inherited(*entry)) entries.emplace_back(*entry);
  }
  entries.insert(entries.end(), {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0"});
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

// Where a child's standard streams lie. In files, no pipe can fill up and stop it.
class Streams {
 public:
  explicit Streams(const std::string& scratch)
      : input(scratch + "/input"), output(scratch + "/output"), errors(scratch + "/errors") {
    ::posix_spawn_file_actions_init(&actions_);
    constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, input.c_str(), O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(), kWrite, 0600);
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, errors.c_str(), kWrite, 0600);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  ~Streams() { ::posix_spawn_file_actions_destroy(&actions_); }

  [[nodiscard]] const posix_spawn_file_actions_t* actions() const noexcept { return &actions_; }

  const std::string input;
  const std::string output;
  const std::string errors;

 private:
  posix_spawn_file_actions_t actions_{};
};

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

[[noreturn]] void refuse(const std::string& errors) {
  const std::string line = printable(std::string_view(errors).substr(0, errors.find('\n')));
  if (errors.find("not a git repository") != std::string::npos) {
    throw GitFault("the schema is in no git checkout",
                   "compare with a folder instead: --against DIR, a copy of the project as it was");
  }
  if (errors.find("dubious ownership") != std::string::npos) {
    throw GitFault("git refuses the checkout, which another user owns: " + line,
                   "git config --global --add safe.directory FOLDER, if you trust it");
  }
  throw GitFault("git failed: " + (line.empty() ? "it says nothing" : line),
                 "see that `git status` works in the schema's folder");
}

}  // namespace

GitOutput Git::run(const std::vector<std::string>& arguments, const std::string& input) const {
  const Streams streams(scratch_);
  const WriteResult written = write_always(streams.input, input);
  if (written.failed()) {
    throw GitFault("the temporary folder can't be written: " + written.error,
                   "make room, or set TMPDIR to a folder that you may write");
  }
  std::vector<std::string> words{"git", "--literal-pathspecs", "-C", folder_.empty() ? "." : folder_};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment();
  pid_t process = -1;
  const int error = ::posix_spawnp(&process, "git", streams.actions(), nullptr, pointers(words).data(),
                                   pointers(variables).data());
  if (error != 0) {
    throw GitFault("git can't be started: " + std::generic_category().message(error),
                   "install git, or compare with a folder: --against DIR");
  }
  GitOutput result;
  result.status = wait_for(process);
  result.output = load_file(streams.output, kMaxOutput).bytes;
  result.errors = load_file(streams.errors, kMaxOutput).bytes;
  return result;
}

std::string Git::ask(const std::vector<std::string>& arguments, const std::string& input) const {
  GitOutput result = run(arguments, input);
  if (result.status != 0) refuse(result.errors);
  return std::move(result.output);
}

}  // namespace redisconf::compiler
