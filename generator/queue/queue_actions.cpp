#include "queue_actions.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "queue_text.h"

namespace redisconf::queue_tool {
namespace {

using compiler::print;
using compiler::UsageError;
using queue::Queue;

int list(Queue& queue, const std::string& what, const ActionOptions& options) {
  if (what.empty()) {
    print(queue.settings().name + '\n' + text_of(queue.stats()));
  } else if (what == "dead") {
    print(text_of(queue.dead(0, options.count), options.payload));
  } else if (what == "waiting") {
    for (int priority = 0; priority < queue.settings().priorities; ++priority) {
      print(text_of(queue.peek(priority, options.count), options.payload));
    }
  } else {
    throw UsageError("list takes nothing, 'waiting' or 'dead'");
  }
  return compiler::kExitOk;
}

int inspect(Queue& queue, const std::string& id, const ActionOptions& options) {
  const queue::JobStatus status = queue.status(id);
  print(text_of(id, status, options.payload));
  return status.state == queue::JobState::unknown ? compiler::kExitFailed : compiler::kExitOk;
}

int told(bool done, const std::string& id) {
  print(printable(id) + (done ? ": done\n" : ": not among the dead letters\n"));
  return done ? compiler::kExitOk : compiler::kExitFailed;
}

int retry(Queue& queue, const std::string& id, const ActionOptions&) {
  if (id != "all") return told(queue.retry(id), id);
  std::size_t retried = 0;
  constexpr std::size_t kAPage = 100;
  // No more than are dead now: some may be dead again before the last was retried.
  for (std::uint64_t left = queue.stats().dead; left > 0;) {
    const auto letters = queue.dead(static_cast<std::size_t>(left > kAPage ? left - kAPage : 0), kAPage);
    for (const auto& letter : letters) retried += queue.retry(letter.id) ? 1 : 0;
    left -= std::min<std::uint64_t>(left, kAPage);
  }
  print(std::to_string(retried) + " retried\n");
  return compiler::kExitOk;
}

int purge(Queue& queue, const std::string& id, const ActionOptions&) {
  if (id != "all") return told(queue.purge(id), id);
  print(std::to_string(queue.purge_older_than(std::chrono::milliseconds(0))) + " purged\n");
  return compiler::kExitOk;
}

int pause(Queue& queue, const std::string&, const ActionOptions&) {
  queue.pause();
  print(queue.settings().name + " is paused\n");
  return compiler::kExitOk;
}

int resume(Queue& queue, const std::string&, const ActionOptions&) {
  queue.resume();
  print(queue.settings().name + " goes on\n");
  return compiler::kExitOk;
}

int drain(Queue& queue, const std::string&, const ActionOptions&) {
  print(std::to_string(queue.drain()) + " removed\n");
  return compiler::kExitOk;
}

int tail(Queue& queue, const std::string&, const ActionOptions& options) {
  for (std::size_t line = 1; true; ++line) {
    print(line_of(queue.stats()));
    if (line == options.count) return compiler::kExitOk;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

struct Action {
  std::string_view name;
  std::size_t fewest;  // operands
  std::size_t most;
  int (*run)(Queue&, const std::string&, const ActionOptions&);
};
constexpr std::array kActions{Action{"list", 0, 1, list},   Action{"inspect", 1, 1, inspect},
                              Action{"retry", 1, 1, retry}, Action{"purge", 1, 1, purge},
                              Action{"pause", 0, 0, pause}, Action{"resume", 0, 0, resume},
                              Action{"drain", 0, 0, drain}, Action{"tail", 0, 0, tail}};

}  // namespace

int act(Queue& queue, const std::vector<std::string>& words, const ActionOptions& options) {
  const std::string name = words.empty() ? "list" : words.front();
  const auto* const action = std::ranges::find(kActions, name, &Action::name);
  if (action == kActions.end()) {
    throw UsageError("unknown action; there are: list, inspect, retry, purge, pause, resume, drain, tail");
  }
  const std::size_t operands = words.empty() ? 0 : words.size() - 1;
  if (operands < action->fewest) throw UsageError(name + " takes the id of a job");
  if (operands > action->most)
    throw UsageError(name + " takes no more than " + std::to_string(action->most) + " operands");
  return action->run(queue, operands == 0 ? std::string() : words[1], options);
}

}  // namespace redisconf::queue_tool
