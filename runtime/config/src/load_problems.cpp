// The part of Loader that says what is wrong, and how to mend it.
#include "loader.h"

#include "catalogue_table.h"
#include "code_tables.h"
#include "redisconf/config/rules.h"
#include "unread_variables.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace redisconf {

using table::index_of;
using table::kCatalogue;

namespace {

std::string placeholder(const SettingInfo& setting) { return "=<" + accepted_values(setting) + ">"; }

// Kubernetes sets REDIS_PORT=tcp://10.0.0.1:6379 for a service called redis
// (kubernetes.io, "Discovering services": Docker-compatible variables).
bool is_service_link(std::size_t index, std::string_view text) noexcept {
  return index == index_of("connection.port") && text.starts_with("tcp://");
}

}  // namespace

// What a source says beside its URL under names that only the schema knows, or in files.
void Loader::check_names_beside_url(const Source& source, SecretSource& secrets) {
  const VariableLayer& layer = *source.layer;
  for (std::size_t index = 0; index < kCatalogue.size(); ++index) {
    if (kCatalogue[index].type == SettingType::secret) continue;
    check_named_part(layer, find_named(source, index), index, *source.url, environment_.entry, problems_);
  }
  constexpr std::size_t kPassword = index_of("connection.password");
  const auto check = [&](const Given& given, bool is_file) {
    if (!given.is_set()) return;
    const Secret secret =
        is_file ? secrets.look_into(given) : Secret(given.value.substr(0, Secret::kMaxBytes));
    check_named_password(layer, given.name, secret, *source.url, environment_.entry, problems_);
  };
  for (const auto& [plain, file] :
       {std::pair{Form::own, Form::own_file}, {Form::shared, Form::shared_file}}) {
    if (!layer.setting(kPassword, plain).is_set()) check(layer.setting(kPassword, file), true);
  }
  if (!named_secret(kPassword)) return;
  const std::string name = variable_of_secret(generated_[kPassword]->text.text);
  const std::string file_name = name + "_FILE";
  const Given plain = layer.find(name.c_str());
  check(plain, false);
  const Given file = layer.find(file_name.c_str());
  const bool is_own_form = file.name == layer.setting(kPassword, Form::own_file).name ||
                           file.name == layer.setting(kPassword, Form::shared_file).name;
  if (!plain.is_set() && !is_own_form) check(file, true);
}

// What may stand in a URL that is wrong is not missing: that the URL is wrong is said already.
bool Loader::refused_url_may_say(std::size_t index) const {
  constexpr std::array kParts{index_of("connection.host"), index_of("connection.port"),
                              index_of("connection.database"), index_of("connection.username"),
                              index_of("connection.password")};
  return std::ranges::find(kParts, index) != kParts.end() &&
         std::ranges::any_of(sources_, &Source::url_refused);
}

void Loader::report_refused(std::size_t index, std::string_view text, std::string_view where,
                            ValueFault fault) {
  const SettingInfo& info = setting(index);
  if (is_service_link(index, text)) {
    problems_.push_back({std::string(where),
                         "holds the address that Kubernetes gives for a service called redis, not a port",
                         entry_of(index),
                         "export " + own_variable(index) + "=<port> (REDIS_SERVICE_PORT holds it), or set " +
                             "enableServiceLinks: false in the pod"});
    return;
  }
  const bool from_schema = where == info.path;
  problems_.push_back({std::string(where),
                       std::string(fault_summary(fault)) + ": " + std::string(info.path) + " must be " +
                           accepted_values(info),
                       entry_of(index),
                       !from_schema      ? "export " + std::string(where) + placeholder(info)
                       : schema_.in_code ? fix_in_code(info)
                                         : "correct the schema, and build again"});
}

bool Loader::refuse_locked(const Source& source, std::size_t index, const Given& given) {
  if (!environment_.strict || !setting(index).locked) return false;
  problems_.push_back({place_of(given.name, source.layer->source()),
                       "can't change " + std::string(setting(index).path) + " in " + environment_.name +
                           ": the setting is locked in strict environments",
                       entry_of(index),
                       "unset " + std::string(given.name) + "; change the schema if the change is meant"});
  return true;
}

void Loader::report_missing(std::size_t index, std::string_view variable) {
  const SettingInfo& info = setting(index);
  values_.at(index).set = true;  // so that no rule calls it missing too
  values_.at(index).refused = true;
  if (refused_url_may_say(index)) return;
  std::string fix = "export " + std::string(variable) + placeholder(info);
  const std::string own = own_variable(index);
  if (own != variable) fix += ", or " + own + " for this service alone";
  problems_.push_back({std::string(variable),
                       "is not set: " + std::string(info.path) + " is required in " + environment_.name,
                       entry_of(index), fix});
}

void Loader::report_missing_secret(std::size_t index, const std::string& secret_name) {
  if (refused_url_may_say(index)) return;
  if (schema_.in_code) {
    problems_.push_back({std::string(kCatalogue[index].path),
                         "is the secret " + secret_name + ", and no place has it", entry_of(index),
                         "put the file " + secret_name + " into secrets.directory"});
    return;
  }
  const std::string variable = variable_of_secret(secret_name);
  problems_.push_back({variable,
                       "is not set: the secret " + secret_name + " (" + std::string(kCatalogue[index].path) +
                           ") is required in " + environment_.name,
                       entry_of(index),
                       "export " + variable + "_FILE=<file that holds it>, or " + variable +
                           ", or put the file " + secret_name + " into secrets.directory"});
}

void Loader::check_rules_between() {
  const bool elsewhere =
      values_.at(index_of("connection.socket")).set || values_.at(index_of("sentinel.nodes")).set;
  const auto value_of = [&](std::size_t index) {
    const FinalValue& value = values_.at(index);
    const bool named = index != index_of("connection.host") || !elsewhere;
    if (!value.set && named && refused_url_may_say(index)) return RuleValue{true, false, 0, {}};
    return RuleValue{value.set, value.set && !value.refused, value.number, value.text};
  };
  const RuleContext context{environment_.strict, environment_.unverified_because != nullptr, value_of};
  for (BrokenRule& broken : check_rules(context)) {
    const std::size_t index = setting_index(broken.path);
    const std::string_view origin = values_.at(index).origin;
    const bool from_variable = !origin.empty() && origin.find_first_of(" .") == std::string_view::npos &&
                               origin != "catalogue" && origin != kCodeOrigin;
    std::string where = from_variable ? std::string(origin) + " (" + std::string(broken.path) + ")"
                                      : std::string(broken.path);
    if (schema_.in_code && !broken.code_fix.empty()) broken.fix = broken.code_fix;
    problems_.push_back({std::move(where), std::move(broken.rule), entry_of(index), std::move(broken.fix)});
  }
}

void Loader::check_unread() {
  for (const Source& source : sources_) {
    if (source.layer->unread().empty()) continue;
    Unread unread = unread_variables(schema_, generated_, *source.layer);
    std::vector<Problem>& ours = environment_.strict ? problems_ : warnings_;
    std::ranges::move(unread.ours, std::back_inserter(ours));
    std::ranges::move(unread.others, std::back_inserter(warnings_));
  }
}

SchemaEntry Loader::schema_entry(std::size_t index) const noexcept {
  return {generated_[index] != nullptr ? generated_[index]->origin : "", environment_.entry,
          setting(index).path};
}

std::string Loader::own_variable(std::size_t index) const {
  const std::string variable(setting(index).variable);
  return is_custom(index) ? variable : schema_.variable_prefix + variable;
}

}  // namespace redisconf
