// What the watcher sees of real files, by real inotify.
#include "watched.h"

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;
using redisconf::generated::secret;
using redisconf::test::KubernetesMount;
using redisconf::test::Watched;
using Names = std::vector<std::string>;

TEST_CASE(".env files: created, written, renamed over, deleted, created again", "[watcher]") {
  Watched watched;
  watched.start();
  CHECK_FALSE(watched.settle());

  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 300);
  CHECK(std::string(watched.current().origin("timeouts.command")) == "REDIS_TIMEOUTS_COMMAND in .env");

  watched.folder.write(".env.development", "REDIS_TIMEOUTS_COMMAND=200ms\n");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 200);

  fs::rename(watched.folder.write(".env.new", "REDIS_TIMEOUTS_COMMAND=100ms\n"),
             watched.folder.path() + "/.env.development");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 100);

  fs::remove(watched.folder.path() + "/.env.development");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 300);

  fs::remove(watched.folder.path() + "/.env");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 500);

  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK(watched.settle());
  CHECK(watched.take_announced() == Names(6, "timeouts.command"));
  CHECK(watched.problems.empty());
}

TEST_CASE("what concerns no file of the configuration loads nothing", "[watcher]") {
  Watched watched;
  watched.start();
  watched.folder.write("service.log", "a line\n");
  fs::remove(watched.folder.path() + "/service.log");
  CHECK_FALSE(watched.settle());
  CHECK(watched.loads == 1);
  CHECK(watched.watcher->poll_timeout() == -1);
}

TEST_CASE("a file whose content stays the same is no change", "[watcher]") {
  Watched watched;
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  watched.start();
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND='300ms' # the same\n");
  CHECK_FALSE(watched.settle());
  CHECK(watched.loads == 2);
  CHECK(watched.take_announced().empty());
}

TEST_CASE("a secret that a variable names: NAME_FILE", "[watcher]") {
  Watched watched;
  const std::string file = watched.folder.write("password", "first-password\n");
  watched.inputs.set("REDIS_PASSWORD_FILE", file);
  watched.start();
  CHECK(watched.password() == "first-password");
  watched.folder.write("password", "second-password\n");
  CHECK(watched.settle());
  CHECK(watched.password() == "second-password");
  CHECK(watched.take_announced() == Names{"connection.password"});
}

TEST_CASE("a file that a new .env names is watched from then on", "[watcher]") {
  Watched watched;
  watched.start();
  fs::create_directory(watched.folder.path() + "/secrets");
  const std::string file = watched.folder.write("secrets/password", "first-password");
  watched.folder.write(".env", "REDIS_PASSWORD_FILE='" + file + "'\n");
  CHECK(watched.settle());
  CHECK(watched.password() == "first-password");
  watched.folder.write("secrets/password", "second-password");
  CHECK(watched.settle());
  CHECK(watched.password() == "second-password");
  watched.folder.write(".env", "");
  CHECK(watched.settle());
  watched.folder.write("secrets/password", "third-password");
  CHECK_FALSE(watched.settle());
  CHECK(watched.loads == 4);  // nobody reads it any more
}

TEST_CASE("Kubernetes swaps ..data under the links", "[watcher]") {
  Watched watched;
  watched.schema.set_relaxed("connection.password", secret("redis-password"));
  const std::string mount = watched.folder.path() + "/mount";
  KubernetesMount kubernetes(mount, "redis-password");
  kubernetes.swap("password-0");
  watched.inputs.set("REDIS_SECRETS_DIRECTORY", mount);
  watched.start();
  CHECK(watched.password() == "password-0");
  for (const char* const next : {"password-1", "password-2", "password-3"}) {
    kubernetes.swap(next);
    CHECK(watched.settle());
    CHECK(watched.password() == next);
  }
  CHECK(watched.take_announced() == Names(3, "connection.password"));
  CHECK(watched.problems.empty());
}

TEST_CASE("a stronger folder of secrets wins when its file appears", "[watcher]") {
  Watched watched;
  watched.schema.set_relaxed("connection.password", secret("redis-password"));
  const std::string strong = watched.folder.path() + "/strong";
  const std::string systemd = watched.folder.path() + "/systemd";
  fs::create_directory(strong);
  fs::create_directory(systemd);
  watched.folder.write("systemd/redis-password", "from-systemd");
  watched.inputs.set("REDIS_SECRETS_DIRECTORY", strong);
  watched.inputs.set("CREDENTIALS_DIRECTORY", systemd);
  watched.start();
  CHECK(watched.password() == "from-systemd");
  watched.folder.write("systemd/redis-password", "systemd-again");
  CHECK(watched.settle());
  CHECK(watched.password() == "systemd-again");
  watched.folder.write("strong/redis-password", "from-strong");
  CHECK(watched.settle());
  CHECK(watched.password() == "from-strong");
}

TEST_CASE("links on the way: relative, absolute, with .. and to nowhere", "[watcher]") {
  Watched watched;
  const std::string root = watched.folder.path();
  fs::create_directories(root + "/a/b");
  fs::create_directory(root + "/c");
  watched.folder.write("a/password", "password-a");
  watched.folder.write("c/password", "password-c");
  fs::create_symlink("../password", root + "/a/b/link");  // a/b/link -> a/password
  fs::create_directory_symlink(root + "/a/./b/", root + "/way");
  watched.inputs.set("REDIS_PASSWORD_FILE", root + "//way/./../b/link");
  watched.start();
  CHECK(watched.password() == "password-a");

  watched.folder.write("a/password", "password-A");  // behind the last link
  CHECK(watched.settle());
  CHECK(watched.password() == "password-A");

  fs::remove(root + "/a/b/link");  // the last link itself leads elsewhere
  fs::create_symlink(root + "/c/password", root + "/a/b/link");
  CHECK(watched.settle());
  CHECK(watched.password() == "password-c");

  fs::create_directories(root + "/other/b");
  watched.folder.write("other/b/link", "password-other");
  fs::create_directory_symlink("other/b", root + "/way.new");  // the first link leads elsewhere
  fs::rename(root + "/way.new", root + "/way");
  CHECK(watched.settle());
  CHECK(watched.password() == "password-other");

  fs::remove(root + "/way");
  fs::create_directory_symlink("nowhere", root + "/way");
  CHECK_FALSE(watched.settle());
  CHECK(watched.problems.size() == 1);
  fs::create_directories(root + "/nowhere");
  fs::create_directories(root + "/b");
  watched.folder.write("b/link", "password-b");
  CHECK(watched.settle());
  CHECK(watched.password() == "password-b");
}

TEST_CASE("a link that leads to itself ends the way, and can be mended", "[watcher]") {
  Watched watched;
  const std::string file = watched.folder.write("password", "first-password");
  watched.inputs.set("REDIS_PASSWORD_FILE", file);
  watched.start();
  fs::remove(file);
  fs::create_symlink("password", file);
  CHECK_FALSE(watched.settle());
  CHECK(watched.problems.size() == 1);
  fs::remove(file);
  watched.folder.write("password", "second-password");
  CHECK(watched.settle());
  CHECK(watched.password() == "second-password");
}

TEST_CASE("the whole folder goes and comes back", "[watcher]") {
  Watched watched;
  const std::string mount = watched.folder.path() + "/mount";
  fs::create_directory(mount);
  watched.folder.write("mount/.env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  watched.inputs.set_env_folder(mount.c_str());
  watched.start();
  fs::remove_all(mount);
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 500);
  fs::create_directory(mount);
  watched.folder.write("mount/.env", "REDIS_TIMEOUTS_COMMAND=200ms\n");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 200);
  // Another folder in its place.
  fs::create_directory(watched.folder.path() + "/next");
  watched.folder.write("next/.env", "REDIS_TIMEOUTS_COMMAND=100ms\n");
  fs::rename(mount, watched.folder.path() + "/old");
  fs::rename(watched.folder.path() + "/next", mount);
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 100);
}

TEST_CASE("a folder that is named from the current one", "[watcher]") {
  Watched watched;
  const fs::path relative = fs::path(watched.folder.path()).lexically_relative(fs::current_path());
  watched.inputs.set_env_folder(relative.c_str());
  watched.start();
  watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
  CHECK(watched.settle());
  CHECK(watched.current().timeouts().command.count() == 300);
}

TEST_CASE("files that only the inputs hold are not looked for", "[watcher]") {
  Watched watched;
  watched.inputs.set_file("/given/password", "given-password");
  watched.inputs.set("REDIS_PASSWORD_FILE", "/given/password");
  watched.start();
  CHECK(watched.password() == "given-password");
  CHECK_FALSE(watched.settle());
}

TEST_CASE("what changes while it loads is loaded again", "[watcher]") {
  Watched watched;
  redisconf::Inputs inputs = watched.inputs;
  const auto& tables = watched.schema.tables();
  redisconf::test::TestWatcher watcher(
      [&](const redisconf::Inputs& from) {
        auto config = redisconf::test::TestConfig::load(tables, from);
        if (watched.loads++ == 0) watched.folder.write(".env", "REDIS_TIMEOUTS_COMMAND=300ms\n");
        return config;
      },
      inputs, watched.options);
  CHECK(watcher.current().timeouts().command.count() == 500);
  CHECK(watcher.poll_timeout() == 100);
  watched.advance(watched.options.quiet);
  CHECK(watcher.poll());
  CHECK(watcher.current().timeouts().command.count() == 300);
}

TEST_CASE("more events than the system keeps are a change", "[watcher]") {
  Watched watched;
  watched.start();
  std::size_t most = 0;
  std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
  REQUIRE(most > 0);
  const std::string other = watched.folder.path() + "/other";
  for (std::size_t count = 0; count < most; count += 2) {
    std::ofstream{other};  // two events or more: created, closed
    fs::remove(other);
  }
  CHECK_FALSE(watched.settle());
  CHECK(watched.loads == 2);
}
