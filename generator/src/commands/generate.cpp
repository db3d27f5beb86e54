#include <algorithm>
#include <boost/program_options/value_semantic.hpp>
#include <filesystem>

#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/orphans.h"
#include "commands/service_writer.h"
#include "output/folder_lock.h"
#include "output/signals_wait.h"

namespace redisconf::compiler {
namespace {

class Generate final : public Command {
 public:
  void add_options(boost::program_options::options_description_easy_init add) override {
    options_.add_to(add);
    add("force", boost::program_options::bool_switch(&force_),
        "overwrite, and remove, also what was edited by hand or is not redisconf's");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    options_.settle();
    // Before the schema is read: of two runs the later one writes what it read later.
    const FolderLock lock(std::filesystem::path(options_.schema).parent_path().string());
    const Compilation compilation = compile(options_);
    if (compilation.status != kExitOk) return compilation.status;
    const int status = write_all(compilation, {options_, invocation.program, force_});
    return status == kExitOk ? write_build_files(options_, compilation) : status;
  }

 private:
  // Nothing is written when one file must not be.
  int write_all(const Compilation& compilation, const WriteRun& run) {
    int status = for_each_service(compilation, AfterFailure::go_on, [&](std::size_t index) {
      if (!may_be_precious(place_of(options_, compilation, index))) return Outcome{};
      return refuse_precious_files(render(options_, compilation, index), run);
    });
    if (status != kExitOk) {
      print_error("redisconf: nothing was written\n");
      return status;
    }
    // Held here for all threads: one that does not write could take the signal.
    const SignalsWait waiting;
    status = for_each_service(compilation, AfterFailure::stop, [&](std::size_t index) {
      return write_service(render(options_, compilation, index), run);
    });
    return status == kExitOk ? remove_gone_services(compilation) : status;
  }

  int remove_gone_services(const Compilation& compilation) {
    int status = kExitOk;
    for (const GoneService& gone : find_gone_services(options_, compilation)) {
      const Outcome outcome = remove_gone_service(gone, {force_, options_.talks()});
      print(outcome.output);
      print_error(outcome.errors);
      status = std::max(status, outcome.status);
    }
    return status;
  }

  CompileOptions options_;
  bool force_ = false;
};

}  // namespace

CommandInfo generate_command() {
  return {
      .name = "generate",
      .summary = "write the wrappers of services",
      .help =
          "Reads the schema and writes redis_config.h, redis_config.cpp, effective.yaml, env.example and\n"
          "redisconf.sha256 of every service, where they changed. A broken schema writes nothing, and so\n"
          "does a file that was edited by hand: --force overwrites it. Without --service it also removes\n"
          "the files of services that are gone, unless they were edited.\n",
      .exit_status =
          "0 done, 64 wrong usage, 65 bad schema, 66 a file can't be read, 73 or 74 it can't be written",
      .make = make_command<Generate>,
  };
}

}  // namespace redisconf::compiler
