#include "redisconf/config/inputs.h"

#include "hidden_text.h"
#include "input_files.h"
#include "wiped_variables.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace redisconf {

struct Inputs::Store {
  bool live = false;  // variables that are not here come from the process
  std::map<std::string, HiddenText, std::less<>> variables;
  std::map<std::string, std::string, std::less<>> files;
  std::optional<std::string> env_folder;
  std::vector<SecretProvider*> providers;
  std::shared_ptr<FileLog> log;           // null: nobody asks
  std::shared_ptr<WipedVariables> wiped;  // of the process; all copies share it
};

Inputs::Inputs(bool live) : store_(new Store) {
  store_->live = live;
  if (live) store_->wiped = std::make_shared<WipedVariables>();
}

Inputs Inputs::process() {
  Inputs inputs(true);
  inputs.store_->env_folder.emplace();  // the current one
  return inputs;
}

Inputs Inputs::from(std::initializer_list<Variable> variables) {
  Inputs inputs(false);
  for (const Variable& variable : variables) inputs.set(variable.name, variable.value);
  return inputs;
}

Inputs::Inputs(const Inputs& other) : store_(new Store(*other.store_)) {}

Inputs::Inputs(Inputs&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}

Inputs& Inputs::operator=(Inputs other) noexcept {
  std::swap(store_, other.store_);
  return *this;
}

Inputs::~Inputs() { delete store_; }

void Inputs::set(const char* name, const char* value) {
  store_->variables.insert_or_assign(name, HiddenText(value));
}

// A live process keeps its own variables: unset() only takes back what set() said.
void Inputs::unset(const char* name) { store_->variables.erase(name); }

void Inputs::set_env_folder(const char* path) {
  store_->env_folder.reset();
  if (path != nullptr) store_->env_folder = path;
}

void Inputs::add_provider(SecretProvider& provider) { store_->providers.push_back(&provider); }

void Inputs::set_file(const char* path, const char* content) {
  store_->files.insert_or_assign(path, content);
}

const char* Inputs::find(const char* name) const noexcept {
  if (!store_->variables.empty()) {
    if (const auto found = store_->variables.find(name); found != store_->variables.end()) {
      return found->second.c_str();
    }
  }
  if (!store_->live) return nullptr;
  const char* const value = std::getenv(name);
  return value != nullptr ? value : store_->wiped->find(name);
}

void Inputs::wipe_secret_variables(const ServiceConfig& config) {
  if (store_->live) store_->wiped->take_secrets_of(config);
}

SecretFile InputFiles::read(const std::string& path, std::size_t limit) const {
  const auto& files = inputs_.store_->files;
  const auto found = files.find(path);
  if (found == files.end()) {
    note(path);
    return read_secret_file(path, limit);
  }
  SecretFile file;
  if (found->second.size() > limit) {
    file.error = "it is longer than " + std::to_string(limit / 1024) + " KiB";
    return file;
  }
  file.bytes.reserve(found->second.size());
  for (const char byte : found->second) file.bytes.append(byte);
  return file;
}

bool InputFiles::exists(const std::string& path) const {
  if (is_given(path)) return true;
  note(path);
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

void InputFiles::note(const std::string& path) const {
  if (inputs_.store_->log != nullptr) inputs_.store_->log->note(path);
}

void InputFiles::record(Inputs& inputs, std::shared_ptr<FileLog> log) noexcept {
  inputs.store_->log = std::move(log);
}

const std::vector<SecretProvider*>& InputFiles::providers() const noexcept {
  return inputs_.store_->providers;
}

void InputFiles::fill(VariableLayer& layer) const {
  layer.ask(inputs_);
  if (inputs_.store_->live) {
    inputs_.store_->wiped->fill(layer);
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
      const char* const equals = std::strchr(*entry, '=');
      if (equals == nullptr) continue;
      const std::string_view name(*entry, static_cast<std::size_t>(equals - *entry));
      if (layer.concerns(name)) layer.add(name, equals + 1);
    }
  }
  for (const auto& [name, value] : inputs_.store_->variables) layer.add(name, value.view());
}

const char* InputFiles::env_folder() const noexcept {
  const auto& folder = inputs_.store_->env_folder;
  return folder ? folder->c_str() : nullptr;
}

bool InputFiles::is_given(const std::string& path) const { return inputs_.store_->files.contains(path); }

}  // namespace redisconf
