#include <unistd.h>

#include <algorithm>
#include <boost/program_options/value_semantic.hpp>
#include <cerrno>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "commands/schema_options.h"
#include "edit/formatter.h"
#include "edit/schema_files.h"
#include "edit/veiled_text.h"
#include "output/unified_diff.h"
#include "output/writer.h"
#include "schema/source_loader.h"
#include "text/utf8.h"
#include "yaml/reader.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

constexpr const char* kStandardInput = "<stdin>";

// At most one byte more than a schema file may have.
std::string read_standard_input() {
  std::string bytes(kMaxFileBytes + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(STDIN_FILENO, bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

std::string files_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " file" : " files");
}

// The text with what may be secret veiled. It has been formatted, so it can be read.
std::string shown(const SourceFile& file) {
  Diagnostics ignored;
  const auto root = read_yaml(file, ignored);
  return root ? veiled_text(file, *root) : std::string();
}

class Fmt final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    options_.add_to(add);
    add("check", po::bool_switch(&check_), "write nothing: print the difference, exit 1 when there is one");
    add("stdin", po::bool_switch(&stdin_), "format standard input to standard output; so does FILE -");
    add("quiet,q", po::bool_switch(&quiet_), "print errors only");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    program_ = invocation.program;
    const bool dash = invocation.operands == std::vector<std::string>{"-"};
    if (stdin_ && !dash && !invocation.operands.empty()) throw UsageError("--stdin takes no FILE");
    if (stdin_ || dash) return format_stdin();
    operands_ = invocation.operands;
    return format_files(operands_.empty() ? schema_files(options_.schema) : operands_);
  }

 private:
  struct Result {
    std::string path;
    LoadedSource before;
    std::string after;

    [[nodiscard]] bool changes() const { return before.had_mark || before.file->text() != after; }
  };

  [[nodiscard]] bool talks() const { return !quiet_ && options_.format == ReportFormat::text; }

  int format_stdin() {
    Diagnostics diagnostics;
    const LoadedSource source = source_of(kStandardInput, kStandardInput, read_standard_input(), diagnostics);
    std::optional<std::string> text;
    if (source.file != nullptr) text = format_schema(*source.file, diagnostics);
    if (!text) {
      // Standard output is the formatted text's alone.
      print_error(format_diagnostics(diagnostics, error_output_has_colour()));
      return kExitBadSchema;
    }
    if (!check_) {
      print(*text);
      return kExitOk;
    }
    const bool changes = source.had_mark || source.file->text() != *text;
    if (changes) print_difference(*source.file, *text);
    return changes ? kExitFailed : kExitOk;
  }

  int format_files(const std::vector<std::string>& paths) {
    Diagnostics diagnostics;
    std::vector<Result> results;
    std::vector<std::unique_ptr<SourceFile>> refused;  // diagnostics point at them
    for (const std::string& path : paths) {
      LoadedSource source = load_source(path, path, {}, diagnostics);
      if (source.file == nullptr) continue;
      auto text = format_schema(*source.file, diagnostics);
      if (text) {
        results.push_back({path, std::move(source), std::move(*text)});
      } else {
        refused.push_back(std::move(source.file));
      }
    }
    const bool bad = diagnostics.has_errors();
    const int status = check_ ? compare(results, diagnostics) : write(results);
    if (!bad && check_ && options_.format == ReportFormat::text) return status;
    const int reported = report_diagnostics(diagnostics, options_.format);
    return bad ? reported : status;
  }

  static int write(const std::vector<Result>& results, std::size_t& changed, bool talks) {
    for (const Result& result : results) {
      if (!result.changes()) continue;
      const WriteResult written = write_if_changed(result.path, result.after);
      if (written.failed()) return report_write(result.path, written);
      ++changed;
      if (talks) print("formatted " + printable(result.path) + '\n');
    }
    return kExitOk;
  }

  int write(const std::vector<Result>& results) const {
    std::size_t changed = 0;
    const int status = write(results, changed, talks());
    if (talks() && status == kExitOk) {
      print(files_text(results.size()) + ", " + std::to_string(changed) + " changed\n");
    }
    return status;
  }

  static void print_difference(const SourceFile& before, const std::string& after) {
    const SourceFile formatted(before.path(), before.label(), after);
    const std::string path = printable(before.path());
    print(unified_diff({path, shown(before)}, {path, shown(formatted)}));
  }

  // People get the difference, programs a diagnostic for each file.
  int compare(const std::vector<Result>& results, Diagnostics& diagnostics) const {
    std::size_t count = 0;
    for (const Result& result : results) {
      if (!result.changes()) continue;
      ++count;
      if (options_.format == ReportFormat::text) {
        print_difference(*result.before.file, result.after);
      } else {
        add_finding(result, diagnostics);
      }
    }
    if (count == 0) {
      if (talks()) print(files_text(results.size()) + ", formatted\n");
      return kExitOk;
    }
    if (options_.format == ReportFormat::text) {
      print_error("redisconf: " + std::to_string(count) + " of " + files_text(results.size()) +
                  " not formatted\n  fix: " + mending() + '\n');
    }
    return kExitFailed;
  }

  void add_finding(const Result& result, Diagnostics& diagnostics) const {
    const std::string_view before = result.before.file->text();
    std::size_t same = 0;
    while (same < before.size() && same < result.after.size() && before[same] == result.after[same]) ++same;
    diagnostics.add_at(*result.before.file, {std::min(same, before.empty() ? 0 : before.size() - 1), 1},
                       "the file is not formatted from here on", {}, mending(), "format");
  }

  [[nodiscard]] std::string mending() const {
    std::string command = shell_quoted(program_) + " fmt";
    if (options_.schema != SchemaOptions{}.schema) command += " --schema " + shell_quoted(options_.schema);
    for (const std::string& operand : operands_) command += ' ' + shell_quoted(operand);
    return command;
  }

  SchemaOptions options_;
  bool check_ = false;
  bool stdin_ = false;
  bool quiet_ = false;
  std::string program_;
  std::vector<std::string> operands_;
};

}  // namespace

CommandInfo fmt_command() {
  return {
      .name = "fmt",
      .operands = "[FILE]...",
      .max_operands = std::numeric_limits<std::size_t>::max(),
      .summary = "format schema files",
      .help =
          "Writes schema files in one style, in place: --schema, approvals.yaml and services/*.yaml beside\n"
          "it, or the files named. Only white space changes; comments, quotes, the order of keys and line\n"
          "breaks stay. A file that can't be read as YAML stays as it is.\n\n"
          "  redisconf fmt                              the whole schema\n"
          "  redisconf fmt --check                      in continuous integration\n"
          "  redisconf fmt - < schema/redis.yaml        in an editor\n",
      .exit_status =
          "0 done, 1 --check found a difference, 64 wrong usage, 65 a file is not YAML,\n"
          "66 a file can't be read, 73 or 74 it can't be written",
      .make = make_command<Fmt>,
  };
}

}  // namespace redisconf::compiler
