#include <algorithm>
#include <boost/program_options/value_semantic.hpp>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/new_schema_files.h"
#include "edit/starting_schema.h"
#include "output/folder_lock.h"
#include "schema/project.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

// The folder's own name where a service may have it.
std::string standard_service(const std::string& folder) {
  std::error_code ignored;
  fs::path path = fs::absolute(folder, ignored).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  const std::string name = path.filename().string();
  const std::string identifier = identifier_of(name);
  const bool good = is_service_name(name) && !is_reserved_word(identifier) && !is_taken_namespace(identifier);
  return good ? name : "example";
}

class Init final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("service", po::value(&services_)->value_name("NAME"),
        "a service to begin with; may be given several times (the folder's name, else example)");
    add("quiet,q", po::bool_switch(&quiet_), "print errors only");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const std::string folder = invocation.operands.empty() ? "." : invocation.operands.front();
    if (folder.empty()) throw UsageError("DIR is empty");
    for (const std::string& service : services_) require_service_name(service, "--service");
    if (services_.empty()) services_.push_back(standard_service(folder));
    std::ranges::sort(services_);
    services_.erase(std::unique(services_.begin(), services_.end()), services_.end());
    SchemaOptions options;
    options.schema = (fs::path(folder) / options.schema).lexically_normal().string();
    const FolderLock lock(fs::path(options.schema).parent_path().string());
    const std::vector<NewFile> files = files_of(options);
    int status =
        refuse_existing(files, "init starts a schema; `redisconf add-service NAME` adds a service to one");
    if (status == kExitOk) status = check_new_files(options, files, services_);
    if (status == kExitOk) status = write_new_files(files, !quiet_);
    if (status == kExitOk && !quiet_) print_next_steps(folder, invocation.program);
    return status;
  }

 private:
  [[nodiscard]] std::vector<NewFile> files_of(const SchemaOptions& options) const {
    std::vector<NewFile> files{{options.schema, starting_shared_schema()}};
    for (const std::string& service : services_) {
      files.push_back({service_path(options.schema, service),
                       starting_service_schema(service, standard_summary(service))});
    }
    return files;
  }

  void print_next_steps(const std::string& folder, const std::string& program) const {
    const bool here = fs::path(folder).lexically_normal() == ".";
    const std::string tool = shell_quoted(program);
    print("\nNext" + (here ? "" : ", in " + shell_quoted(folder)) +
          ":\n"
          "  1. Make the environments of schema/redis.yaml yours.\n"
          "  2. " +
          tool +
          " generate\n"
          "  3. In CMakeLists.txt:\n"
          "       find_package(redisconf CONFIG REQUIRED)\n"
          "       redisconf_add_services(SCHEMA schema/redis.yaml)\n"
          "       target_link_libraries(my_program PRIVATE " +
          services_.front() +
          "::redis_config)\n"
          "  4. For completion in editors: " +
          tool +
          " json-schema --output .redisconf\n"
          "     and as the first line of schema/redis.yaml:\n"
          "       # yaml-language-server: $schema=../.redisconf/redis.schema.json\n");
  }

  std::vector<std::string> services_;
  bool quiet_ = false;
};

}  // namespace

CommandInfo init_command() {
  return {
      .name = "init",
      .operands = "[DIR]",
      .max_operands = 1,
      .summary = "start a schema",
      .help =
          "Writes schema/redis.yaml, with development, test, staging and production, and the schema of a\n"
          "first service into DIR (here), and says what to do next. Never writes over a file.\n\n"
          "  redisconf init --service auth --service user-events\n",
      .exit_status =
          "0 done, 64 wrong usage, 65 a service can't have that name, 73 a file exists already,\n"
          "73 or 74 it can't be written",
      .make = make_command<Init>,
  };
}

}  // namespace redisconf::compiler
