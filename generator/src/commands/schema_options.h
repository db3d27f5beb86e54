// Options that commands share: which schema, and how diagnostics are printed.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <string>
#include <vector>

#include "diagnostics/diagnostics.h"
#include "diagnostics/formats.h"

namespace redisconf::compiler {

struct SchemaOptions {
  std::string schema = "schema/redis.yaml";
  ReportFormat format = ReportFormat::text;

  // --schema and --format.
  void add_to(boost::program_options::options_description_easy_init add);
};

// What generating takes besides. Paths are as the user wrote them.
struct CompileOptions : SchemaOptions {
  std::vector<std::string> services;  // empty: all; sorted, each once
  std::string output;                 // empty: services/ in the project's root
  std::string depfile;
  std::string stamp;
  std::string templates;
  bool quiet = false;

  void add_to(boost::program_options::options_description_easy_init add);

  // Throws UsageError where options exclude each other.
  void settle();

  // Whether standard output may tell of progress: not while it carries a report for programs.
  [[nodiscard]] bool talks() const noexcept { return !quiet && format == ReportFormat::text; }
};

// Prints the report: people's on standard error, programs' (also when there is nothing to tell) on
// standard output. Returns the exit status that belongs to the diagnostics; 0 without an error.
[[nodiscard]] int report_diagnostics(const Diagnostics& diagnostics, ReportFormat format);

}  // namespace redisconf::compiler
