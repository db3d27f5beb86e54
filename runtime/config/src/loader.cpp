#include "loader.h"

#include "catalogue_table.h"
#include "code_tables.h"
#include "redisconf/config/rules.h"
#include "unread_variables.h"

#include <algorithm>
#include <iterator>

namespace redisconf {

using table::index_of;
using table::kCatalogue;

namespace {

std::string placeholder(const SettingInfo& setting) { return "=<" + accepted_values(setting) + ">"; }

constexpr std::array kPlainForms{Form::own, Form::shared, Form::alias};

constexpr SettingType setting_type(generated::CustomType type) noexcept {
  switch (type) {
    case generated::CustomType::boolean:
      return SettingType::boolean;
    case generated::CustomType::integer:
      return SettingType::integer;
    case generated::CustomType::text:
      return SettingType::text;
    case generated::CustomType::choice:
      return SettingType::choice;
    case generated::CustomType::duration:
      return SettingType::duration;
    case generated::CustomType::size:
      return SettingType::size;
  }
  return SettingType::text;
}

// Kubernetes sets REDIS_PORT=tcp://10.0.0.1:6379 for a service called redis
// (kubernetes.io, "Discovering services": Docker-compatible variables).
bool is_service_link(std::size_t index, std::string_view text) noexcept {
  return index == index_of("connection.port") && text.starts_with("tcp://");
}

}  // namespace

SettingInfo describe_custom(const generated::Custom& custom) noexcept {
  return {.path = custom.path,
          .type = setting_type(custom.type),
          .minimum = custom.minimum,
          .maximum = custom.maximum,
          .choices = custom.choices,
          .variable = custom.variable};
}

Loader::Loader(const generated::Schema& schema, const generated::Environment& environment,
               const Inputs& inputs, const VariableLayer& process)
    : schema_(schema),
      environment_(environment),
      inputs_(inputs),
      generated_(kCatalogue.size() + schema.customs.size()),
      values_(generated_.size()) {
  for (const generated::Custom& custom : schema.customs) customs_.push_back(describe_custom(custom));
  sources_.push_back({&process, {}});
}

FinalValues Loader::load() {
  match_generated_values();
  SecretSource secrets(inputs_, problems_);
  open_sources(secrets);
  for (std::size_t index = 0; index < generated_.size(); ++index) {
    if (setting(index).type != SettingType::secret && !is_displaced(index)) load_plain(index);
  }
  secrets.use_places(values_.text(index_of("secrets.directory")), values_.text(index_of("secrets.command")),
                     std::chrono::milliseconds(values_.number(index_of("secrets.timeout"))));
  for (std::size_t index = 0; index < kCatalogue.size(); ++index) {
    if (kCatalogue[index].type == SettingType::secret) load_secret(index, secrets);
  }
  check_rules_between();
  check_unread();
  if (!problems_.empty()) {
    secrets.mask(known_secrets());
    throw ConfigurationError(schema_.service, environment_.name, std::move(problems_));
  }
  return std::move(values_);
}

void Loader::open_sources(SecretSource& secrets) {
  for (const VariableLayer& layer : env_layers_.read(schema_, environment_.name, inputs_, problems_)) {
    sources_.push_back({&layer, {}});
  }
  for (Source& source : sources_) {
    if (source.layer->has_url()) source.url = read_url(*source.layer, secrets, environment_.entry, problems_);
  }
}

// Generated tables follow the catalogue's order, so that one walk finds every position.
void Loader::match_generated_values() {
  std::size_t cursor = 0;
  for (const generated::Value& value : schema_.shared) match(value, cursor);
  cursor = 0;
  for (const generated::Value& value : environment_.values) match(value, cursor);
}

void Loader::match(const generated::Value& value, std::size_t& cursor) {
  const std::string_view path = value.path;
  for (std::size_t tries = 0; tries < generated_.size(); ++tries) {
    if (cursor >= generated_.size()) cursor = 0;
    if (setting(cursor).path == path) {
      generated_[cursor++] = &value;
      return;
    }
    ++cursor;
  }
  problems_.push_back({value.path, "is unknown to this runtime, which is older than the generated code",
                       value.origin, "link the runtime that the generator came with, or newer"});
}

// Host and socket answer one question, so the stronger answer takes the weaker one's place.
bool Loader::is_displaced(std::size_t index) const {
  constexpr std::size_t kHost = index_of("connection.host");
  constexpr std::size_t kSocket = index_of("connection.socket");
  if (index != kHost && index != kSocket) return false;
  return weakness(index == kHost ? kSocket : kHost) < weakness(index);
}

// 0 where the strongest form of variable decides, more the weaker; most where only the schema does.
std::size_t Loader::weakness(std::size_t index) const {
  std::size_t level = 0;
  for (const Source& source : sources_) {
    for (const Form form : kPlainForms) {
      if (source.layer->setting(index, form).is_set()) return level;
      ++level;
    }
    if (find_named(source, index).is_set()) return level;
    if (source.url && source.url->find(index) != nullptr) return level + 1;
    level += 2;
  }
  return level;
}

void Loader::load_plain(std::size_t index) {
  values_.at(index).entry = generated_[index] != nullptr ? generated_[index]->origin : "";
  for (const Source& source : sources_) {
    if (take_from(source, index)) return;
  }
  take_schema_value(index);
}

bool Loader::take_from(const Source& source, std::size_t index) {
  if (is_custom(index)) {
    return take_variable(source, index, source.layer->custom(index - kCatalogue.size()));
  }
  for (const Form form : kPlainForms) {
    if (take_variable(source, index, source.layer->setting(index, form))) return true;
  }
  return take_named(source, index) || take_from_url(source, index);
}

bool Loader::take_variable(const Source& source, std::size_t index, const Given& given) {
  if (!given.is_set() || refuse_locked(source, index, given)) return false;
  accept(index, given.value, given.name, keep_origin(source, index, given));
  return true;
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

// A variable that the schema names: {env: TEAM_REDIS_PORT}.
Given Loader::find_named(const Source& source, std::size_t index) const {
  const generated::Value* const value = generated_[index];
  if (value == nullptr || value->text.source != generated::Source::variable) return {};
  const char* const name = value->text.text;
  if (source.layer->source().empty()) {
    const char* const text = inputs_.find(name);
    return text == nullptr ? Given{} : Given{name, text};
  }
  const Given* const given = source.layer->find_other(name);
  return given == nullptr ? Given{} : *given;
}

bool Loader::take_named(const Source& source, std::size_t index) {
  const Given given = find_named(source, index);
  if (!given.is_set()) return false;
  const bool of_process = source.layer->source().empty();
  accept(index, given.value, given.name,
         of_process ? generated_[index]->text.text : keep_origin(source, index, given));
  return true;
}

// In strict environments a URL may say again what is locked, but not change it.
bool Loader::take_from_url(const Source& source, std::size_t index) {
  const UrlPart* const part = source.url ? source.url->find(index) : nullptr;
  if (part == nullptr) return false;
  const Given given{source.url->name, part->text};
  if (environment_.strict && setting(index).locked) {
    take_schema_value(index);
    const FinalValue& value = values_.at(index);
    const bool same = format_value(setting(index), value.number, value.text) == part->text;
    return same || !refuse_locked(source, index, given);
  }
  accept(index, given.value, given.name, keep_origin(source, index, given));
  return true;
}

void Loader::take_schema_value(std::size_t index) {
  const SettingInfo& info = setting(index);
  if (generated_[index] == nullptr) {
    const bool strict_differs = environment_.strict && !info.strict_standard.empty();
    const std::string_view standard = strict_differs ? info.strict_standard : info.standard;
    if (!standard.empty()) {
      accept(index, standard, info.path, "catalogue");
    } else if (is_custom(index)) {
      report_missing(index, info.variable);  // declared without a default
    }
    return;
  }
  const generated::Text& text = generated_[index]->text;
  if (text.source == generated::Source::literal) {
    accept(index, text.text, info.path, generated_[index]->origin);
  } else if (text.standard != nullptr) {
    accept(index, text.standard, info.path, generated_[index]->origin);
  } else {
    report_missing(index, text.text);
  }
}

void Loader::accept(std::size_t index, std::string_view text, std::string_view where, const char* origin) {
  const SettingInfo& info = setting(index);
  FinalValue& value = values_.at(index);
  // Set even when wrong, so that no rule also calls it missing.
  value.set = true;
  value.origin = origin;
  const ParsedValue parsed = parse_value(info, text);
  if (parsed.fault == ValueFault::none) {
    value.number = parsed.number;
    if (info.type == SettingType::text || info.type == SettingType::host) value.text = text;
    return;
  }
  value.refused = true;
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
                       std::string(fault_summary(parsed.fault)) + ": " + std::string(info.path) +
                           " must be " + accepted_values(info),
                       entry_of(index),
                       !from_schema      ? "export " + std::string(where) + placeholder(info)
                       : schema_.in_code ? fix_in_code(info)
                                         : "correct the schema, and build again"});
}

void Loader::check_rules_between() {
  const auto value_of = [this](std::size_t index) {
    const FinalValue& value = values_.at(index);
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

const SettingInfo& Loader::setting(std::size_t index) const noexcept {
  return index < kCatalogue.size() ? kCatalogue[index] : customs_[index - kCatalogue.size()];
}

bool Loader::is_custom(std::size_t index) const noexcept { return index >= kCatalogue.size(); }

SchemaEntry Loader::schema_entry(std::size_t index) const noexcept {
  return {generated_[index] != nullptr ? generated_[index]->origin : "", environment_.entry,
          setting(index).path};
}

std::string Loader::own_variable(std::size_t index) const {
  const std::string variable(setting(index).variable);
  return is_custom(index) ? variable : schema_.variable_prefix + variable;
}

const char* Loader::keep_origin(const Source& source, std::size_t index, const Given& given) {
  const std::string_view file = source.layer->source();
  if (!file.empty()) return names_.keep({given.name, " in ", file});
  const std::string_view shared = setting(index).variable;
  return given.name == shared && !is_custom(index) ? shared.data() : names_.keep(given.name);
}

void Loader::report_missing(std::size_t index, std::string_view variable) {
  const SettingInfo& info = setting(index);
  values_.at(index).set = true;  // so that no rule calls it missing too
  values_.at(index).refused = true;
  std::string fix = "export " + std::string(variable) + placeholder(info);
  const std::string own = own_variable(index);
  if (own != variable) fix += ", or " + own + " for this service alone";
  problems_.push_back({std::string(variable),
                       "is not set: " + std::string(info.path) + " is required in " + environment_.name,
                       entry_of(index), fix});
}

}  // namespace redisconf
