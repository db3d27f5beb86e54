#include "supervisor.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

namespace redisconf::testing {
namespace {

// $1: the server's folder, $2: redis-server, $3: a further argument or nothing. Each line read is a wish for
// a start.
constexpr const char* kScript = R"(
trap '' HUP INT TERM
while read -r line; do
  "$2" "$1/redis.conf" $3 >>"$1/redis.log" 2>&1 </dev/null &
  server=$!
  echo "$server"
done
kill -9 $server 2>/dev/null
wait
rm -rf "$1"
)";

constexpr int kAnswerMilliseconds = 10'000;
constexpr auto kPollInterval = std::chrono::milliseconds(2);

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(error, std::generic_category(), what);
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) check(errno, "pipe2");
  return {ends[0], ends[1]};
}

std::string find_redis_server() {
  const char* const path = std::getenv("PATH");
  std::string rest = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    std::string candidate = rest.substr(0, colon) + "/redis-server";
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    rest = colon == std::string::npos ? std::string() : rest.substr(colon + 1);
  }
  throw std::runtime_error(
      "redis-server is not installed or not in PATH: apt install redis-server (Debian, Ubuntu)");
}

// posix_spawn's attributes: a session of its own, and the signals as a fresh program expects them.
class SpawnSettings {
 public:
  SpawnSettings(int input, int output) {
    check(posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
    check(posix_spawn_file_actions_init(&actions_), "posix_spawn_file_actions_init");
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_adddup2(&actions_, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  [[nodiscard]] pid_t spawn(std::array<const char*, 8> arguments) const {
    pid_t process = 0;
    check(posix_spawn(&process, arguments[0], &actions_, &attributes_,
                      const_cast<char* const*>(arguments.data()), environ),
          "posix_spawn /bin/sh");
    return process;
  }

 private:
  posix_spawnattr_t attributes_{};
  posix_spawn_file_actions_t actions_{};
};

char state_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');  // the name itself may hold anything (proc(5))
  return name_end == std::string::npos || name_end + 2 >= line.size() ? 'X' : line[name_end + 2];
}

std::ptrdiff_t thread_count(pid_t process) {
  std::error_code gone;
  const std::filesystem::directory_iterator threads("/proc/" + std::to_string(process) + "/task", gone);
  return gone ? 0 : std::distance(threads, std::filesystem::directory_iterator());
}

}  // namespace

Supervisor::Supervisor(const std::filesystem::path& directory, const char* argument) {
  const std::string server = find_redis_server();
  const Pipe commands = make_pipe();
  const Pipe answers = make_pipe();
  commands_ = commands.write_end;
  answers_ = answers.read_end;
  const SpawnSettings settings(commands.read_end, answers.write_end);
  shell_ = settings.spawn(
      {"/bin/sh", "-c", kScript, "redisconf-testing", directory.c_str(), server.c_str(), argument, nullptr});
  close(commands.read_end);
  close(answers.write_end);
}

Supervisor::~Supervisor() {
  close(commands_);
  close(answers_);
  while (waitpid(shell_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

pid_t Supervisor::start() {
  if (write(commands_, "start\n", 6) != 6) check(errno, "write to the supervisor");
  std::string line;
  pollfd entry{answers_, POLLIN, 0};
  while (line.empty() || line.back() != '\n') {
    char byte = 0;
    if (poll(&entry, 1, kAnswerMilliseconds) <= 0 || read(answers_, &byte, 1) != 1) {
      throw std::runtime_error("the supervisor of redis-server does not answer");
    }
    line += byte;
  }
  return static_cast<pid_t>(std::stol(line));
}

// A process whose first thread is a zombie holds its sockets until its other threads are gone too.
bool has_ended(pid_t process) {
  const char state = state_of(process);
  return state == 'X' || (state == 'Z' && thread_count(process) <= 1);
}

bool wait_until_ended(pid_t process, std::chrono::milliseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (!has_ended(process)) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return true;
}

}  // namespace redisconf::testing
