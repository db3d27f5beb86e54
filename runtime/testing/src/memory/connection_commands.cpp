// Commands about the connection itself. Anybody may sign in: memory:// keeps no passwords.
#include "memory/command.h"
#include "memory/numbers.h"

#include <algorithm>
#include <array>

namespace redisconf::testing::memory {
namespace {

Answer ping(Call& call) {
  if (call.size() > 2) throw CommandError(wrong_arity("ping"));
  if (call.session.subscribed())
    return Answer::array({Answer::bulk("pong"), Answer::bulk(call.size() == 2 ? call[1] : "")});
  return call.size() == 2 ? Answer::bulk(call[1]) : Answer::status("PONG");
}

Answer echo(Call& call) { return Answer::bulk(call[1]); }

Answer auth(Call& call) {
  if (call.size() > 3) throw_syntax_error();
  return Answer::ok();
}

Answer select(Call& call) {
  const long long number = require_in_range(call[1], -2'147'483'648LL, 2'147'483'647LL, kNoInteger);
  if (number < 0 || number >= Engine::kDatabases) throw CommandError("ERR DB index is out of range");
  call.session.database = static_cast<int>(number);
  return Answer::ok();
}

Answer set_name(Call& call) {
  if (call.size() != 3) throw CommandError(wrong_arity("client|setname"));
  const auto is_wrong = [](char c) { return c < '!' || c > '~'; };
  if (std::ranges::any_of(call[2], is_wrong))
    throw CommandError("ERR Client names cannot contain spaces, newlines or special characters.");
  call.session.name = call[2];
  return Answer::ok();
}

Answer client(Call& call) {
  if (same_word(call[1], "setname")) return set_name(call);
  if (same_word(call[1], "getname")) {
    if (call.size() != 2) throw CommandError(wrong_arity("client|getname"));
    return call.session.name.empty() ? Answer::nil() : Answer::bulk(call.session.name);
  }
  if (same_word(call[1], "id")) {
    if (call.size() != 2) throw CommandError(wrong_arity("client|id"));
    return Answer::integer(static_cast<long long>(call.session.id));
  }
  throw CommandError(unsupported(call[0] + " " + call[1]));
}

Answer quit(Call& call) {
  call.session.closing = true;
  return Answer::ok();
}

Answer time(Call& call) {
  const std::int64_t now = call.now();
  return Answer::array(
      {Answer::bulk(std::to_string(now / 1000)), Answer::bulk(std::to_string(now % 1000 * 1000))});
}

constexpr std::array kCommands{
    CommandSpec{"ping", -1, ping, kWhileSubscribed},
    CommandSpec{"echo", 2, echo},
    CommandSpec{"auth", -2, auth, kNoScript},
    CommandSpec{"select", 2, select},
    CommandSpec{"client", -2, client, kNoScript},
    CommandSpec{"quit", -1, quit, kNoScript | kWhileSubscribed | kAtOnce},
    CommandSpec{"time", 1, time},
};

}  // namespace

CommandTable connection_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
