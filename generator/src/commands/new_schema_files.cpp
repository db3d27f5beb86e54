#include "commands/new_schema_files.h"

#include <filesystem>
#include <system_error>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "output/writer.h"
#include "schema/project.h"
#include "text/names.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

}  // namespace

void require_service_name(const std::string& name, const std::string& where) {
  if (is_service_name(name)) return;
  throw UsageError("'" + printable(name.substr(0, 64)) + "' can't be the name of a service: " + where +
                   " takes a lower-case letter, then lower-case letters, digits, '-' and '_', at most 63");
}

std::string standard_summary(const std::string& name) { return "The service " + name + '.'; }

int refuse_existing(const std::vector<NewFile>& files, const std::string& fix) {
  std::string message;
  for (const NewFile& file : files) {
    if (exists(file.path)) message += printable(file.path) + ": error: exists already\n";
  }
  if (message.empty()) return kExitOk;
  print_error(message + "  fix: " + fix + "\nredisconf: nothing was written\n");
  return kExitCannotCreate;
}

int check_new_files(const SchemaOptions& options, const std::vector<NewFile>& files,
                    const std::vector<std::string>& services) {
  Drafts drafts;
  for (const NewFile& file : files) drafts.emplace(file.path, file.text);
  const auto project = load_project(options.schema, services, drafts);
  const int status = report_diagnostics(project->diagnostics, options.format);
  if (status != kExitOk) print_error("redisconf: nothing was written\n");
  return status;
}

int write_new_files(const std::vector<NewFile>& files, bool talks) {
  for (std::size_t index = 0; index < files.size(); ++index) {
    const WriteResult result = write_if_changed(files[index].path, files[index].text);
    if (!result.failed()) continue;
    std::error_code ignored;
    for (std::size_t done = 0; done < index; ++done) fs::remove(files[done].path, ignored);
    return report_write(files[index].path, result);
  }
  for (const NewFile& file : files) {
    if (talks) print("wrote " + printable(file.path) + '\n');
  }
  return kExitOk;
}

}  // namespace redisconf::compiler
