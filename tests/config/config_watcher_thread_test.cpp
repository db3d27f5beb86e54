// The watcher beside other threads, other processes and event loops.
#include "support/sanitizers.h"
#include "watched.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

namespace fs = std::filesystem;
using redisconf::ConfigWatcher;
using redisconf::Inputs;
using redisconf::ServiceConfig;
using redisconf::Subscription;
using redisconf::test::KubernetesMount;
using redisconf::test::TestConfig;
using redisconf::test::TestWatcher;
using redisconf::test::Watched;
using Clock = std::chrono::steady_clock;
using Names = std::vector<std::string>;

namespace {

constexpr auto kDeadline = std::chrono::seconds(60);

// A value that another thread brings.
class Awaited {
 public:
  void set(int value) {
    const std::lock_guard lock(mutex_);
    value_ = value;
    changed_.notify_all();
  }
  [[nodiscard]] bool becomes(int value) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kDeadline, [&] { return value_ == value; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int value_ = 0;
};

void use_own_thread(Watched& watched) {
  watched.options.own_loop = false;
  watched.options.clock = {};
  watched.options.quiet = std::chrono::milliseconds(5);
  watched.options.at_most = std::chrono::milliseconds(50);
}

std::string env_of(int number) {
  return "REDIS_RETRY_MAX_ATTEMPTS=" + std::to_string(number) + "\nREDIS_PASSWORD=password-" +
         std::to_string(number) + "\n";
}

bool is_whole(const TestConfig& config) {
  return config.connection().password.reveal() == "password-" + std::to_string(config.retry().max_attempts);
}

// What the child of fork() says by its exit status.
template <class Child>
int status_of(Child child) {
  const pid_t process = ::fork();
  if (process == 0) ::_exit(child());
  int status = -1;
  REQUIRE(::waitpid(process, &status, 0) == process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("its own thread keeps many readers up to date, each with a whole state", "[watcher]") {
  Watched watched;
  use_own_thread(watched);
  watched.folder.write(".env", env_of(1));
  watched.start();
  Awaited newest;
  const Subscription subscription = watched.watcher->subscribe(
      [&](const TestConfig& config, const Names&) { newest.set(config.retry().max_attempts); });
  std::atomic<bool> stop{false};
  std::atomic<int> torn{0};
  std::atomic<int> readers{0};
  std::vector<std::thread> threads;
  for (int count = 0; count < 8; ++count) {
    threads.emplace_back([&] {
      ++readers;
      while (!stop) torn += is_whole(watched.watcher->current()) ? 0 : 1;
    });
  }
  while (readers < 8) std::this_thread::yield();
  for (int number = 2; number < 12; ++number) {
    fs::rename(watched.folder.write(".env.next", env_of(number)), watched.folder.path() + "/.env");
    CHECK(newest.becomes(number));
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(torn == 0);
}

TEST_CASE("reloads from many threads at once are one at a time", "[watcher]") {
  Watched watched;
  use_own_thread(watched);
  watched.folder.write(".env", env_of(1));
  watched.start();
  std::vector<std::thread> threads;
  std::atomic<int> bad{0};
  for (int count = 0; count < 4; ++count) {
    threads.emplace_back([&, count] {
      for (int round = 0; round < 20; ++round) {
        const Subscription passing = watched.watcher->subscribe([](const TestConfig&, const Names&) {});
        const std::string next = ".env.next" + std::to_string(count);
        std::ofstream(watched.folder.path() + "/" + next) << env_of(count * 100 + round + 1);
        fs::rename(watched.folder.path() + "/" + next, watched.folder.path() + "/.env");
        (void)watched.watcher->reload_now();
        (void)watched.watcher->restart_needed();
        bad += is_whole(watched.watcher->current()) ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(bad == 0);
  (void)watched.watcher->reload_now();
  const auto config = TestConfig::load(watched.schema, watched.inputs);
  CHECK(watched.current().retry().max_attempts == config.retry().max_attempts);
}

TEST_CASE("its thread leaves the signals to the others", "[watcher]") {
  Watched watched;
  use_own_thread(watched);
  watched.folder.write(".env", env_of(1));
  watched.start();
  Awaited blocked;
  const std::thread::id test = std::this_thread::get_id();
  const Subscription subscription = watched.watcher->subscribe([&](const TestConfig&, const Names&) {
    sigset_t mask;
    (void)::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    const bool all = sigismember(&mask, SIGTERM) == 1 && sigismember(&mask, SIGHUP) == 1;
    blocked.set(all && std::this_thread::get_id() != test ? 1 : 2);
  });
  watched.folder.write(".env", env_of(2));
  CHECK(blocked.becomes(1));
  sigset_t ours;
  REQUIRE(::pthread_sigmask(SIG_SETMASK, nullptr, &ours) == 0);
  CHECK(sigismember(&ours, SIGTERM) == 0);
}

TEST_CASE("its descriptors do not pass to programs that are executed", "[watcher]") {
  Watched watched;
  use_own_thread(watched);
  watched.start();
  int checked = 0;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const std::string target = fs::read_symlink(entry.path(), gone).string();
    if (!target.starts_with("anon_inode:inotify") && !target.starts_with("anon_inode:[eventfd]")) continue;
    ++checked;
    CHECK((::fcntl(std::stoi(entry.path().filename().string()), F_GETFD) & FD_CLOEXEC) != 0);
  }
  CHECK(checked == 2);
}

TEST_CASE("in a child of fork() it keeps what it had, and its parent misses nothing", "[watcher]") {
  const bool own_thread = GENERATE(false, true);
  CAPTURE(own_thread);
  Watched watched;
  if (own_thread) use_own_thread(watched);
  watched.folder.write(".env", env_of(1));
  watched.start();
  Awaited newest;
  Subscription subscription = watched.watcher->subscribe(
      [&](const TestConfig& config, const Names&) { newest.set(config.retry().max_attempts); });
  const int status = status_of([&] {
    watched.folder.write(".env", env_of(2));
    const bool idle = !watched.watcher->poll() && !watched.watcher->reload_now() &&
                      watched.watcher->fd() == -1 && watched.watcher->poll_timeout() == -1 &&
                      watched.watcher->restart_needed().empty();
    const bool same = watched.current().retry().max_attempts == 1 && is_whole(watched.current());
    Subscription none = watched.watcher->subscribe([](const TestConfig&, const Names&) {});
    subscription.reset();
    watched.watcher.reset();
    return idle && same ? 0 : 1;
  });
  CHECK(status == 0);
  if (!own_thread) CHECK(watched.settle());
  CHECK(newest.becomes(2));
  CHECK(watched.current().retry().max_attempts == 2);
}

TEST_CASE("in the event loop of a program: poll(2) on fd()", "[watcher]") {
  Watched watched;
  watched.options.clock = {};
  KubernetesMount mount(watched.folder.path() + "/mount", "password");
  mount.swap("first-password");
  watched.inputs.set("REDIS_PASSWORD_FILE", watched.folder.path() + "/mount/password");
  watched.start();
  mount.swap("second-password");
  const auto deadline = Clock::now() + kDeadline;
  bool changed = false;
  while (!changed && Clock::now() < deadline) {
    pollfd wait{watched.watcher->fd(), POLLIN, 0};
    (void)::poll(&wait, 1, watched.watcher->poll_timeout());
    changed = watched.watcher->poll();
  }
  CHECK(changed);
  CHECK(watched.password() == "second-password");
}

TEST_CASE("a thread that can't have its descriptor is an error", "[watcher]") {
  if (redisconf::test::kNeedsDescriptors) {
    std::cout << "this test: not possible here: " << redisconf::test::kPipeOfSanitizer << '\n';
    SUCCEED();
    return;
  }
  Watched watched;
  use_own_thread(watched);
  watched.inputs.set_env_folder(nullptr);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 0;
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  std::string refused;
  try {
    watched.start();
  } catch (const redisconf::Error& error) {
    refused = error.what();
  }
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(refused == "the watcher's thread can't be woken: Too many open files");
}

namespace {

// As a generated wrapper has it.
class OwnLoad : public ServiceConfig {
 public:
  [[nodiscard]] static OwnLoad load(const Inputs& inputs = Inputs::process()) {
    static redisconf::test::TestSchema schema;
    static const auto& tables = schema.tables();
    return OwnLoad(tables, inputs);
  }

 private:
  using ServiceConfig::ServiceConfig;
};

}  // namespace

TEST_CASE("a generated wrapper needs no load function", "[watcher]") {
  const ConfigWatcher<OwnLoad> watcher(Inputs::from({{"REDIS_HOST", "redis.example"}}));
  CHECK(watcher.current().connection().host == "redis.example");
}
