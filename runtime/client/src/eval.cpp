#include "eval.h"

#include "client_core.h"
#include "redisconf/client/errors.h"

#include <string>
#include <vector>

namespace redisconf {

Reply eval(ClientCore& core, const Script& script, std::span<const std::string_view> keys,
           std::span<const std::string_view> arguments, Deadline deadline) {
  const std::string count = std::to_string(keys.size());
  std::vector<std::string_view> command{"EVALSHA", script.sha1(), count};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  try {
    return core.command(command, deadline);
  } catch (const RedisError& error) {
    if (error.code() != "NOSCRIPT") throw;  // which the server says before it runs anything
  }
  command[0] = "EVAL";
  command[1] = script.source();
  return core.command(command, deadline);
}

}  // namespace redisconf
