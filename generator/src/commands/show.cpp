#include <boost/program_options/value_semantic.hpp>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/service_question.h"
#include "inspect/listing.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

class Show final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("json", po::bool_switch(&json_), "print JSON");
    add("yaml", po::bool_switch(&yaml_), "print YAML");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    if (json_ && yaml_) throw UsageError("--json and --yaml exclude each other");
    const LoadedService loaded = load_one_service(options_, invocation.operands[0]);
    if (loaded.status != kExitOk) return loaded.status;
    const std::size_t environment = find_environment(loaded.project->shared, invocation.operands[1]);
    if (json_) {
      print(list_as_json(loaded.service(), environment));
    } else if (yaml_) {
      print(list_as_yaml(loaded.service(), environment));
    } else {
      print(list_as_text(loaded.service(), environment, output_has_colour()));
    }
    return kExitOk;
  }

 private:
  SchemaOptions options_;
  bool json_ = false;
  bool yaml_ = false;
};

}  // namespace

CommandInfo show_command() {
  return {
      .name = "show",
      .operands = "SERVICE ENVIRONMENT",
      .min_operands = 2,
      .max_operands = 2,
      .summary = "list what one service is told in one environment",
      .help =
          "Prints every setting with its value and where the schema says so, then what the service declares\n"
          "for itself. Secrets appear as references. ENVIRONMENT may be an alias.\n\n"
          "  redisconf show auth production\n",
      .exit_status = "0 done, 64 wrong usage, 65 bad schema, 66 a file can't be read",
      .make = make_command<Show>,
  };
}

}  // namespace redisconf::compiler
