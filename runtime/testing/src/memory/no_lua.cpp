// For builds without Lua.
#include "memory/interpreter.h"

namespace redisconf::testing::memory {
namespace {

[[noreturn]] void refuse() {
  throw CommandError(
      "ERR memory:// does not support 'EVAL' here: redisconf was built without Lua 5.1 (liblua5.1-0-dev)");
}

}  // namespace

struct Interpreter::State {};

Interpreter::Interpreter() = default;
Interpreter::~Interpreter() = default;

void Interpreter::check(const std::string&) { refuse(); }

Answer Interpreter::run(const ScriptRun&) { refuse(); }

}  // namespace redisconf::testing::memory
