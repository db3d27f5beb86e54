#include <boost/program_options/value_semantic.hpp>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/schema_options.h"
#include "edit/migration.h"
#include "edit/schema_files.h"
#include "output/writer.h"
#include "schema/source_loader.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct MigratedFile {
  std::string path;
  std::string before;
  std::string after;
  Migration migration;
};

class Migrate final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("check", po::bool_switch(&check_), "write nothing: exit 1 when a file would change");
    add("quiet,q", po::bool_switch(&quiet_), "print errors only");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const auto paths = invocation.operands.empty() ? schema_files(options_.schema) : invocation.operands;
    Diagnostics diagnostics;
    std::vector<std::unique_ptr<SourceFile>> sources;  // diagnostics point at them
    std::vector<MigratedFile> files;
    for (const std::string& path : paths) {
      LoadedSource source = load_source(path, path, {}, diagnostics);
      if (source.file == nullptr) continue;
      sources.push_back(std::move(source.file));
      auto migration = migrate(*sources.back(), migration_steps(), diagnostics);
      if (!migration || migration->changes.empty()) continue;
      const std::string mark(source.had_mark ? kByteOrderMark : std::string_view());
      const std::string before = mark + std::string(sources.back()->text());
      files.push_back({path, before, mark + migration->text, std::move(*migration)});
    }
    const int status = report_diagnostics(diagnostics, options_.format);
    if (status != kExitOk) {
      print_error("redisconf: nothing was migrated\n");
      return status;
    }
    return finish(files);
  }

 private:
  void say(const std::string& text) const {
    if (!quiet_ && options_.format == ReportFormat::text) print(text);
  }

  int finish(const std::vector<MigratedFile>& files) const {
    if (files.empty()) {
      say("up to date: version " + std::to_string(migration_steps().size()) + ", nothing to do\n");
      return kExitOk;
    }
    const int status = check_ ? kExitFailed : write_all(files);
    if (check_ || status == kExitOk) {
      for (const MigratedFile& file : files) tell(file);
    }
    return status;
  }

  void tell(const MigratedFile& file) const {
    say(printable(file.path) + ": version " + std::to_string(file.migration.from) +
        (check_ ? " would become " : " became ") + std::to_string(file.migration.to) + '\n');
    for (const std::string_view change : file.migration.changes) say("  " + std::string(change) + '\n');
  }

  // All or none: a schema of two versions would be no schema.
  static int write_all(const std::vector<MigratedFile>& files) {
    for (std::size_t index = 0; index < files.size(); ++index) {
      const WriteResult result = write_if_changed(files[index].path, files[index].after);
      if (!result.failed()) continue;
      for (std::size_t done = 0; done < index; ++done) restore(files[done]);
      return report_write(files[index].path, result);
    }
    return kExitOk;
  }

  static void restore(const MigratedFile& file) {
    const WriteResult result = write_if_changed(file.path, file.before);
    if (result.failed()) static_cast<void>(report_write(file.path, result));
  }

  SchemaOptions options_;
  bool check_ = false;
  bool quiet_ = false;
};

}  // namespace

CommandInfo migrate_command() {
  return {
      .name = "migrate",
      .operands = "[FILE]...",
      .max_operands = std::numeric_limits<std::size_t>::max(),
      .summary = "bring schema files to the newest version of the language",
      .help =
          "Reads the version of each schema file - --schema, approvals.yaml and services/*.yaml beside it,\n"
          "or the files named - and changes what is written differently in the newest one. Comments and\n"
          "style stay. All files are written, or none. A file without a version gets its first line.\n",
      .exit_status =
          "0 done or nothing to do, 1 --check found a file to change, 64 wrong usage,\n"
          "65 a file is not YAML or is newer than this redisconf, 66 a file can't be read,\n"
          "73 or 74 it can't be written",
      .make = make_command<Migrate>,
  };
}

}  // namespace redisconf::compiler
