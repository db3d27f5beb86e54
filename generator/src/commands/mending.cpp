#include "commands/mending.h"

#include "commands/command_line.h"
#include "schema/project.h"

namespace redisconf::compiler {

std::string mending_command(const CompileOptions& options, const std::string& program,
                            const std::string& service) {
  std::string command = shell_quoted(program) + " generate";
  const auto add = [&command](const char* option, const std::string& value) {
    if (!value.empty()) command += ' ' + std::string(option) + ' ' + shell_quoted(value);
  };
  add("--schema", options.schema == CompileOptions{}.schema ? "" : options.schema);
  add("--service", service);
  const bool of_many = !service.empty() && !options.output.empty() && options.services.size() != 1;
  add("--output", of_many ? options.output + '/' + service + "/generated" : options.output);
  add("--templates", options.templates);
  return command;
}

std::string precious_message(const std::string& path, FileState state, const std::string& schema_files,
                             const std::string& command) {
  const std::string force = command + " --force";
  if (state == FileState::conflicted) {
    return path + ": error: holds a merge conflict\n  fix: resolve it in " + schema_files +
           ", then run: " + force + '\n';
  }
  if (state == FileState::edited) {
    return path + ": error: was edited by hand, and generating it again would lose that\n" +
           "  fix: make the change in " + schema_files + " instead, then run: " + force + '\n';
  }
  return path + ": error: stands in the place of a generated file, and redisconf did not write it\n" +
         "  fix: move it away, or lose it: " + force + '\n';
}

std::string schema_files_of(const CompileOptions& options, const std::string& service) {
  return service_path(options.schema, service) + " or " + options.schema;
}

std::string edited_orphan_message(const std::string& path, const std::string& severity) {
  return path + ": " + severity + ": is generated no more, but was edited by hand: redisconf keeps it\n" +
         "  fix: move what you need of it to another file, then remove it\n";
}

}  // namespace redisconf::compiler
