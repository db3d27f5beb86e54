#include "import_options.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "commands/command_line.h"

namespace redisconf::import_tool {
namespace {

using compiler::UsageError;
using namespace std::string_view_literals;

constexpr std::array kConflicts{"keep"sv, "replace"sv, "fail"sv};
constexpr std::array kForms{"json"sv, "bytes"sv, "custom"sv};  // in the order of CacheFormat's names below
constexpr std::array kFormats{CacheFormat::json, CacheFormat::bytes, CacheFormat::custom};

template <std::size_t Size>
std::size_t choice(const std::string& text, const std::array<std::string_view, Size>& choices,
                   const std::string& option) {
  const auto found = std::ranges::find(choices, text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string known;
  for (const std::string_view each : choices) known += (known.empty() ? "" : ", ") + std::string(each);
  throw UsageError(option + " takes one of: " + known);
}

}  // namespace

OnConflict ImportOptions::conflict_policy() const {
  return static_cast<OnConflict>(choice(on_conflict, kConflicts, "--on-conflict"));
}

ValueForm ImportOptions::value_form() const {
  return {.format = kFormats.at(choice(as, kForms, "--as")), .version = value_version};
}

std::chrono::milliseconds ImportOptions::patience_time() const {
  constexpr std::int64_t kDay = 24LL * 3600 * 1000;
  const SettingInfo duration{.type = SettingType::duration, .minimum = 1, .maximum = kDay};
  const ParsedValue parsed = parse_value(duration, patience);
  if (parsed.fault == ValueFault::none) return std::chrono::milliseconds(parsed.number);
  throw UsageError("--patience takes a duration up to a day: 30s, 10m");
}

void ImportOptions::check() const {
  if (kind != "cache" && kind != "queue") {
    throw UsageError("import goes into a 'cache' or a 'queue': redisconf import SERVICE cache|queue NAME");
  }
  if (from.empty()) throw UsageError("--from is missing: a file of JSON lines, or - for standard input");
  const bool wants_form = on_conflict != "keep" || as != "json" || value_version != 1;
  if (!is_cache() && wants_form) {
    throw UsageError("--on-conflict, --as and --value-version are for caches");
  }
  if (resume && restart) throw UsageError("--resume and --restart exclude each other");
  if (dry_run && (resume || restart)) throw UsageError("--dry-run looks at all lines, from the first on");
  if (resume && is_cache() && checkpoint_path().empty()) {
    throw UsageError("--resume of standard input takes --checkpoint FILE");
  }
  for (const std::string& other : {from, checkpoint_path()}) {
    std::error_code none;
    if (!rejects.empty() && (rejects == other || std::filesystem::equivalent(rejects, other, none))) {
      throw UsageError("--rejects would overwrite " + other);
    }
  }
  static_cast<void>(conflict_policy());
  static_cast<void>(value_form());
  static_cast<void>(patience_time());
}

std::string ImportOptions::checkpoint_path() const {
  if (!checkpoint.empty()) return checkpoint;
  if (reads_standard_input()) return {};
  return from + '.' + service + '.' + kind + '.' + name + ".checkpoint";
}

std::string ImportOptions::resuming_command() const {
  std::string command =
      "redisconf import " + service + ' ' + kind + ' ' + name + " --from " + compiler::shell_quoted(from);
  const ImportOptions standard;
  const auto add = [&command](const char* option, const std::string& value, const std::string& usual) {
    if (value != usual) command += std::string(" ") + option + ' ' + compiler::shell_quoted(value);
  };
  add("--schema", schema.schema, standard.schema.schema);
  add("--checkpoint", checkpoint, "");
  add("--rejects", rejects, "");
  add("--on-conflict", on_conflict, standard.on_conflict);
  add("--as", as, standard.as);
  add("--value-version", std::to_string(value_version), std::to_string(standard.value_version));
  add("--max-errors", std::to_string(max_errors), std::to_string(standard.max_errors));
  add("--patience", patience, standard.patience);
  return command + (json ? " --json" : "") + " --resume";
}

}  // namespace redisconf::import_tool
