#include "commands/schema_options.h"

#include <algorithm>
#include <boost/program_options/value_semantic.hpp>

#include "commands/command_line.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;

ReportFormat read_format(const std::string& name) {
  const auto format = report_format(name);
  if (!format) throw UsageError("--format takes text, json, sarif or github");
  return *format;
}

}  // namespace

void SchemaOptions::add_to(po::options_description_easy_init add) {
  add("schema", po::value(&schema)->value_name("FILE")->default_value(schema),
      "what services share; services/*.yaml stand beside it");
  add("format",
      po::value<std::string>()
          ->value_name("text|json|sarif|github")
          ->notifier([this](const std::string& name) { format = read_format(name); }),
      "how faults are reported; sarif is 2.1.0, github are workflow commands");
}

void CompileOptions::add_to(po::options_description_easy_init add) {
  SchemaOptions::add_to(add);
  add("service", po::value(&services)->value_name("SERVICE"),
      "only this service; may be given several times");
  add("output", po::value(&output)->value_name("DIR"),
      "with one --service its folder, else the folder of <name>/generated (services, in the project's root)");
  add("depfile", po::value(&depfile)->value_name("FILE"),
      "write what the result depends on, for Make and Ninja; needs --stamp");
  add("stamp", po::value(&stamp)->value_name("FILE"), "touch this file after success");
  add("templates", po::value(&templates)->value_name("DIR"),
      "take templates (<file>.tpl) from this folder where it has them");
  add("quiet,q", po::bool_switch(&quiet), "print errors only");
}

void CompileOptions::settle() {
  for (const std::string& service : services) {
    if (!is_service_name(service)) {
      throw UsageError("--service takes a service's name (^[a-z][a-z0-9_-]{0,62}$), not a path");
    }
  }
  if (!depfile.empty() && stamp.empty()) {
    throw UsageError("--depfile needs --stamp, the file that depends on the schema");
  }
  std::ranges::sort(services);
  services.erase(std::unique(services.begin(), services.end()), services.end());
}

int report_diagnostics(const Diagnostics& diagnostics, ReportFormat format) {
  if (format == ReportFormat::text) {
    print_error(format_diagnostics(diagnostics, error_output_has_colour()));
  } else {
    print(format_report(diagnostics, format));
  }
  if (!diagnostics.has_errors()) return kExitOk;
  return diagnostics.all_unreadable() ? kExitNoInput : kExitBadSchema;
}

}  // namespace redisconf::compiler
