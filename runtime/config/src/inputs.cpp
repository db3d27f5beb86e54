#include "redisconf/config/inputs.h"

#include "input_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace redisconf {

struct Inputs::Store {
  bool live = false;  // variables that are not here come from the process
  std::map<std::string, std::string, std::less<>> variables;
  std::map<std::string, std::string, std::less<>> files;
  std::optional<std::string> env_folder;
};

Inputs::Inputs(bool live) : store_(new Store{live, {}, {}, {}}) {}

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

void Inputs::set(const char* name, const char* value) { store_->variables.insert_or_assign(name, value); }

// A live process keeps its own variables: unset() only takes back what set() said.
void Inputs::unset(const char* name) { store_->variables.erase(name); }

void Inputs::set_env_folder(const char* path) {
  store_->env_folder.reset();
  if (path != nullptr) store_->env_folder = path;
}

void Inputs::set_file(const char* path, const char* content) {
  store_->files.insert_or_assign(path, content);
}

const char* Inputs::find(const char* name) const noexcept {
  if (!store_->variables.empty()) {
    if (const auto found = store_->variables.find(name); found != store_->variables.end()) {
      return found->second.c_str();
    }
  }
  return store_->live ? std::getenv(name) : nullptr;
}

namespace {

std::string_view without_line_end(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// Reads at most `size` bytes; -1 and errno on failure.
ssize_t read_up_to(int file, char* bytes, std::size_t size) noexcept {
  std::size_t total = 0;
  while (total < size) {
    const ssize_t count = ::read(file, bytes + total, size - total);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    total += static_cast<std::size_t>(count);
  }
  return static_cast<ssize_t>(total);
}

FileContent content_of(std::string_view bytes) {
  const std::string_view text = without_line_end(bytes);
  if (text.size() > Secret::kMaxBytes) return {Secret{}, "it is longer than 64 KiB", false};
  return {Secret(text), {}, false};
}

// Opened without blocking, so that a FIFO in the file's place can't hang the start.
FileContent read_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return {Secret{}, std::strerror(errno), errno == ENOENT || errno == ENOTDIR};
  std::array<char, Secret::kMaxBytes + 3> buffer{};
  const ssize_t count = read_up_to(file, buffer.data(), buffer.size());
  const int error = errno;
  ::close(file);
  FileContent content = count < 0 ? FileContent{Secret{}, std::strerror(error), false}
                                  : content_of({buffer.data(), static_cast<std::size_t>(count)});
  wipe_memory(buffer.data(), buffer.size());
  return content;
}

}  // namespace

FileContent InputFiles::read(const std::string& path) const {
  const auto& files = inputs_.store_->files;
  if (const auto found = files.find(path); found != files.end()) return content_of(found->second);
  return read_file(path);
}

void InputFiles::fill(VariableLayer& layer) const {
  if (inputs_.store_->live) {
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
      const char* const equals = std::strchr(*entry, '=');
      if (equals == nullptr) continue;
      layer.add({*entry, static_cast<std::size_t>(equals - *entry)}, equals + 1);
    }
  }
  for (const auto& [name, value] : inputs_.store_->variables) layer.add(name, value);
}

const char* InputFiles::env_folder() const noexcept {
  const auto& folder = inputs_.store_->env_folder;
  return folder ? folder->c_str() : nullptr;
}

bool InputFiles::exists(const std::string& path) const {
  return inputs_.store_->files.contains(path) || ::access(path.c_str(), F_OK) == 0;
}

}  // namespace redisconf
