#include "watcher.h"

#include "input_files.h"

#include <algorithm>
#include <climits>
#include <exception>
#include <utility>

namespace redisconf {

Watcher::Watcher(WatchCore::Load load, const Inputs& inputs, WatchOptions options, Subscribers& subscribers)
    : load_(std::move(load)),
      inputs_(inputs),
      options_(std::move(options)),
      subscribers_(subscribers),
      watch_(options_.inotify),
      burst_(options_.quiet, options_.at_most) {
  auto log = std::make_shared<FileLog>();
  InputFiles::record(inputs_, log);
  Config first = load_(inputs_);
  loaded_.emplace(*first);
  published_.emplace(std::move(first));
  follow(std::move(log));
}

Watcher::Time Watcher::now() const {
  return options_.clock ? options_.clock() : std::chrono::steady_clock::now();
}

bool Watcher::poll() {
  const Time time = now();
  if (watch_.take_events()) burst_.note(time);
  if (looks() && time >= next_look_) {
    next_look_ = time + options_.look_interval;
    if (!burst_.end() && files_->changed()) burst_.note(time);
  }
  const auto end = burst_.end();
  const bool asks = options_.reload_interval.count() > 0 && time >= next_reload_;
  return asks || (end && time >= *end) ? reload() : false;
}

int Watcher::poll_timeout() const {
  std::optional<Time> next = burst_.end();
  const auto sooner = [&next](Time time) { next = next ? std::min(*next, time) : time; };
  if (looks()) sooner(next_look_);
  if (options_.reload_interval.count() > 0) sooner(next_reload_);
  if (!next) return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*next - now()).count();
  return static_cast<int>(std::clamp<long long>(wait, 0, INT_MAX));
}

bool Watcher::reload() {
  burst_.clear();
  auto log = std::make_shared<FileLog>();
  // A log of its own for each load: whoever kept the inputs writes into an old one.
  InputFiles::record(inputs_, log);
  const Config fresh = load_again();
  if (fresh == nullptr) {
    // A load that failed early has not looked at everything.
    for (const std::string& path : files_->paths()) log->note(path);
  }
  follow(std::move(log));
  return fresh != nullptr && take(fresh);
}

Watcher::Config Watcher::load_again() {
  try {
    return load_(inputs_);
  } catch (const ConfigurationError& error) {
    report(error);
  } catch (const std::exception&) {
    // Its words are not shown: they are not ours, and may hold anything.
    notice("the configuration could not be read again: an exception that is no ConfigurationError");
  }
  return nullptr;
}

// What happened between the load and the watch shows in the log.
void Watcher::follow(std::shared_ptr<FileLog> log) {
  files_ = std::move(log);
  watch_.follow(files_->paths());
  const Time time = now();
  if (files_->changed()) burst_.note(time);
  next_look_ = time + options_.look_interval;
  next_reload_ = time + options_.reload_interval;
  if (!watch_.trouble().empty()) {
    notice("changes of files are not told by the system (" + watch_.trouble() + "): looking every " +
           std::to_string(options_.look_interval.count()) + " ms instead");
  }
}

void Watcher::notice(const std::string& text) {
  if (std::exchange(told_notice_, text) != text && options_.on_notice) options_.on_notice(text);
}

void Watcher::report(const ConfigurationError& error) {
  if (std::exchange(told_problem_, error.what()) != error.what() && options_.on_problem) {
    options_.on_problem(error);
  }
}

bool Watcher::take(const Config& fresh) {
  const std::shared_ptr<const ServiceConfig> current = published_->newest();
  const ConfigState& old = ConfigAccess::state(*current);
  const ServiceConfig before = std::exchange(*loaded_, ServiceConfig(*fresh));
  const ConfigState& state = ConfigAccess::state(*loaded_);
  if (std::string_view(state.environment.name) != old.environment.name) {
    waiting_ = {{"environment", state.environment.entry, {}}};
    const bool news = std::string_view(state.environment.name) != before.environment();
    if (news && options_.on_restart) options_.on_restart(waiting_);
    return false;
  }
  const ConfigChanges changes = compare(old, state);
  if (!changes.held.empty()) *fresh = ConfigAccess::config(hold_back(old, state, changes.held));
  told_problem_.clear();
  published_->publish(fresh);
  tell_restart(ConfigAccess::state(before), state, changes);
  announce(*fresh, changes);
  return !changes.live.empty();
}

void Watcher::announce(const ServiceConfig& config, const ConfigChanges& changes) {
  if (changes.live.empty()) return;
  std::vector<std::string> paths;
  for (const std::size_t index : changes.live)
    paths.emplace_back(path_at(ConfigAccess::state(config), index));
  subscribers_.announce(config, paths);
}

void Watcher::tell_restart(const ConfigState& before, const ConfigState& fresh,
                           const ConfigChanges& changes) {
  waiting_.clear();
  std::vector<RestartNeeded> news;
  for (const std::size_t index : changes.held) {
    const FinalValue& value = fresh.values.at(index);
    waiting_.push_back({std::string(path_at(fresh, index)), value.set ? value.origin : "unset now",
                        catalogue()[index].restart ? "" : "with the server that it is for"});
    if (!same_value(before, fresh, index)) news.push_back(waiting_.back());
  }
  if (!news.empty() && options_.on_restart) options_.on_restart(news);
}

}  // namespace redisconf
