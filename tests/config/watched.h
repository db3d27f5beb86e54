// A watcher in the hands of a test: its own folder, schema and clock, and what it told.
#pragma once

#include "support.h"
#include "temporary_folder.h"

#include <redisconf/config/config_watcher.h>
#include <redisconf/config/settings.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::test {

using TestWatcher = ConfigWatcher<TestConfig>;

// Reads `.env` and `.env.development` in its folder. Polled by the test (own_loop), at the clock's
// time; change `inputs`, `schema` and `options` before start().
struct Watched {
  Watched();

  void start();

  // Looks, waits until the burst of changes is over, and looks again: whether a new configuration is
  // in force. An event of inotify is there as soon as the call that caused it returns.
  bool settle();

  void advance(std::chrono::milliseconds time) { now += time; }
  [[nodiscard]] TestConfig current() const { return watcher->current(); }
  [[nodiscard]] std::string password() const;

  // The changes announced since the last call, "connection.password timeouts.connect" each.
  [[nodiscard]] std::vector<std::string> take_announced();

  TemporaryFolder folder;
  TestSchema schema;
  Inputs inputs = Inputs::from({{"REDIS_HOST", "redis.example"}});
  WatchOptions options;
  std::chrono::steady_clock::time_point now{std::chrono::hours(1)};

  std::vector<std::string> problems;  // whole reports
  std::vector<std::string> restarts;  // texts
  std::vector<std::string> notices;
  int loads = 0;
  std::optional<TestWatcher> watcher;

 private:
  std::vector<std::string> announced_;
  Subscription subscription_;
};

// A folder as Kubernetes mounts a secret: name -> ..data/name, ..data -> the newest version. The
// links stay; a new version is a new folder, and one rename() of a link swaps all.
class KubernetesMount {
 public:
  KubernetesMount(std::string path, std::string name);

  // Publishes the secret's new value, and removes the version before.
  void swap(std::string_view value);

 private:
  std::string path_;
  std::string name_;
  int version_ = 0;
};

}  // namespace redisconf::test
