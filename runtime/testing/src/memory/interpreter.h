// Lua 5.1, the version that Redis has inside, with what Redis adds to it. A build without Lua has an
// interpreter that refuses every script.
//
// Ownership:     owns the state of Lua.
// Thread-safety: none.
// Errors:        CommandError: a script that does not compile, or that fails and does not catch it.
#pragma once

#include "memory/answer.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace redisconf::testing::memory {

struct ScriptRun {
  const std::string& source;
  const std::string& sha1;
  std::vector<std::string> keys;
  std::vector<std::string> arguments;
  std::function<Answer(const std::vector<std::string>&)> call;  // redis.call; an error is an answer too
};

class Interpreter {
 public:
  Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;
  ~Interpreter();

  void check(const std::string& source);
  [[nodiscard]] Answer run(const ScriptRun& script);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace redisconf::testing::memory
