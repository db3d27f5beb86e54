// EVAL and SCRIPT.
#include "memory/command.h"
#include "memory/numbers.h"
#include "memory/scripts.h"
#include "redisconf/client/script.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace redisconf::testing::memory {

std::string Scripts::load(const std::string& source) {
  const redisconf::Script script(source);
  if (!sources_.contains(script.sha1())) interpreter_.check(source);
  return sources_.insert_or_assign(std::string(script.sha1()), source).first->first;
}

const std::string* Scripts::find(std::string_view sha1) const {
  const auto found = sources_.find(lower_case(sha1));
  return found == sources_.end() ? nullptr : &found->second;
}

namespace {

[[noreturn]] void throw_no_script() { throw CommandError("NOSCRIPT No matching script. Please use EVAL."); }

std::size_t require_keys(const Call& call) {
  const long long count = require_integer(call[2]);
  if (count > static_cast<long long>(call.size()) - 3)
    throw CommandError("ERR Number of keys can't be greater than number of args");
  if (count < 0) throw CommandError("ERR Number of keys can't be negative");
  return static_cast<std::size_t>(count);
}

Answer call_from_script(Call& call, Session& session, const std::vector<std::string>& arguments,
                        bool read_only) {
  const CommandSpec* const spec = find_command(arguments.front());
  if (spec == nullptr) return Answer::error(unsupported(arguments.front()));
  if (!fits(*spec, arguments.size()))
    return Answer::error("ERR Wrong number of args calling Redis command from script");
  if ((spec->flags & kNoScript) != 0)
    return Answer::error("ERR This Redis command is not allowed from script");
  if (read_only && (spec->flags & kWrite) != 0)
    return Answer::error("ERR Write commands are not allowed from read-only scripts.");
  return call.engine.run(session, *spec, arguments, false);
}

Answer run(Call& call, const std::string& sha1, bool read_only) {
  const std::size_t keys = require_keys(call);
  const std::string* const source = call.engine.scripts().find(sha1);
  if (source == nullptr) throw_no_script();
  if (read_only && source->starts_with("#!"))  // it names its flags, and "no-writes" is none of them
    return Answer::error("ERR Can not execute a script with write flag using *_ro command.");
  Session session;  // what a script selects is its own
  session.database = call.session.database;
  const auto first = call.arguments.begin() + 3;
  const auto middle = first + static_cast<std::ptrdiff_t>(keys);
  return call.engine.scripts().interpreter().run(
      {*source, sha1, {first, middle}, {middle, call.arguments.end()}, [&](const auto& arguments) {
         return call_from_script(call, session, arguments, read_only);
       }});
}

Answer eval_text(Call& call, bool read_only) {
  static_cast<void>(require_keys(call));
  return run(call, call.engine.scripts().load(call[1]), read_only);
}

Answer eval_known(Call& call, bool read_only) {
  constexpr std::size_t kSha1 = 40;
  if (call[1].size() != kSha1) throw_no_script();
  return run(call, lower_case(call[1]), read_only);
}

Answer eval(Call& call) { return eval_text(call, false); }
Answer eval_ro(Call& call) { return eval_text(call, true); }
Answer evalsha(Call& call) { return eval_known(call, false); }
Answer evalsha_ro(Call& call) { return eval_known(call, true); }

Answer load(Call& call) {
  if (call.size() != 3) throw CommandError(wrong_arity("script|load"));
  return Answer::bulk(call.engine.scripts().load(call[2]));
}

Answer are_known(Call& call) {
  if (call.size() < 3) throw CommandError(wrong_arity("script|exists"));
  Answer known = Answer::array();
  for (std::size_t at = 2; at < call.size(); ++at)
    known.elements.push_back(Answer::integer(call.engine.scripts().find(call[at]) == nullptr ? 0 : 1));
  return known;
}

Answer forget(Call& call) {
  const bool fits_form =
      call.size() == 2 || (call.size() == 3 && (same_word(call[2], "sync") || same_word(call[2], "async")));
  if (!fits_form) throw CommandError("ERR SCRIPT FLUSH only support SYNC|ASYNC option");
  call.engine.scripts().clear();
  return Answer::ok();
}

Answer script(Call& call) {
  if (same_word(call[1], "load")) return load(call);
  if (same_word(call[1], "exists")) return are_known(call);
  if (same_word(call[1], "flush")) return forget(call);
  throw CommandError(unsupported(call[0] + " " + call[1]));
}

constexpr std::array kCommands{
    CommandSpec{"eval", -3, eval, kNoScript},       CommandSpec{"evalsha", -3, evalsha, kNoScript},
    CommandSpec{"eval_ro", -3, eval_ro, kNoScript}, CommandSpec{"evalsha_ro", -3, evalsha_ro, kNoScript},
    CommandSpec{"script", -2, script, kNoScript},
};

}  // namespace

CommandTable script_commands() { return kCommands; }

}  // namespace redisconf::testing::memory
