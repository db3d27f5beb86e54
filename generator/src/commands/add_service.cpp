#include <boost/program_options/value_semantic.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/compilation.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/new_schema_files.h"
#include "commands/service_writer.h"
#include "edit/schema_files.h"
#include "edit/starting_schema.h"
#include "output/folder_lock.h"
#include "schema/project.h"
#include "text/names.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

class AddService final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("summary", po::value(&summary_)->value_name("TEXT"), "what the service does, in one sentence");
    add("generate", po::bool_switch(&generate_), "write its wrapper too");
    add("quiet,q", po::bool_switch(&quiet_), "print errors only");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const std::string& name = invocation.operands.front();
    require_service_name(name, "NAME");
    check_summary();
    const std::vector<NewFile> files{{service_path(options_.schema, name), text_of(name)}};
    const FolderLock lock(fs::path(options_.schema).parent_path().string());
    int status = refuse_existing(files, "choose another name, or edit that file");
    if (status == kExitOk) status = refuse_same_namespace(name);
    if (status == kExitOk) status = check_new_files(options_, files, {name});
    if (status == kExitOk) status = write_new_files(files, talks());
    if (status == kExitOk && generate_) status = write_wrapper(name, invocation.program);
    if (status == kExitOk && talks()) print_next_steps(name, invocation.program);
    return status;
  }

 private:
  [[nodiscard]] bool talks() const { return !quiet_ && options_.format == ReportFormat::text; }

  [[nodiscard]] std::string text_of(const std::string& name) const {
    return starting_service_schema(name, summary_.empty() ? standard_summary(name) : summary_);
  }

  void check_summary() const {
    if (find_text_fault(summary_).fault == TextFault::none) return;
    throw UsageError("--summary takes UTF-8 text without control characters");
  }

  // "user-events" and "user_events" would be one namespace.
  [[nodiscard]] int refuse_same_namespace(const std::string& name) const {
    for (const std::string& path : schema_files(options_.schema)) {
      const fs::path file(path);
      const bool is_service = file.parent_path().filename() == "services";
      if (!is_service || identifier_of(file.stem().string()) != identifier_of(name)) continue;
      print_error("redisconf: '" + name + "' would have the same namespace as " + printable(path) +
                  "\n  fix: choose another name\n");
      return kExitBadSchema;
    }
    return kExitOk;
  }

  // Checked before and again by the compiler, from the file that now stands there.
  [[nodiscard]] int write_wrapper(const std::string& name, const std::string& program) const {
    CompileOptions options;
    static_cast<SchemaOptions&>(options) = options_;
    options.services = {name};
    options.quiet = quiet_;
    const Compilation compilation = compile(options);
    if (compilation.status != kExitOk) return compilation.status;
    const WriteRun run{options, program, false};
    const ServiceOutput service = render(options, compilation, 0);
    Outcome outcome = refuse_precious_files(service, run);
    if (outcome.status == kExitOk) outcome = write_service(service, run);
    print(outcome.output);
    print_error(outcome.errors);
    return outcome.status;
  }

  void print_next_steps(const std::string& name, const std::string& program) const {
    const std::string schema =
        options_.schema == SchemaOptions{}.schema ? "" : " --schema " + shell_quoted(options_.schema);
    std::string text = "\nNext:\n  - Say in it what the service needs: caches, channels, queues, settings.\n";
    text += "  - " + shell_quoted(program) + " generate" + schema + " --service " + name +
            (generate_ ? ", after each change\n" : "\n");
    text +=
        "  - In CMakeLists.txt, where redisconf_add_services() finds it:\n"
        "      target_link_libraries(my_program PRIVATE " +
        name + "::redis_config)\n";
    print(text);
  }

  SchemaOptions options_;
  std::string summary_;
  bool generate_ = false;
  bool quiet_ = false;
};

}  // namespace

CommandInfo add_service_command() {
  return {
      .name = "add-service",
      .operands = "NAME",
      .min_operands = 1,
      .max_operands = 1,
      .summary = "add a service to the schema",
      .help =
          "Writes services/NAME.yaml beside --schema, checked before it is written, and says what to do\n"
          "next. Never writes over a file.\n\n"
          "  redisconf add-service user-events --summary \"Counts what users do.\" --generate\n",
      .exit_status =
          "0 done, 64 wrong usage, 65 bad schema, or no service can have that name,\n"
          "66 a file can't be read, 73 the file exists already, 73 or 74 it can't be written",
      .make = make_command<AddService>,
  };
}

}  // namespace redisconf::compiler
