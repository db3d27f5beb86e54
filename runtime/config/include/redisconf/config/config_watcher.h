// Keeps a configuration up to date while the process runs (docs/hot-reload.md):
//
//   redisconf::ConfigWatcher<auth::RedisConfig> watcher;
//   const auto rotated = watcher.subscribe([&](const auth::RedisConfig& config, const auto& changed) {...});
//   watcher.current().connection().password;  // the newest good one
//
// It looks for changes of the .env files and of every file that a secret comes from, those that do
// not exist yet included. A good new state replaces the old one at once; a bad one is told, and the
// old one stays. What a running process can't take over is told and keeps its old value.
//
// Ownership:     owns its copy of the inputs; their secret providers must outlive it. Configurations
//                that current() returned stay valid for ever.
// Thread-safety: every member but the destructor may run concurrently; current() never waits.
//                Callbacks run one at a time, in the watcher's thread or in that of poll() and
//                reload_now(); they must not throw, nor destroy the watcher. After fork() the child's
//                watcher keeps what it had and does nothing more.
// Errors:        the constructor throws what the first load throws (ConfigurationError); Error or
//                std::system_error when it can't have its thread. Later ones go to the callbacks.
#pragma once

#include <redisconf/config/errors.h>
#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class PublishedConfig;  // src/published_config.h

// A setting whose new value waits for a restart of the process.
struct RestartNeeded {
  std::string path;    // "connection.host"
  std::string origin;  // of the new value: "REDIS_HOST in .env", or the schema entry
  std::string reason;  // empty, or what else the setting has to wait for

  // "connection.host changed (REDIS_HOST in .env); restart to apply it"
  [[nodiscard]] std::string text() const;
};

struct WatchOptions {
  // Files are read when nothing has happened to them for so long, but never later than this after
  // the first change: an editor or a rollout touches several.
  std::chrono::milliseconds quiet{100};
  std::chrono::milliseconds at_most{1000};

  // false: a background thread does all the work; true: the program calls poll() itself.
  bool own_loop = false;

  // false for file systems that don't tell of changes by other machines (NFS, FUSE): then the files
  // are looked at (stat) every look_interval, as they are when the system refuses inotify.
  bool inotify = true;
  std::chrono::milliseconds look_interval{2000};

  // How often everything is read again for secrets that are no files (secrets.command, own
  // providers); 0: never, reload_now() does it.
  std::chrono::milliseconds reload_interval{0};

  // A new state is bad, and the old one stays. Told once for each different report.
  std::function<void(const ConfigurationError&)> on_problem = {};

  // New values wait for a restart. Told once for each new value.
  std::function<void(const std::vector<RestartNeeded>&)> on_restart = {};

  // The watcher itself has trouble: it can't have inotify, a provider threw.
  std::function<void(const std::string&)> on_notice = {};

  // For tests of poll(): the time.
  std::function<std::chrono::steady_clock::time_point()> clock = {};
};

// Ends the subscription when it goes. Afterwards the callback does not run, and is not running,
// unless it is the callback that ends its own subscription. May outlive the watcher.
class REDISCONF_PUBLIC Subscription {
 public:
  struct Entry;

  Subscription() noexcept;
  explicit Subscription(std::shared_ptr<Entry> entry) noexcept;
  Subscription(Subscription&& other) noexcept;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription();

  void reset() noexcept;

 private:
  std::shared_ptr<Entry> entry_;
};

// ConfigWatcher without the type of its configuration.
class REDISCONF_PUBLIC WatchCore {
 public:
  using Load = std::function<std::shared_ptr<ServiceConfig>(const Inputs&)>;
  using Listener = std::function<void(const ServiceConfig&, const std::vector<std::string>&)>;

  WatchCore(Load load, const Inputs& inputs, const WatchOptions& options);
  WatchCore(const WatchCore&) = delete;
  WatchCore& operator=(const WatchCore&) = delete;
  ~WatchCore();

  // Holds the newest configuration while it lives; keep it short: a publication waits for it.
  class REDISCONF_PUBLIC Reading {
   public:
    explicit Reading(const WatchCore& core) noexcept;
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading();

    [[nodiscard]] const ServiceConfig& config() const noexcept;

   private:
    PublishedConfig& published_;
    unsigned slot_;
  };

  [[nodiscard]] Subscription subscribe(Listener listener);
  [[nodiscard]] std::vector<RestartNeeded> restart_needed() const;
  bool poll();
  bool reload_now();
  [[nodiscard]] int fd() const noexcept;
  [[nodiscard]] int poll_timeout() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

template <class Config>
class ConfigWatcher {
  static_assert(std::is_base_of_v<ServiceConfig, Config> && sizeof(Config) == sizeof(ServiceConfig),
                "Config is a generated wrapper: ServiceConfig, and no state of its own");

 public:
  // Watches what Config::load(inputs) reads, after loading it once.
  explicit ConfigWatcher(const Inputs& inputs = Inputs::process(), const WatchOptions& options = {})
      : ConfigWatcher([](const Inputs& from) { return Config::load(from); }, inputs, options) {}

  // The same with a function of the program, Config(const Inputs&), which must load from what it is
  // given: these inputs note the files to watch.
  template <class Load>
  requires std::is_invocable_r_v<Config, const Load&, const Inputs&>
  explicit ConfigWatcher(Load load, const Inputs& inputs = Inputs::process(),
                         const WatchOptions& options = {})
      : core_([load = std::move(load)](const Inputs& from) { return std::make_shared<Config>(load(from)); },
              inputs, options) {}

  // The newest good configuration.
  [[nodiscard]] Config current() const {
    const WatchCore::Reading reading(core_);
    return static_cast<const Config&>(reading.config());
  }

  // Calls callback(const Config&, const std::vector<std::string>& changed) after each change, with
  // the paths of the settings that changed ("connection.password"), never their values.
  template <class Callback>
  [[nodiscard]] Subscription subscribe(Callback callback) {
    return core_.subscribe([callback = std::move(callback)](const ServiceConfig& config,
                                                            const std::vector<std::string>& changed) {
      callback(static_cast<const Config&>(config), changed);
    });
  }

  // What waits for a restart now.
  [[nodiscard]] std::vector<RestartNeeded> restart_needed() const { return core_.restart_needed(); }

  // Reads everything again, and returns whether a setting changed. In a callback it is put off until
  // the next poll().
  bool reload_now() { return core_.reload_now(); }

  // For programs with their own event loop: call poll() when fd() is readable, and at the latest
  // after poll_timeout() milliseconds (-1: no hurry), as poll(2) takes them. fd() is -1 where there
  // is no inotify. poll() returns whether a setting changed.
  bool poll() { return core_.poll(); }
  [[nodiscard]] int fd() const noexcept { return core_.fd(); }
  [[nodiscard]] int poll_timeout() const { return core_.poll_timeout(); }

 private:
  WatchCore core_;
};

}  // namespace redisconf
