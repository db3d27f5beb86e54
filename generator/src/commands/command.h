// What a command of the tool is. One file a command; registry.cpp lists them all.
//
// Shells complete operands and options by what help calls their values: words between bars are the
// words themselves ("bash|zsh"), FILE, DIR, SERVICE and ENVIRONMENT are what they say, another name
// is anything.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

struct Invocation {
  std::string program;                // as it was called, for commands that the user is told to type
  std::vector<std::string> operands;  // what is no option
};

// One run of a command: options are bound to its members, then it runs.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  // --help is added to these.
  virtual void add_options(boost::program_options::options_description_easy_init add) = 0;

  // Returns an exit status; throws UsageError.
  [[nodiscard]] virtual int run(const Invocation& invocation) = 0;
};

struct CommandInfo {
  std::string_view name;
  std::string_view operands = {};  // "SERVICE [bash|zsh]", as help shows them
  std::size_t min_operands = 0;
  std::size_t max_operands = 0;
  bool hides_arguments = false;  // they may hold a secret, so no message repeats one
  std::string_view summary;      // one line of `redisconf --help`
  std::string_view help;         // above the options in `redisconf NAME --help`
  std::string_view exit_status;  // one line below them: "0 done, 64 wrong usage, ..."
  std::unique_ptr<Command> (*make)() = nullptr;
};

template <class Kind>
[[nodiscard]] std::unique_ptr<Command> make_command() {
  return std::make_unique<Kind>();
}

}  // namespace redisconf::compiler
