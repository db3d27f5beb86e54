#include "json_schema/json_schema.h"

#include <boost/program_options/value_semantic.hpp>
#include <filesystem>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;
namespace po = boost::program_options;

constexpr std::string_view kHelp =
    "Prints the JSON Schema (draft-07) of schema/redis.yaml (shared) or of schema/services/*.yaml\n"
    "(service): editors then complete, explain and check settings while one types. With --output both\n"
    "are written, where they changed.\n\n"
    "  redisconf json-schema --output .redisconf\n\n"
    "Editors with yaml-language-server take it from the first line of a schema file:\n\n"
    "  # yaml-language-server: $schema=../.redisconf/redis.schema.json          schema/redis.yaml\n"
    "  # yaml-language-server: $schema=../../.redisconf/service.schema.json     schema/services/*.yaml\n";

struct Document {
  std::string_view name;
  std::string_view file;
  std::string_view used_by;
  std::string_view to_root;  // from the folder of the files that use it
  std::string (*text)();
};

constexpr Document kDocuments[]{
    {"shared", "redis.schema.json", "schema/redis.yaml", "../", shared_json_schema},
    {"service", "service.schema.json", "schema/services/*.yaml", "../../", service_json_schema}};

class JsonSchema final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("output", po::value(&output_)->value_name("DIR"),
        "write redis.schema.json and service.schema.json into this folder");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    const std::string which = invocation.operands.empty() ? "" : invocation.operands.front();
    if (!which.empty() && which != "shared" && which != "service") {
      throw UsageError("json-schema takes shared or service");
    }
    if (which.empty() && output_.empty())
      throw UsageError("json-schema takes shared, service or --output DIR");
    for (const Document& document : kDocuments) {
      if (!which.empty() && which != document.name) continue;
      const int status = output_.empty() ? show(document) : write(document);
      if (status != kExitOk) return status;
    }
    return kExitOk;
  }

 private:
  static int show(const Document& document) {
    print(document.text());
    return kExitOk;
  }

  [[nodiscard]] int write(const Document& document) const {
    const std::string path = (fs::path(output_) / document.file).string();
    const WriteResult result = write_if_changed(path, document.text());
    if (result.failed()) return report_write(path, result);
    const bool is_new = result.status == WriteStatus::written;
    const std::string place = fs::path(output_).is_absolute() ? path : std::string(document.to_root) + path;
    print((is_new ? "wrote " : "unchanged: ") + path + "\n  first line of " + std::string(document.used_by) +
          ": # yaml-language-server: $schema=" + fs::path(place).lexically_normal().string() + '\n');
    return kExitOk;
  }

  std::string output_;
};

}  // namespace

CommandInfo json_schema_command() {
  return {
      .name = "json-schema",
      .operands = "[shared|service]",
      .min_operands = 0,
      .max_operands = 1,
      .summary = "print or write JSON Schemas, by which editors check schema files",
      .help = kHelp,
      .exit_status = "0 done, 64 wrong usage, 73 or 74 a file can't be written",
      .make = make_command<JsonSchema>,
  };
}

}  // namespace redisconf::compiler
