// The watcher where the system gives it less than it asks for.
#include "support/sanitizers.h"
#include "watched.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

using redisconf::Inputs;
using redisconf::test::contains;
using redisconf::test::TestConfig;
using redisconf::test::TestWatcher;
using redisconf::test::Watched;
using std::chrono::milliseconds;

namespace {

// Whether the change is found at the interval, and not before.
void check_that_it_looks(Watched& watched, TestWatcher& watcher, const std::string& folder) {
  const auto interval = watched.options.look_interval;
  CHECK(watcher.poll_timeout() == interval.count());
  CHECK_FALSE(watcher.poll());
  watched.folder.write(folder + ".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  watched.advance(interval - milliseconds(1));
  CHECK_FALSE(watcher.poll());
  CHECK(watcher.poll_timeout() == 1);
  watched.advance(milliseconds(1));
  CHECK_FALSE(watcher.poll());
  CHECK(watcher.poll_timeout() == watched.options.quiet.count());
  watched.advance(watched.options.quiet);
  CHECK(watcher.poll());
  CHECK(watcher.current().timeouts().command.count() == 300);
}

// Takes away the rights of root, which may read every folder.
class AsNobody {
 public:
  AsNobody() {
    if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
  }
  ~AsNobody() {
    if (::getuid() == 0) (void)!::seteuid(0);
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
};

}  // namespace

TEST_CASE("without inotify it looks at the files at an interval", "[watcher]") {
  Watched watched;
  watched.options.inotify = false;
  watched.start();
  CHECK(watched.watcher->fd() == -1);
  check_that_it_looks(watched, *watched.watcher, "");
  CHECK(watched.notices.empty());  // as it was told to
}

TEST_CASE("when the system has no inotify left it says so, and looks", "[watcher]") {
  if (redisconf::test::kNeedsDescriptors) {
    std::cout << "this test: not possible here: " << redisconf::test::kPipeOfSanitizer << '\n';
    SUCCEED();
    return;
  }
  Watched watched;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit none = before;
  none.rlim_cur = 0;
  const auto& tables = watched.schema.tables();
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  TestWatcher watcher(
      [&](const Inputs& from) {
        (void)::setrlimit(RLIMIT_NOFILE, &before);
        return TestConfig::load(tables, from);
      },
      watched.inputs, watched.options);
  REQUIRE(watched.notices.size() == 1);
  CHECK_THAT(watched.notices[0],
             contains("inotify: Too many open files") && contains("looking every 2000 ms"));
  CHECK(watcher.fd() == -1);
  check_that_it_looks(watched, watcher, "");
  CHECK(watched.notices.size() == 1);  // once
}

TEST_CASE("a folder that may not be read is looked at", "[watcher]") {
  Watched watched;
  const std::string secrets = watched.folder.path() + "/secrets";
  std::filesystem::create_directory(secrets);
  watched.folder.write("secrets/.env", "", 0644);
  REQUIRE(::chmod(watched.folder.path().c_str(), 0755) == 0);
  REQUIRE(::chmod(secrets.c_str(), 0311) == 0);  // its files may be opened, and not listed
  watched.inputs.set_env_folder(secrets.c_str());
  const AsNobody nobody;
  watched.start();
  REQUIRE(watched.notices.size() == 1);
  CHECK_THAT(watched.notices[0], contains("a folder can't be watched: Permission denied"));
  CHECK_THAT(watched.notices[0], !contains(secrets));
  CHECK(watched.watcher->poll_timeout() == watched.options.look_interval.count());
}

TEST_CASE("a provider that throws is told without its words, and the old state stays", "[watcher]") {
  Watched watched;
  const auto& tables = watched.schema.tables();
  TestWatcher watcher(
      [&](const Inputs& from) {
        if (watched.loads++ == 1) throw std::runtime_error("password=hunter22");
        return TestConfig::load(tables, from);
      },
      watched.inputs, watched.options);
  CHECK_FALSE(watcher.reload_now());
  REQUIRE(watched.notices.size() == 1);
  CHECK_THAT(watched.notices[0], contains("could not be read again") && !contains("hunter"));
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK_FALSE(watcher.poll());
  watched.advance(watched.options.quiet);
  CHECK(watcher.poll());
}

TEST_CASE("nobody has to listen", "[watcher]") {
  Watched watched;
  watched.options.on_problem = {};
  watched.options.on_notice = {};
  watched.options.on_restart = {};
  int loads = 0;
  const char* environment = "development";
  const auto& tables = watched.schema.tables();
  TestWatcher watcher(
      [&](const Inputs& from) {
        if (++loads == 2) throw std::runtime_error("no");
        Inputs inputs = from;
        inputs.set("ENVIRONMENT", environment);
        return TestConfig::load(tables, inputs);
      },
      watched.inputs, watched.options);
  CHECK_FALSE(watcher.reload_now());
  watched.folder.write(".env", "REDIS_PORT=none\n");
  CHECK_FALSE(watcher.reload_now());
  watched.folder.write(".env", "REDIS_PORT=6380\n");
  CHECK_FALSE(watcher.reload_now());
  CHECK(watcher.restart_needed().size() == 1);
  environment = "test";
  CHECK_FALSE(watcher.reload_now());
  CHECK(watcher.current().connection().port == 6379);
}
