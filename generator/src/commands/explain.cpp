#include <boost/program_options/value_semantic.hpp>
#include <string>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/service_question.h"
#include "inspect/explanation.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

struct Asked {
  std::string service;
  std::string environment;
  std::string path;
};

// No name of a service or an environment holds a dot.
Asked split(const std::string& operand) {
  const auto first = operand.find('.');
  const auto second = first == std::string::npos ? first : operand.find('.', first + 1);
  if (second == std::string::npos) {
    throw UsageError("explain takes SERVICE.ENVIRONMENT.SETTING: auth.production.pool.connections");
  }
  return {operand.substr(0, first), operand.substr(first + 1, second - first - 1),
          operand.substr(second + 1)};
}

class Explain final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("json", po::bool_switch(&json_), "print JSON");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const Asked asked = split(invocation.operands.front());
    const LoadedService loaded = load_one_service(options_, asked.service);
    if (loaded.status != kExitOk) return loaded.status;
    const std::size_t environment = find_environment(loaded.project->shared, asked.environment);
    const AskedSetting setting = find_asked(*loaded.service().service, asked.path);
    const Question question{loaded.service(), environment, setting};
    print(json_ ? explain_as_json(question) : explain_as_text(question, output_has_colour()));
    return kExitOk;
  }

 private:
  SchemaOptions options_;
  bool json_ = false;
};

}  // namespace

CommandInfo explain_command() {
  return {
      .name = "explain",
      .operands = "SERVICE.ENVIRONMENT.SETTING",
      .min_operands = 1,
      .max_operands = 1,
      .summary = "tell why a setting has its value, and what can change it",
      .help =
          "Prints every layer that gives the setting a value, strongest first, with file, line and column,\n"
          "and the variables that can change it at run time.\n\n"
          "  redisconf explain auth.production.pool.connections\n",
      .exit_status = "0 done, 64 wrong usage, 65 bad schema, 66 a file can't be read",
      .make = make_command<Explain>,
  };
}

}  // namespace redisconf::compiler
