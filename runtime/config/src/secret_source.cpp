#include "secret_source.h"

#include "redisconf/config/mask.h"
#include "redisconf/config/value.h"

#include <exception>
#include <new>

namespace redisconf {
namespace {

// What the interface forbids a provider to throw is a failure like another.
SecretAnswer answer_of(SecretProvider& provider, const std::string& name) {
  try {
    return provider.get(name);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    return SecretAnswer::failed(std::string("can't be asked for: ") + error.what(),
                                "see what its provider needs");
  }
}

}  // namespace

FoundSecret SecretSource::from_variable(const Given& value, const Given& file, std::string_view source,
                                        const SchemaEntry& entry) {
  if (value.is_set() && file.is_set()) {
    const std::string where = place_of(value.name, source);
    problems_.push_back(
        {where, "and " + std::string(file.name) + " are both set", entry.text(), "unset one of them"});
    return {true, Secret{}, where};
  }
  if (file.is_set()) return read(std::string(file.value), place_of(file.name, source), entry);
  if (!value.is_set()) return {};
  return accept(Secret(value.value.substr(0, Secret::kMaxBytes)), place_of(value.name, source), entry,
                "set it to the secret, or unset it");
}

FoundSecret SecretSource::from_name(const VariableLayer& layer, const std::string& name,
                                    const SchemaEntry& entry) {
  const std::string file_name = name + "_FILE";
  return from_variable(layer.find(name.c_str()), layer.find(file_name.c_str()), layer.source(), entry);
}

Secret SecretSource::look_into(const Given& file) const {
  const SecretFile content = files_.read(std::string(file.value));
  return Secret(without_line_end(content.bytes.view()).substr(0, Secret::kMaxBytes));
}

void SecretSource::use_places(std::string directory, std::string_view command,
                              std::chrono::milliseconds timeout) {
  directory_ = std::move(directory);
  if (command.empty()) return;
  CommandWords split = split_command(command);
  if (split.fault.empty()) {
    command_ = exec_secrets({std::move(split.words), timeout});
  } else {
    problems_.push_back({"secrets.command", split.fault, "",
                         "write a program and its arguments: vault kv get -field=value redis/{name}"});
  }
}

FoundSecret SecretSource::from_providers(const std::string& secret_name, const SchemaEntry& entry) {
  for (SecretProvider* const provider : files_.providers()) {
    FoundSecret found = ask(*provider, secret_name, secret_name + " from " + provider->name(), entry);
    if (found.found) return found;
  }
  FoundSecret found = from_directory(directory_, "secrets.directory", secret_name, entry);
  if (found.found) return found;
  const char* const systemd = inputs_.find("CREDENTIALS_DIRECTORY");
  if (systemd != nullptr) found = from_directory(systemd, "CREDENTIALS_DIRECTORY", secret_name, entry);
  if (found.found || command_ == nullptr) return found;
  return ask(*command_, secret_name, secret_name + " from secrets.command", entry);
}

FoundSecret SecretSource::from_directory(const std::string& directory, std::string_view called,
                                         const std::string& name, const SchemaEntry& entry) {
  if (directory.empty()) return {};
  const std::string where = "file " + name + " in " + std::string(called);
  const std::string path = directory + "/" + name;
  if (files_.is_given(path)) return read(path, where, entry);
  files_.note(path);
  return ask(*directory_secrets(directory), name, where, entry);
}

FoundSecret SecretSource::ask(SecretProvider& provider, const std::string& name, const std::string& where,
                              const SchemaEntry& entry) {
  SecretAnswer answer = answer_of(provider, name);
  if (answer.state == SecretAnswer::State::absent) return {};
  if (answer.state == SecretAnswer::State::found) {
    if (!answer.warning.empty()) warn(answer, where, entry);
    return {true, std::move(answer.secret), where};
  }
  foreign_.push_back(problems_.size());
  problems_.push_back({where, std::move(answer.error), entry.text(), std::move(answer.fix)});
  return {true, Secret{}, where};
}

void SecretSource::mask(std::span<const std::string_view> secrets) const {
  for (const std::size_t index : foreign_) {
    problems_[index].rule = mask_secrets(problems_[index].rule, secrets);
    problems_[index].fix = mask_secrets(problems_[index].fix, secrets);
  }
  for (const std::size_t index : foreign_warnings_) {
    warnings_[index].rule = mask_secrets(warnings_[index].rule, secrets);
  }
}

// The words are the provider's, who may have quoted what it found.
void SecretSource::warn(const SecretAnswer& answer, const std::string& where, const SchemaEntry& entry) {
  const bool quotes = shows_secret(answer.warning, answer.secret.reveal());
  foreign_warnings_.push_back(warnings_.size());
  warnings_.push_back({where, quotes ? "comes with a warning that shows the secret itself" : answer.warning,
                       entry.text(), "see what its provider says of it"});
}

// The path stays unnamed: somebody may have put the secret itself where its path belongs.
FoundSecret SecretSource::read(const std::string& path, const std::string& where, const SchemaEntry& entry) {
  const SecretFile content = files_.read(path);
  if (content.error.empty()) {
    const std::string_view bytes = without_line_end(content.bytes.view());
    return accept(Secret(bytes.substr(0, Secret::kMaxBytes)), where, entry, "write the secret into the file");
  }
  problems_.push_back({where, "can't be read: " + content.error, entry.text(),
                       "check that the file exists and that this user may read it"});
  return {true, Secret{}, where};
}

FoundSecret SecretSource::accept(Secret secret, const std::string& where, const SchemaEntry& entry,
                                 const char* fix) {
  const SettingInfo as_secret{.type = SettingType::secret};
  if (const ValueFault fault = parse_value(as_secret, secret.reveal()).fault; fault != ValueFault::none) {
    problems_.push_back({where, std::string(fault_summary(fault)), entry.text(), fix});
    return {true, Secret{}, where};
  }
  return {true, std::move(secret), where};
}

}  // namespace redisconf
