#include "commands/service_question.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "commands/command_line.h"
#include "commands/exit_status.h"
#include "schema/environments_reader.h"
#include "schema/section.h"
#include "text/names.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxShown = 96;

std::vector<AskedSetting> settings_of(const ServiceSchema& service) {
  std::vector<AskedSetting> settings;
  for (std::size_t index = 0; index < catalogue().size(); ++index) {
    settings.push_back({catalogue()[index], false, index});
  }
  for (std::size_t index = 0; index < service.customs.size(); ++index) {
    settings.push_back({service.customs[index].info(), true, index});
  }
  return settings;
}

std::vector<std::string_view> paths_of(const std::vector<AskedSetting>& settings) {
  std::vector<std::string_view> paths;
  paths.reserve(settings.size());
  for (const AskedSetting& setting : settings) paths.push_back(setting.info.path);
  return paths;
}

// The settings of the group with that name: what a user may have meant.
std::string members_of(const std::vector<AskedSetting>& settings, std::string_view group) {
  std::string members;
  for (const AskedSetting& setting : settings) {
    if (group_of(setting.info.path) != group) continue;
    members += (members.empty() ? "" : ", ") + std::string(setting.info.path);
  }
  return members;
}

}  // namespace

LoadedService load_one_service(const SchemaOptions& options, const std::string& name) {
  if (!is_service_name(name)) {
    throw UsageError("'" + printable(name.substr(0, kMaxShown)) +
                     "' can't be a service's name: lower-case letters, digits, '-' and '_'");
  }
  LoadedService loaded;
  loaded.project = load_project(options.schema, {name});
  if (loaded.project->diagnostics.has_errors()) {
    loaded.status = report_diagnostics(loaded.project->diagnostics, options.format);
  }
  return loaded;
}

std::size_t find_environment(const SharedSchema& shared, const std::string& name) {
  if (const auto index = shared.find(name)) return *index;
  for (const Alias& alias : shared.aliases) {
    if (alias.name == name) return *shared.find(alias.environment);
  }
  throw UsageError("unknown environment '" + printable(name.substr(0, kMaxShown)) + "'; " +
                   suggestion(name, environment_names(shared)));
}

AskedSetting find_asked(const ServiceSchema& service, const std::string& path) {
  const std::vector<AskedSetting> settings = settings_of(service);
  const auto same_path = [&path](const AskedSetting& setting) { return setting.info.path == path; };
  const auto same_member = [&path](const AskedSetting& setting) {
    return member_of(setting.info.path) == path;
  };
  auto found = std::ranges::find_if(settings, same_path);
  if (found != settings.end()) return *found;
  const std::string shown = printable(path.substr(0, kMaxShown));
  const std::string members = members_of(settings, path);
  if (!members.empty()) throw UsageError(shown + " is a group; its settings: " + members);
  found = std::ranges::find_if(settings, same_member);
  if (found != settings.end() && std::ranges::count_if(settings, same_member) == 1) return *found;
  throw UsageError("unknown setting '" + shown + "'; " + suggestion(path, paths_of(settings)));
}

}  // namespace redisconf::compiler
