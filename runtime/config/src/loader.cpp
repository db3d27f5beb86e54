#include "loader.h"

#include <array>
#include "catalogue_table.h"

#include <cstring>

namespace redisconf {

using table::index_of;
using table::kCatalogue;

namespace {

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
  customs_.reserve(schema.customs.size());
  for (const generated::Custom& custom : schema.customs) customs_.push_back(describe_custom(custom));
  constexpr std::size_t kMostSources = 3;  // the process and two .env files
  sources_.reserve(kMostSources);
  sources_.push_back({&process, {}, false});
}

FinalValues Loader::load() {
  match_generated_values();
  SecretSource secrets(inputs_, problems_, warnings_);
  open_sources(secrets);
  for (std::size_t index = 0; index < generated_.size(); ++index) {
    if (setting(index).type != SettingType::secret && !is_displaced(index)) load_plain(index);
  }
  secrets.use_places(std::string(values_.text(index_of("secrets.directory"))),
                     values_.text(index_of("secrets.command")),
                     std::chrono::milliseconds(values_.number(index_of("secrets.timeout"))));
  for (std::size_t index = 0; index < kCatalogue.size(); ++index) {
    if (kCatalogue[index].type == SettingType::secret) load_secret(index, secrets);
  }
  check_rules_between();
  check_unread();
  if (secrets.has_foreign_words()) secrets.mask(known_secrets());
  if (!problems_.empty()) {
    throw ConfigurationError(schema_.service, environment_.name, std::move(problems_));
  }
  return std::move(values_);
}

void Loader::open_sources(SecretSource& secrets) {
  for (const VariableLayer& layer : env_layers_.read(schema_, environment_.name, inputs_, problems_)) {
    sources_.push_back({&layer, {}, false});
  }
  for (Source& source : sources_) {
    if (source.layer->has_url()) {
      const std::size_t before = problems_.size();
      source.url = read_url(*source.layer, secrets, environment_.entry, problems_);
      source.url_refused = !source.url && problems_.size() > before;
    }
    if (source.url) check_names_beside_url(source, secrets);
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
  for (std::size_t tries = 0; tries < generated_.size(); ++tries) {
    if (cursor >= generated_.size()) cursor = 0;
    if (std::strcmp(value.path, setting(cursor).path.data()) == 0) {
      generated_[cursor++] = &value;
      return;
    }
    ++cursor;
  }
  problems_.push_back({value.path, "is unknown to this runtime, which is older than the generated code",
                       value.origin, "link the runtime that the generator came with, or newer"});
}

// Host, socket and Sentinels answer one question, so the stronger answer takes the place of a weaker host or
// socket. Sentinels stay, because settings beside them would have no meaning: a rule refuses both.
bool Loader::is_displaced(std::size_t index) const {
  constexpr std::size_t kHost = index_of("connection.host");
  constexpr std::size_t kSocket = index_of("connection.socket");
  if (index != kHost && index != kSocket) return false;
  const std::size_t own = weakness(index);
  return weakness(index == kHost ? kSocket : kHost) < own || weakness(index_of("sentinel.nodes")) < own;
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
  accept_given(source, index, given);
  return true;
}

// A variable that the schema names: {env: TEAM_REDIS_PORT}.
Given Loader::find_named(const Source& source, std::size_t index) const {
  const generated::Value* const value = generated_[index];
  if (value == nullptr || value->text.source != generated::Source::variable) return {};
  return source.layer->find(value->text.text);
}

bool Loader::take_named(const Source& source, std::size_t index) {
  const Given given = find_named(source, index);
  if (!given.is_set()) return false;
  accept_given(source, index, given);
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
  accept_given(source, index, given);
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
  FinalValue& value = values_.at(index);
  // Set even when wrong, so that no rule also calls it missing.
  value.set = true;
  value.origin = origin;
  const ParsedValue parsed = parse_value(setting(index), text);
  value.refused = parsed.fault != ValueFault::none;
  if (value.refused) {
    report_refused(index, text, where, parsed.fault);
    return;
  }
  value.number = parsed.number;
  if (is_text(index)) value.text = text;
}

void Loader::accept_given(const Source& source, std::size_t index, const Given& given) {
  accept(index, given.value, given.name, keep_origin(source, index, given));
  FinalValue& value = values_.at(index);
  const bool is_kept = !value.refused && is_text(index);
  if (is_kept) value.text = {names_.keep(given.value), given.value.size()};  // the source does not stay
}

const SettingInfo& Loader::setting(std::size_t index) const noexcept {
  return index < kCatalogue.size() ? kCatalogue[index] : customs_[index - kCatalogue.size()];
}

bool Loader::is_text(std::size_t index) const noexcept {
  const SettingType type = setting(index).type;
  return type == SettingType::text || type == SettingType::host;
}

bool Loader::is_custom(std::size_t index) const noexcept { return index >= kCatalogue.size(); }

const char* Loader::keep_origin(const Source& source, std::size_t index, const Given& given) {
  const std::string_view file = source.layer->source();
  if (!file.empty()) return names_.keep({given.name, " in ", file});
  const std::string_view shared = setting(index).variable;
  return given.name == shared && !is_custom(index) ? shared.data() : names_.keep(given.name);
}

}  // namespace redisconf
