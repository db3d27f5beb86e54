
#include <algorithm>

#include "render/accessors.h"
#include "render/cpp_text.h"
#include "render/ctemplate.h"
#include "render/render.h"
#include "render/templates.h"
#include "schema/cache_options.h"
#include "schema/channel_text.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

using ctemplate::TemplateDictionary;
using generated::Source;

// Rows of one constant table. An empty table is not declared: its users get {}.
class Table {
 public:
  void add(const std::vector<std::string>& fields) {
    Row row = table_row(fields);
    overflows_ = overflows_ || row.overflows;
    rows_.push_back(std::move(row.text));
  }

  // Shows the template's section `name` with NAME, ROW and, when a row fits no line, UNFORMATTED.
  void show(TemplateDictionary& values, const std::string& type, const std::string& name) const {
    if (rows_.empty()) return;
    TemplateDictionary* const table = values.AddSectionDictionary("TABLE");
    table->SetValue("TYPE", type);
    table->SetValue("NAME", name);
    for (const std::string& row : rows_) table->AddSectionDictionary("ROW")->SetValue("TEXT", row);
    if (overflows_) table->ShowSection("UNFORMATTED");
  }

  [[nodiscard]] std::string reference(const std::string& name) const { return rows_.empty() ? "{}" : name; }

 private:
  std::vector<std::string> rows_;
  bool overflows_ = false;
};

std::string text_of(const Value& value) {
  switch (value.source) {
    case Source::literal:
      return "generated::literal(" + quoted(value.text) + ')';
    case Source::secret:
      return "generated::secret(" + quoted(value.text) + ')';
    case Source::variable:
      break;
  }
  const std::string standard = value.standard ? ", " + quoted(*value.standard) : "";
  return "generated::variable(" + quoted(value.text) + standard + ')';
}

void add_value(Table& table, const ResolvedValue& value) {
  table.add({quoted(value.path), text_of(*value.value), quoted(value.origin())});
}

bool is_same(const ResolvedValue& a, const ResolvedValue& b) {
  return a.path == b.path && a.origin() == b.origin() && *a.value == *b.value;
}

// Whether every environment holds the value, with the same origin.
bool is_everywhere(const ResolvedService& service, const ResolvedValue& value) {
  return std::ranges::all_of(service.environments, [&value](const ResolvedEnvironment& environment) {
    const ResolvedValue* const found = environment.find(value.position);
    return found != nullptr && is_same(*found, value);
  });
}

// Positions of the values that are the same in every environment, in order.
std::vector<std::size_t> add_shared_values(const ResolvedService& service, TemplateDictionary& values) {
  std::vector<std::size_t> positions;
  Table table;
  for (const ResolvedValue& value : service.environments.front().values) {
    if (!is_everywhere(service, value)) continue;
    positions.push_back(value.position);
    add_value(table, value);
  }
  table.show(values, "Value", "kEverywhere");
  values.SetValue("SHARED", table.reference("kEverywhere"));
  return positions;
}

void add_environments(const ResolvedService& service, TemplateDictionary& values) {
  const std::vector<std::size_t> shared = add_shared_values(service, values);
  Table environments;
  for (const ResolvedEnvironment& resolved : service.environments) {
    Table table;
    for (const ResolvedValue& value : resolved.values) {
      if (!std::ranges::binary_search(shared, value.position)) add_value(table, value);
    }
    const Environment& environment = *resolved.environment;
    const std::string name = "kIn" + pascal_case(environment.name);
    const bool excused = environment.strict && resolved.because != nullptr;
    table.show(values, "Value", name);
    environments.add({quoted(environment.name), quoted(environment.place.origin),
                      environment.strict ? "true" : "false",
                      quoted_or_null(excused ? &resolved.because->text : nullptr), table.reference(name)});
  }
  environments.show(values, "Environment", "kEnvironments");
}

std::string_view enumerator(SettingType type) {
  switch (type) {
    case SettingType::boolean:
      return "generated::CustomType::boolean";
    case SettingType::text:
      return "generated::CustomType::text";
    case SettingType::choice:
      return "generated::CustomType::choice";
    case SettingType::duration:
      return "generated::CustomType::duration";
    case SettingType::size:
      return "generated::CustomType::size";
    default:
      return "generated::CustomType::integer";
  }
}

std::string_view enumerator(generated::CacheFallback fallback) {
  switch (fallback) {
    case generated::CacheFallback::none:
      return "generated::CacheFallback::none";
    case generated::CacheFallback::memory:
      return "generated::CacheFallback::memory";
    case generated::CacheFallback::open:
      return "generated::CacheFallback::open";
    case generated::CacheFallback::environment:
      break;
  }
  return "generated::CacheFallback::environment";
}

void add_customs(const ServiceSchema& service, TemplateDictionary& values) {
  Table table;
  for (const CustomSetting& custom : service.customs) {
    table.add({quoted(custom.path), std::string(enumerator(custom.type)), number_text(custom.minimum),
               number_text(custom.maximum), quoted(custom.choices), quoted(custom.variable)});
  }
  table.show(values, "Custom", "kCustoms");
  values.SetValue("CUSTOMS", table.reference("kCustoms"));
}

// Those that are not the standard, by name: "{.ttl_jitter = 10}".
std::string options_of(const Cache& cache) {
  constexpr generated::CacheOptions kStandard;
  std::string text;
  for (const CacheOption& option : kCacheOptions) {
    const std::int64_t value = cache.options.*option.value;
    if (value == kStandard.*option.value) continue;
    text += (text.empty() ? "." : ", .") + std::string(option.member) + " = " + number_text(value);
  }
  return '{' + text + '}';
}

// Those that are not the standard, by name: "{.max_length = 1000}".
std::string options_of(const Channel& channel) {
  const generated::ChannelOptions standard;
  const generated::ChannelOptions& options = channel.options;
  std::string text;
  const auto add = [&text](std::string_view member, const std::string& value) {
    text.append(text.empty() ? "." : ", .").append(member).append(" = ").append(value);
  };
  const auto choice = [](std::string_view type, std::string_view name) {
    return "redisconf::" + std::string(type) + "::" + std::string(name);
  };
  if (options.kind != standard.kind) add("kind", choice("ChannelKind", name_of(options.kind)));
  if (options.max_length != 0) add("max_length", number_text(options.max_length));
  if (options.retention_ms != 0) add("retention_ms", number_text(options.retention_ms));
  if (options.sync != standard.sync) add("sync", choice("SpoolSync", name_of(options.sync)));
  if (options.when_full != standard.when_full)
    add("when_full", choice("SpoolFull", name_of(options.when_full)));
  if (options.group_commit_ms != standard.group_commit_ms)
    add("group_commit_ms", number_text(options.group_commit_ms));
  if (options.sync_interval_ms != standard.sync_interval_ms)
    add("sync_interval_ms", number_text(options.sync_interval_ms));
  return '{' + text + '}';
}

// What has the standard at the end is left out.
std::vector<std::string> cells_of(const Channel& channel) {
  std::vector<std::string> cells{quoted(channel.name), number_text(channel.spool_bytes)};
  const bool own_directory = channel.directory != Channel{}.directory;
  if (own_directory || channel.options != generated::ChannelOptions{}) cells.push_back(options_of(channel));
  if (own_directory) cells.push_back(quoted(channel.directory));
  return cells;
}

void add_resources(const ServiceSchema& service, TemplateDictionary& values) {
  Table caches;
  for (const Cache& cache : service.caches) {
    std::vector<std::string> fields{quoted(cache.name), number_text(cache.time_to_live_ms),
                                    std::string(enumerator(cache.fallback))};
    if (cache.options != generated::CacheOptions{}) fields.push_back(options_of(cache));
    caches.add(fields);
  }
  caches.show(values, "Cache", "kCaches");
  values.SetValue("CACHES", caches.reference("kCaches"));
  Table channels;
  for (const Channel& channel : service.channels) {
    channels.add(cells_of(channel));
  }
  channels.show(values, "Channel", "kChannels");
  values.SetValue("CHANNELS", channels.reference("kChannels"));
  Table queues;
  for (const Queue& queue : service.queues) {
    queues.add({quoted(queue.name), number_text(queue.priorities), number_text(queue.max_attempts),
                number_text(queue.lease_ms), number_text(queue.retention_ms)});
  }
  queues.show(values, "Queue", "kQueues");
  values.SetValue("QUEUES", queues.reference("kQueues"));
}

std::string list_of_names(std::string_view name, const std::vector<std::string>& names) {
  std::string line = "constexpr const char* " + std::string(name) + "[] = {";
  for (std::size_t index = 0; index < names.size(); ++index) {
    line += (index == 0 ? "" : ", ") + quoted(names[index]);
  }
  line += "};";
  return line.size() <= kColumnLimit ? line : "// clang-format off\n" + line + "\n// clang-format on";
}

void add_detection(const SharedSchema& shared, TemplateDictionary& values) {
  values.SetValue("DETECTION_VARIABLES", list_of_names("kDetectionVariables", shared.detection_variables));
  if (!shared.ignored_variables.empty()) {
    values.SetValueAndShowSection("VARIABLES", list_of_names("kIgnoredVariables", shared.ignored_variables),
                                  "IGNORED");
  }
  Table aliases;
  for (const Alias& alias : shared.aliases) aliases.add({quoted(alias.name), quoted(alias.environment)});
  aliases.show(values, "Alias", "kAliases");
  values.SetValue("ALIASES", aliases.reference("kAliases"));
}

// As clang-format breaks it: on one line, or with the body, or also the type, on its own.
std::string definition(const Accessor& accessor, bool nested_type) {
  const std::string type = (nested_type ? "RedisConfig::" : "") + accessor.type;
  const std::string head = "RedisConfig::" + accessor.name + "() const noexcept {";
  const std::string body = "return " + accessor.expression + ';';
  const std::string line = type + ' ' + head;
  if (line.size() + body.size() + 3 <= kColumnLimit) return line + ' ' + body + " }";
  const std::string start = line.size() <= kColumnLimit ? line : type + '\n' + head;
  return start + "\n  " + body + "\n}";
}

void add_accessors(const ServiceSchema& service, TemplateDictionary& values) {
  const std::size_t first_custom = service.caches.size() + service.channels.size() + service.queues.size();
  const std::vector<Accessor> accessors = accessors_of(service);
  for (std::size_t index = 0; index < accessors.size(); ++index) {
    const bool nested =
        index >= first_custom && service.customs[index - first_custom].type == SettingType::choice;
    values.AddSectionDictionary("ACCESSOR")->SetValue("DEFINITION", definition(accessors[index], nested));
  }
}

}  // namespace

std::string render_source(const ResolvedService& resolved) {
  const ServiceSchema& service = *resolved.service;
  const SharedSchema& shared = *resolved.shared;
  TemplateDictionary values("redis_config.cpp");
  values.SetValue("SCHEMA_FILE", service.file->label());
  values.SetValue("NAMESPACE", service.identifier);
  values.SetValue("SERVICE", quoted(service.name));
  values.SetValue("KEY_PREFIX", quoted(service.key_prefix));
  values.SetValue("VARIABLE_PREFIX", quoted(service.variable_prefix));
  values.SetValue("ENTRY", quoted(shared.file->label() + " environment"));
  const std::string* const standard =
      shared.default_environment ? &shared.environments[*shared.default_environment].name : nullptr;
  values.SetValue("DEFAULT_ENVIRONMENT", quoted_or_null(standard));
  add_detection(shared, values);
  add_environments(resolved, values);
  add_customs(service, values);
  add_resources(service, values);
  add_accessors(service, values);
  return Templates::expand("redis_config.cpp", values);
}

}  // namespace redisconf::compiler
