#include "random_commands.h"

#include "command_forms.h"
#include "comparison.h"
#include "script_texts.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

namespace redisconf::test {
namespace {

struct Words {
  std::string_view token;
  std::vector<std::string> words;
};

const std::vector<std::string> kNumbers{"0",
                                        "1",
                                        "2",
                                        "3",
                                        "-1",
                                        "-2",
                                        "10",
                                        "100",
                                        "-100",
                                        "007",
                                        "+1",
                                        "-0",
                                        " 1",
                                        "1 ",
                                        "",
                                        "abc",
                                        "1.5",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "9223372036854775808",
                                        "2147483648"};
const std::vector<std::string> kFloats{"0",
                                       "1",
                                       "-1",
                                       "1.5",
                                       "0.1",
                                       "-0",
                                       "3.0e3",
                                       "1e17",
                                       "123456789012345678",
                                       "1e300",
                                       "-1e300",
                                       "1.7976931348623157e308",
                                       "5e-324",
                                       "1e-400",
                                       "1e400",
                                       "inf",
                                       "-inf",
                                       "+inf",
                                       "nan",
                                       "0x10",
                                       " 1",
                                       "1 ",
                                       "",
                                       "abc",
                                       "1e",
                                       ".5",
                                       "0.30000000000000004",
                                       "10000000000000000000000"};

const std::vector<Words> kWords{
    {"STR", {"str1", "str2", "num"}},
    {"HASH", {"hash1", "hash2"}},
    {"LIST", {"list1", "list2"}},
    {"SET", {"set1", "set2", "set3"}},
    {"ZSET", {"zset1", "zset2", "zset3"}},
    {"LEX", {"lex"}},
    {"KEY", {"str1", "num", "hash1", "list1", "set1", "zset1", "none", "other", ""}},
    {"VAL",
     {"a", "b", "c", "hello", "", "10", "-5", "3.5", "abc", "1e3", "9223372036854775807", "\r\nx",
      "\xff\x01"}},
    {"MEM", {"a", "b", "c", "d", "e", "", "10", "-1"}},
    {"FIELD", {"f", "g", "n", ""}},
    {"INT", kNumbers},
    {"FLT", kFloats},
    {"IDX",
     {"0", "1", "2", "-1", "-2", "-3", "5", "-9", "100", "x", "9223372036854775807", "-9223372036854775808"}},
    {"RANK", {"1", "2", "-1", "-2", "0", "x"}},
    {"CNT", {"0", "1", "2", "3", "10", "-1", "x", "9223372036854775807", ""}},
    {"NEAR", {"0", "1", "5", "12", "-1", "536870912", "x"}},
    {"BOUND",
     {"-inf", "+inf", "inf", "0", "1", "(1", "(0", "2.5", "(-inf", "(+inf", "x", "", " 1", "(x", "1e400",
      "nan"}},
    {"LEXB", {"-", "+", "[a", "(a", "[c", "(c", "[", "(", "x", "", "++"}},
    {"PAT",
     {"*", "?", "h*o", "[a-c]", "[^a]*", "\\*", "s*[12]", "*[", "a\\", "**1", "[z-a]", "h?sh1", "[]x]"}},
    {"SECS", {"100", "1000", "86400"}},
    {"BADSECS",
     {"0", "-1", "x", "9223372036854775807", "9223372036854775", "-9223372036854775808", "1.5", ""}},
    {"LATER", {"33000000000", "44000000000"}},
    {"LATERMS", {"33000000000000", "44000000000000"}},
    {"WHEN", {"NX", "XX", "GT", "LT", "nx", "FOO"}},
    {"SIDE", {"LEFT", "RIGHT", "left", "MIDDLE"}},
    {"END", {"MIN", "MAX", "min", "MID"}},
    {"WAIT", {"0.001", "-1", "x", "", "1 "}},
    {"DB", {"0", "1", "15", "16", "-1", "x"}},
    {"TYPE", {"string", "list", "hash", "set", "zset", "ZSET", "stream"}},
    {"ANY",
     {"NX", "COUNT", "LIMIT", "WITHSCORES", "a", "0", "1", "-1", "x", "", "GET", "STORE", "str1", "zset1"}},
};

bool is_typed_key(std::string_view token) {
  return token == "STR" || token == "HASH" || token == "LIST" || token == "SET" || token == "ZSET";
}

}  // namespace

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::size_t RandomCommands::below(std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
}

std::string RandomCommands::word(std::string_view token) {
  if (is_typed_key(token) && below(12) == 0) token = "KEY";
  const auto found = std::ranges::find(kWords, token, &Words::token);
  return found == kWords.end() ? std::string(token) : found->words[below(found->words.size())];
}

// "SET $STR $VAL": words with a $ stand for one of a kind.
Command RandomCommands::fill(std::string_view form) {
  std::istringstream words{std::string(form)};
  Command command;
  for (std::string each; words >> each;)
    command.push_back(each.starts_with('$') ? word(std::string_view(each).substr(1)) : each);
  return command;
}

// One argument more, less, or another one.
void RandomCommands::mutate(Command& command) {
  const std::size_t at = 1 + below(command.size());
  switch (below(3)) {
    case 0:
      command.insert(command.begin() + static_cast<std::ptrdiff_t>(std::min(at, command.size())),
                     word("ANY"));
      return;
    case 1:
      if (at < command.size()) command.erase(command.begin() + static_cast<std::ptrdiff_t>(at));
      return;
    default:
      if (at < command.size()) command[at] = word("ANY");
  }
}

std::vector<Command> RandomCommands::sequence() {
  std::vector<Command> commands;
  for (std::size_t left = 8 + below(24); left > 0; --left) {
    if (below(40) == 0) {
      const Command briefly = fill(kBriefForms[below(kBriefForms.size())]);
      // In a transaction it would begin to live when nobody waits for its end.
      commands.insert(commands.end(), {{"DISCARD"}, briefly, kPause});
      continue;
    }
    if (below(8) == 0) {
      commands.push_back(fill(kExactForms[below(kExactForms.size())]));
      continue;
    }
    Command command = fill(kForms[below(kForms.size())]);
    if (below(8) == 0) mutate(command);
    commands.push_back(std::move(command));
  }
  return commands;
}

// Data, and scripts over it: their own values, and other commands from within.
std::vector<Command> RandomCommands::script_sequence() {
  std::vector<Command> commands;
  for (std::size_t left = 4 + below(12); left > 0; --left) {
    Command inner = fill(kForms[below(kForms.size())]);
    if (below(8) == 0) mutate(inner);
    if (below(3) == 0) {
      commands.push_back(std::move(inner));
      continue;
    }
    const bool calls = is_exact(inner) && below(2) == 0;
    Command script{below(6) == 0 ? "EVAL_RO" : "EVAL"};
    script.emplace_back(calls ? kCallingScripts[below(kCallingScripts.size())]
                              : kScripts[below(kScripts.size())]);
    script.insert(script.end(), {"2", word("KEY"), word("STR")});
    if (!calls) inner = {word("VAL"), word("INT"), word("FLT")};
    script.insert(script.end(), inner.begin(), inner.end());
    commands.push_back(std::move(script));
  }
  return commands;
}

}  // namespace redisconf::test
