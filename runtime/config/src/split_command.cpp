#include "redisconf/config/secret_provider.h"

#include <algorithm>
#include <string>
#include <utility>

namespace redisconf {
namespace {

constexpr std::string_view kBlanks = " \t\n\r";
constexpr std::string_view kOfShells = "$`|&;<>()*?[]#~!\\";

// A word, or a part of one, in quotes; `line` starts after the opening one. False: not closed.
bool take_quoted(std::string_view& line, char quote, std::string& word) {
  while (!line.empty()) {
    char c = line.front();
    line.remove_prefix(1);
    if (c == quote) return true;
    if (c == '\\' && quote == '"' && !line.empty() && (line.front() == '"' || line.front() == '\\')) {
      c = line.front();
      line.remove_prefix(1);
    }
    word += c;
  }
  return false;
}

// Takes the word at the front; the fault, or nothing.
std::string_view take_word(std::string_view& line, std::string& word) {
  while (!line.empty() && kBlanks.find(line.front()) == std::string_view::npos) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c == '\'' || c == '"') {
      if (!take_quoted(line, c, word)) return "has a quote that nothing closes";
    } else if (kOfShells.find(c) != std::string_view::npos) {
      return "has a character outside quotes that only a shell understands, and no shell runs: quote it, "
             "or name a script";
    } else {
      word += c;
    }
  }
  return {};
}

}  // namespace

CommandWords split_command(std::string_view line) {
  CommandWords command;
  if (line.find('\0') != std::string_view::npos) return {{}, "has a NUL"};
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlanks), line.size()));
    if (line.empty()) break;
    std::string word;
    if (const auto fault = take_word(line, word); !fault.empty()) return {{}, std::string(fault)};
    command.words.push_back(std::move(word));
  }
  if (command.words.empty()) command.fault = "is empty";
  return command;
}

}  // namespace redisconf
