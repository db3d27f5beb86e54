// Random commands of all that memory:// supports: right and wrong arguments, wrong types, edge values.
#pragma once

#include "raw_connection.h"

#include <cstdint>
#include <random>
#include <vector>

namespace redisconf::test {

// A few milliseconds pass at this place, on both servers; no command of Redis.
inline const Command kPause{"(pause)"};

// How long and where a search begins, of a variable of the environment.
[[nodiscard]] std::uint64_t number_from(const char* variable, std::uint64_t otherwise);

class RandomCommands {
 public:
  explicit RandomCommands(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] std::vector<Command> sequence();
  [[nodiscard]] std::vector<Command> script_sequence();

 private:
  [[nodiscard]] std::size_t below(std::size_t count);
  [[nodiscard]] Command fill(std::string_view form);
  [[nodiscard]] std::string word(std::string_view token);
  void mutate(Command& command);

  std::mt19937_64 random_;
};

}  // namespace redisconf::test
