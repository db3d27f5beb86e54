// What a ConfigWatcher does in one thread at a time: notices changes, loads, judges, publishes.
//
// Thread-safety: one thread at a time, but for published().
#pragma once

#include "config_changes.h"
#include "file_log.h"
#include "file_watch.h"
#include "published_config.h"
#include "quiet_period.h"
#include "redisconf/config/config_watcher.h"
#include "subscribers.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redisconf {

class Watcher {
 public:
  Watcher(WatchCore::Load load, const Inputs& inputs, WatchOptions options, Subscribers& subscribers);

  // Whether a setting changed.
  bool poll();
  bool reload();

  // The next poll() reloads.
  void reload_soon() { burst_.note_overdue(now()); }

  [[nodiscard]] int fd() const noexcept { return watch_.fd(); }
  [[nodiscard]] int poll_timeout() const;

  [[nodiscard]] PublishedConfig& published() noexcept { return *published_; }
  [[nodiscard]] const std::vector<RestartNeeded>& restart_needed() const noexcept { return waiting_; }

 private:
  using Config = std::shared_ptr<ServiceConfig>;
  using Time = QuietPeriod::Time;

  [[nodiscard]] Time now() const;
  [[nodiscard]] bool looks() const noexcept { return !watch_.is_complete(); }
  [[nodiscard]] Config load_again();
  void follow(std::shared_ptr<FileLog> log);
  void notice(const std::string& text);
  void report(const ConfigurationError& error);
  bool take(const Config& fresh);
  void announce(const ServiceConfig& config, const ConfigChanges& changes);
  void tell_restart(const ConfigState& before, const ConfigState& fresh, const ConfigChanges& changes);

  WatchCore::Load load_;
  Inputs inputs_;
  WatchOptions options_;
  Subscribers& subscribers_;
  FileWatch watch_;  // before the first load, so that it takes no descriptor of a file
  QuietPeriod burst_;
  Time next_look_{};
  Time next_reload_{};
  std::shared_ptr<FileLog> files_ = std::make_shared<FileLog>();
  std::optional<ServiceConfig> loaded_;  // the newest good state, with what waits for a restart
  std::optional<PublishedConfig> published_;
  std::vector<RestartNeeded> waiting_;
  std::string told_problem_;
  std::string told_notice_;
};

}  // namespace redisconf
