// MULTI, EXEC and WATCH.
#include "memory/command.h"

#include <array>
#include <utility>

namespace redisconf::testing::memory {
namespace {

Answer multi(Call& call) {
  if (call.session.in_transaction) throw CommandError("ERR MULTI calls can not be nested");
  call.session.in_transaction = true;
  return Answer::ok();
}

// A key that was there, and whose time is over, has changed too.
bool watched_are_unchanged(Call& call) {
  if (call.session.watched_changed) return false;
  for (const auto& [database, key] : call.session.watched) {
    const auto& entries = call.engine.keyspace(database).entries();
    if (entries.contains(key) && call.engine.find(database, key) == nullptr) return false;
  }
  return true;
}

Answer exec(Call& call) {
  Session& session = call.session;
  if (!session.in_transaction) throw CommandError("ERR EXEC without MULTI");
  const bool failed = session.transaction_failed;
  const bool unchanged = watched_are_unchanged(call);
  const auto queued = std::exchange(session.queued, {});
  session.end_transaction();
  if (failed) throw CommandError("EXECABORT Transaction discarded because of previous errors.");
  if (!unchanged) return Answer::nil_array();
  Answer answers = Answer::array();
  for (const auto& arguments : queued) {
    const CommandSpec* const spec = find_command(arguments.front());
    answers.elements.push_back(call.engine.run(session, *spec, arguments, false));
  }
  return answers;
}

Answer discard(Call& call) {
  if (!call.session.in_transaction) throw CommandError("ERR DISCARD without MULTI");
  call.session.end_transaction();
  return Answer::ok();
}

Answer watch(Call& call) {
  if (call.session.in_transaction) throw CommandError("ERR WATCH inside MULTI is not allowed");
  for (std::size_t at = 1; at < call.size(); ++at) {
    static_cast<void>(call.find(call[at]));  // one that is over is gone before it is watched
    call.session.watched.emplace(call.session.database, call[at]);
  }
  return Answer::ok();
}

Answer unwatch(Call& call) {
  call.session.watched.clear();
  call.session.watched_changed = false;
  return Answer::ok();
}

constexpr std::array kCommands{
    CommandSpec{"multi", 1, multi, kNoScript | kAtOnce},
    CommandSpec{"exec", 1, exec, kNoScript | kAtOnce},
    CommandSpec{"discard", 1, discard, kNoScript | kAtOnce},
    CommandSpec{"watch", -2, watch, kNoScript | kAtOnce},
    CommandSpec{"unwatch", 1, unwatch, kNoScript},
};

}  // namespace

CommandTable transaction_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
