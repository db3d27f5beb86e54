#include "memory/engine.h"

#include "memory/command.h"
#include "memory/numbers.h"

#include <algorithm>
#include <utility>

namespace redisconf::testing::memory {

namespace {

Answer abort_transaction(Session& session, const std::string& refusal) {
  session.end_transaction();
  constexpr std::string_view kCode = "ERR ";
  return Answer::error("EXECABORT Transaction discarded because of: " + refusal.substr(kCode.size()));
}

// "get", "client|id".
std::string full_name(const CommandSpec& spec, Arguments arguments) {
  const std::string name(spec.name);
  const bool has_parts = name == "client" || name == "pubsub" || name == "script";
  return has_parts && arguments.size() > 1 ? name + "|" + lower_case(arguments[1]) : name;
}

}  // namespace

Engine::Engine(Clock clock) : clock_(std::move(clock)), now_(clock_()) {}

void Engine::attach(Session& session) {
  session.id = next_id_++;
  sessions_.push_back(&session);
}

void Engine::detach(Session& session) {
  std::erase(sessions_, &session);
  std::erase(waiting_, &session);
}

void Engine::execute(Session& session, Arguments arguments) {
  if (arguments.empty()) return;
  const CLocale locale;
  now_ = clock_();
  encode(answer(session, arguments), session.out);
  serve_blocked();
}

Answer Engine::answer(Session& session, Arguments arguments) {
  const CommandSpec* const spec = find_command(arguments.front());
  std::string refusal;
  if (spec == nullptr) {
    refusal = unsupported(arguments.front());
  } else if (!fits(*spec, arguments.size())) {
    refusal = wrong_arity(spec->name);
    if (spec->name == "exec") return abort_transaction(session, refusal);
  } else {
    return answer_known(session, *spec, arguments);
  }
  if (session.in_transaction) session.transaction_failed = true;
  return Answer::error(refusal);
}

Answer Engine::answer_known(Session& session, const CommandSpec& spec, Arguments arguments) {
  if (session.subscribed() && (spec.flags & kWhileSubscribed) == 0) {
    const std::string refusal = "ERR Can't execute '" + full_name(spec, arguments) +
                                "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are "
                                "allowed in this context";
    if (spec.name == "exec") return abort_transaction(session, refusal);
    if (session.in_transaction) session.transaction_failed = true;
    return Answer::error(refusal);
  }
  if (session.in_transaction && (spec.flags & kAtOnce) == 0) {
    session.queued.emplace_back(arguments.begin(), arguments.end());
    return Answer::status("QUEUED");
  }
  return run(session, spec, arguments, !session.in_transaction);
}

Answer Engine::run(Session& session, const CommandSpec& spec, Arguments arguments, bool may_block) {
  try {
    Call call{*this, session, arguments, may_block};
    return spec.run(call);
  } catch (const CommandError& error) {
    return Answer::error(error.what());
  }
}

Entry* Engine::find(int database, std::string_view key) { return keyspace(database).find(key, now_); }

void Engine::touch(int database, const std::string& key) {
  const std::pair changed{database, key};
  if (!waiting_.empty() && std::ranges::find(ready_, changed) == ready_.end()) ready_.push_back(changed);
  for (Session* const session : sessions_) {
    if (!session->watched.empty() && session->watched.contains({database, key}))
      session->watched_changed = true;
  }
}

void Engine::clear(int database) {
  Keyspace& space = keyspace(database);
  space.drop_expired(now_);
  for (const auto& [key, entry] : space.entries()) touch(database, key);
  space.clear();
}

void Engine::block(Session& session, Blocked blocked) {
  session.blocked = std::move(blocked);
  waiting_.push_back(&session);
}

void Engine::unblock(Session& session) {
  session.blocked.reset();
  std::erase(waiting_, &session);
}

// In the order in which the keys changed, of each the longest waiting first. What one gets may be what
// another one waits for (BLMOVE).
void Engine::serve_blocked() {
  while (!ready_.empty()) {
    for (const auto& [database, key] : std::exchange(ready_, {})) {
      const std::vector<Session*> waiting = waiting_;
      for (Session* const session : waiting) {
        if (session->blocked->database == database && serve(*session, key)) unblock(*session);
      }
    }
  }
}

bool Engine::serve(Session& session, const std::string& key) {
  const Blocked& blocked = *session.blocked;
  if (std::ranges::find(blocked.keys, key) == blocked.keys.end()) return false;
  try {
    Call call{*this, session, {}, false};
    const auto answer = blocked.serve(call, key);
    if (answer) encode(*answer, session.out);
    return answer.has_value();
  } catch (const CommandError& error) {
    encode(Answer::error(error.what()), session.out);
    return true;
  }
}

void Engine::end_waits() {
  now_ = clock_();
  const std::vector<Session*> waiting = waiting_;
  for (Session* const session : waiting) {
    if (!session->blocked->until || now_ < *session->blocked->until) continue;
    encode(Answer::nil_array(), session->out);
    unblock(*session);
  }
}

std::optional<std::int64_t> Engine::next_end() const {
  std::optional<std::int64_t> next;
  for (const Session* const session : waiting_) {
    const auto until = session->blocked->until;
    if (until && (!next || *until < *next)) next = until;
  }
  return next;
}

std::size_t Engine::random_below(std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
}

}  // namespace redisconf::testing::memory
