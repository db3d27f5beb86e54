// The client's table of keys against what a real server says of its commands.
#include "command_keys.h"

#include "client/support/trial_config.h"
#include "support/catch.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/testing/redis_server.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using redisconf::Client;
using redisconf::command_id;
using redisconf::RedisError;
using redisconf::Reply;
using redisconf::testing::RedisServer;

namespace {

using Words = std::vector<std::string_view>;
using Positions = std::vector<std::size_t>;

Positions keys(const Words& command) {
  Positions positions;
  for (const auto& range : redisconf::keys_of(command_id(command[0]), command)) {
    for (std::size_t i = 0; i < range.count; ++i) positions.push_back(range.first + i * range.step);
  }
  return positions;
}

std::string in_capitals(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  return name;
}

// "GET", or "OBJECT" and "FREQ" of "object|freq".
std::vector<std::string> words_of(const std::string& name) {
  const std::size_t bar = name.find('|');
  if (bar == std::string::npos) return {in_capitals(name)};
  return {in_capitals(name.substr(0, bar)), in_capitals(name.substr(bar + 1))};
}

// Each argument is its own position, so that the server's answer tells positions. Nothing when the server
// does not take that many arguments.
std::optional<Positions> found_by_server(Client& client, const Words& trial) {
  Words question{"COMMAND", "GETKEYS"};
  question.insert(question.end(), trial.begin(), trial.end());
  Positions positions;
  try {
    const Reply answer = client.command(question);
    for (const Reply& key : answer.as_array()) positions.push_back(std::stoul(key.as_string()));
  } catch (const RedisError& error) {
    if (error.details().cause.find("no key arguments") == std::string::npos) return std::nullopt;
  }
  return positions;
}

}  // namespace

TEST_CASE("the keys of all commands are where the server finds them", "[client][redis]") {
  const RedisServer server;
  Client client(redisconf::test::trial_config(server));
  const Reply names = client.command({"COMMAND", "LIST"});
  std::size_t checked = 0;
  for (const Reply& name : names.as_array()) {
    const std::vector<std::string> words = words_of(name.as_string());
    CAPTURE(name.as_string());
    // A channel of SPUBLISH, SSUBSCRIBE and SUNSUBSCRIBE is no key to the server, but has a slot.
    const std::set<std::string> sharded{"SPUBLISH", "SSUBSCRIBE", "SUNSUBSCRIBE"};
    if (command_id(words[0]) == redisconf::kOtherCommand || sharded.count(words[0]) == 1) continue;
    const std::vector<std::string> numbers{"1", "2", "3", "4", "5", "6", "7", "8"};
    for (std::size_t size = words.size(); size <= numbers.size(); ++size) {
      Words trial(words.begin(), words.end());
      for (std::size_t i = words.size(); i < size; ++i) trial.emplace_back(numbers[i - 1]);
      const auto expected = found_by_server(client, trial);
      if (!expected) continue;
      // Subcommands without keys take fewer arguments, which GETKEYS overlooks.
      if (words.size() == 2 && expected->empty() && size > 2) continue;
      CAPTURE(size);
      CHECK(keys(trial) == *expected);
      ++checked;
    }
  }
  CHECK(checked > 500);
}

TEST_CASE("what a replica may answer is what the server calls reading", "[client][redis]") {
  const RedisServer server;
  Client client(redisconf::test::trial_config(server));
  const Reply names = client.command({"COMMAND", "LIST", "FILTERBY", "ACLCAT", "read"});
  std::set<std::string> reading;
  for (const Reply& name : names.as_array()) reading.insert(in_capitals(name.as_string()));
  const Reply all = client.command({"COMMAND", "LIST"});
  for (const Reply& each : all.as_array()) {
    const std::string name = in_capitals(each.as_string());
    if (name.find('|') != std::string::npos) continue;
    CAPTURE(name);
    const bool script = name.ends_with("_RO") && (name.starts_with("EVAL") || name.starts_with("FCALL"));
    CHECK(redisconf::is_read_only(command_id(name)) == (script || reading.count(name) == 1));
  }
}

TEST_CASE("keys that move with the options are where the server finds them", "[client][redis]") {
  const RedisServer server;
  const std::vector<Words> trials{
      {"EVAL", "return 1", "2", "a", "b", "c"},
      {"EVALSHA_RO", "sha", "1", "a", "b"},
      {"FCALL", "f", "1", "a", "b"},
      {"ZUNIONSTORE", "to", "2", "a", "b", "WEIGHTS", "1", "2"},
      {"ZINTERSTORE", "to", "1", "a"},
      {"ZDIFFSTORE", "to", "1", "a"},
      {"ZUNION", "2", "a", "b"},
      {"ZINTER", "1", "a"},
      {"ZDIFF", "1", "a"},
      {"ZINTERCARD", "2", "a", "b", "LIMIT", "1"},
      {"SINTERCARD", "1", "a"},
      {"LMPOP", "2", "a", "b", "LEFT"},
      {"ZMPOP", "1", "a", "MIN"},
      {"BLMPOP", "1", "2", "a", "b", "LEFT"},
      {"BZMPOP", "1", "1", "a", "MIN"},
      {"XREAD", "COUNT", "1", "BLOCK", "1", "STREAMS", "a", "b", "0", "0"},
      {"XREADGROUP", "GROUP", "g", "c", "NOACK", "STREAMS", "a", ">"},
      {"SORT", "a", "BY", "w_*", "LIMIT", "0", "1", "GET", "#", "STORE", "to"},
      {"SORT", "a", "STORE", "x", "STORE", "to"},
      {"SORT", "a"},
      {"GEORADIUS", "a", "0", "0", "1", "m", "STORE", "to"},
      {"GEORADIUSBYMEMBER", "a", "m", "1", "m", "STOREDIST", "to"},
      {"GEORADIUS", "a", "0", "0", "1", "m"},
      {"MIGRATE", "h", "1", "a", "0", "1"},
      {"MIGRATE", "h", "1", "", "0", "1", "AUTH2", "u", "p", "KEYS", "a", "b"},
  };
  Client client(redisconf::test::trial_config(server));
  for (const Words& trial : trials) {
    CAPTURE(trial);
    Words question{"COMMAND", "GETKEYS"};
    question.insert(question.end(), trial.begin(), trial.end());
    const Reply answer = client.command(question);
    std::vector<std::string> expected;
    for (const Reply& key : answer.as_array()) expected.push_back(key.as_string());
    std::vector<std::string> found;
    for (const std::size_t position : keys(trial)) found.emplace_back(trial[position]);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    CHECK(found == expected);
  }
}
