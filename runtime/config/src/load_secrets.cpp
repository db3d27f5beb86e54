// The part of Loader that finds secrets.
#include "loader.h"

#include "catalogue_table.h"

namespace redisconf {

using table::kCatalogue;

bool Loader::named_secret(std::size_t index) const noexcept {
  return generated_[index] != nullptr && generated_[index]->text.source == generated::Source::secret;
}

void Loader::load_secret(std::size_t index, SecretSource& secrets) {
  FinalValue& value = values_.at(index);
  value.entry = generated_[index] != nullptr ? generated_[index]->origin : "";
  FoundSecret found;
  for (const Source& source : sources_) {
    if (!found.found) found = find_secret(source, index, secrets);
  }
  const std::string secret_name = named_secret(index) ? generated_[index]->text.text : "";
  if (!found.found && named_secret(index)) found = secrets.from_providers(secret_name, schema_entry(index));
  if (found.found) {
    value.set = true;
    value.secret = std::move(found.secret);
    value.origin = names_.keep(found.origin);
  } else if (named_secret(index)) {
    value.set = true;
    report_missing_secret(index, secret_name);
  }
}

// The service's variable, the shared one, a provider's name for it, one after the secret, the URL.
FoundSecret Loader::find_secret(const Source& source, std::size_t index, SecretSource& secrets) {
  const VariableLayer& layer = *source.layer;
  const SchemaEntry entry = schema_entry(index);
  for (const auto& [plain, file] :
       {std::pair{Form::own, Form::own_file}, {Form::shared, Form::shared_file}}) {
    FoundSecret found =
        secrets.from_variable(layer.setting(index, plain), layer.setting(index, file), layer.source(), entry);
    if (found.found) return found;
  }
  FoundSecret found =
      secrets.from_variable(layer.setting(index, Form::alias), Given{}, layer.source(), entry);
  if (found.found) return found;
  if (named_secret(index)) {
    found = secrets.from_name(layer, variable_of_secret(generated_[index]->text.text), entry);
    if (found.found) return found;
  }
  constexpr std::size_t kPassword = table::index_of("connection.password");
  if (index != kPassword || !source.url || !source.url->password) return {};
  return {true, Secret(source.url->password->reveal()), place_of(source.url->name, source.layer->source())};
}

// Those that were found, and those in variables that something stronger beat.
std::vector<std::string_view> Loader::known_secrets() const {
  std::vector<std::string_view> known;
  for (std::size_t index = 0; index < kCatalogue.size(); ++index) {
    if (kCatalogue[index].type != SettingType::secret) continue;
    known.push_back(values_.at(index).secret.reveal());
    for (const Source& source : sources_) {
      for (const Form form : {Form::own, Form::shared, Form::alias}) {
        known.push_back(source.layer->setting(index, form).value);
      }
    }
  }
  for (const Source& source : sources_) {
    if (source.url && source.url->password) known.push_back(source.url->password->reveal());
  }
  return known;
}

}  // namespace redisconf
