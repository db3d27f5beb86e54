#include <utility>

#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/writer.h"

namespace redisconf::compiler {
namespace {

Outcome write_service(const ServiceOutput& service, bool talks) {
  Outcome outcome;
  int changed = 0;
  for (const GeneratedFile& file : service.files) {
    const std::string path = service.path_of(file);
    const WriteResult result = write_if_changed(path, file.content);
    if (result.failed()) return {write_status(result), std::move(outcome.output), write_error(path, result)};
    if (result.status != WriteStatus::written) continue;
    ++changed;
    if (talks) outcome.output += "wrote " + path + '\n';
  }
  if (talks) {
    outcome.output += service.name + ": " + std::to_string(service.files.size()) + " files, " +
                      std::to_string(changed) + " changed\n";
  }
  return outcome;
}

class Generate final : public Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    options_.add_to(add);
  }

  [[nodiscard]] int run(const Invocation& /*invocation*/) override {
    options_.settle();
    const Compilation compilation = compile(options_);
    if (compilation.status != kExitOk) return compilation.status;
    const int status = for_each_output(
        options_, compilation, AfterFailure::stop,
        [this](const ServiceOutput& service) { return write_service(service, options_.talks()); });
    return status == kExitOk ? write_build_files(options_, compilation) : status;
  }

 private:
  CompileOptions options_;
};

}  // namespace

CommandInfo generate_command() {
  return {
      .name = "generate",
      .summary = "write the wrappers of services",
      .help =
          "Reads the schema and writes redis_config.h, redis_config.cpp, effective.yaml and env.example of\n"
          "every service, where they changed. A broken schema writes nothing.\n",
      .exit_status =
          "0 done, 64 wrong usage, 65 bad schema, 66 a file can't be read, 73 or 74 it can't be written",
      .make = make_command<Generate>,
  };
}

}  // namespace redisconf::compiler
