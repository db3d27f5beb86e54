#include "import_trial.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>

namespace redisconf::test {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> with_environment(std::vector<std::string> variables) {
  for (char** entry = environ; *entry != nullptr; ++entry) variables.emplace_back(*entry);
  return variables;
}

std::vector<std::string> import_words(std::vector<std::string> words) {
  words.insert(words.begin(), {"import", "demo"});
  return words;
}

}  // namespace

RunningImport::RunningImport(const std::string& folder, std::vector<std::string> words,
                             std::vector<std::string> variables) {
  words.insert(words.begin(), REDISCONF_TOOL);
  std::vector<std::string> environment = with_environment(std::move(variables));
  const auto arguments = pointers_to(words);
  const auto settings = pointers_to(environment);
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("fork");
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(ends[0], STDIN_FILENO);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    if (::chdir(folder.c_str()) == 0) ::execve(arguments[0], arguments.data(), settings.data());
    ::_exit(127);
  }
  ::close(ends[0]);
  input_ = ends[1];
}

RunningImport::~RunningImport() {
  end_input();
  if (status_ >= 0) return;
  signal(SIGKILL);
  wait();
}

void RunningImport::write(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t count = ::write(input_, text.data(), text.size());
    if (count < 0) throw std::runtime_error("the import reads no longer");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void RunningImport::end_input() {
  if (input_ >= 0) ::close(input_);
  input_ = -1;
}

void RunningImport::signal(int number) const { ::kill(process_, number); }

bool RunningImport::runs() {
  if (status_ >= 0) return false;
  int status = 0;
  if (::waitpid(process_, &status, WNOHANG) == 0) return true;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

int RunningImport::wait() {
  int status = 0;
  while (status_ < 0) {
    if (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return status_;
}

ImportTrial::ImportTrial(testing::RedisServerOptions options)
    : server_(std::move(options)), client_(trial_config(server_)) {
  folder_.write("schema/redis.yaml",
                "redisconf: 1\nenvironments:\n  development:\n    default: true\n"
                "    connection: {host: {env: REDIS_HOST}, port: {env: REDIS_PORT, default: 6379}}\n");
  folder_.write("schema/services/demo.yaml",
                "redisconf: 1\nservice: demo\ncaches:\n  sessions: {ttl: 30m}\n"
                "queues:\n  mails: {priorities: 2}\n");
  sessions_.name = "sessions";
  sessions_.key_prefix = "demo:sessions:";
  sessions_.time_to_live = std::chrono::minutes(30);
  mails_.name = "mails";
  mails_.key_prefix = "{demo:mails}:";
  mails_.priorities = 2;
}

std::vector<std::string> ImportTrial::variables() const {
  return {"REDIS_HOST=" + server_.host(), "REDIS_PORT=" + std::to_string(server_.port())};
}

compiler::test::Run ImportTrial::run(std::vector<std::string> words) const {
  return compiler::test::run_tool(folder_.path(), import_words(std::move(words)), variables());
}

RunningImport ImportTrial::start(std::vector<std::string> words) const {
  return RunningImport(folder_.path(), import_words(std::move(words)), variables());
}

std::multiset<std::string> ImportTrial::payloads() {
  constexpr std::size_t kAll = 1'000'000;
  std::multiset<std::string> found;
  queue::Queue jobs = queue();
  for (int priority = 0; priority < mails_.priorities; ++priority) {
    for (const queue::WaitingJob& job : jobs.peek(priority, kAll)) found.insert(job.payload);
  }
  return found;
}

std::string job_lines(int first, int last) {
  std::string lines;
  for (int number = first; number < last; ++number) {
    lines += R"({"payload":)" + std::to_string(number) + "}\n";
  }
  return lines;
}

std::string entry_lines(int first, int last) {
  std::string lines;
  for (int number = first; number < last; ++number) {
    const std::string name = '"' + std::to_string(number) + '"';
    lines += R"({"id":)" + name + R"(,"value":{"name":)" + name + "}}\n";
  }
  return lines;
}

std::multiset<std::string> numbers(int last) {
  std::multiset<std::string> all;
  for (int number = 0; number < last; ++number) all.insert(std::to_string(number));
  return all;
}

}  // namespace redisconf::test
