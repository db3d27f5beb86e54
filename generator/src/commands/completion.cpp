#include "completion/completion.h"
#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kHelp =
    "Prints a script by which the shell completes commands, options, their values, and the names of\n"
    "services and environments of the schema at hand.\n\n"
    "  bash: source <(redisconf completion bash)                       in ~/.bashrc\n"
    "  zsh:  source <(redisconf completion zsh)                        in ~/.zshrc, after compinit\n";

class Completion final : public Command {
 public:
  void add_options(boost::program_options::options_description_easy_init /*add*/) override {}

  [[nodiscard]] int run(const Invocation& invocation) override {
    const std::string& shell = invocation.operands.front();
    if (shell != "bash" && shell != "zsh") throw UsageError("completion takes bash or zsh");
    std::vector<CompletedCommand> completed;
    for (const CommandInfo& info : commands()) completed.push_back(completed_command(info));
    for (const CompanionProgram& program : companions()) completed.push_back(completed_companion(program));
    print(shell == "bash" ? bash_completion(completed) : zsh_completion(completed));
    return kExitOk;
  }
};

}  // namespace

CommandInfo completion_command() {
  return {
      .name = "completion",
      .operands = "bash|zsh",
      .min_operands = 1,
      .max_operands = 1,
      .summary = "print a script that completes command lines in a shell",
      .help = kHelp,
      .exit_status = "0 done, 64 wrong usage",
      .make = make_command<Completion>,
  };
}

}  // namespace redisconf::compiler
