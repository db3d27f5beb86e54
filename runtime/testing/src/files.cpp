#include "redisconf/testing/files.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace redisconf::testing {
namespace {

namespace fs = std::filesystem;

const char* const kSecretsVariable = "REDIS_SECRETS_DIRECTORY";
const char* const kData = "..data";

void require_file_name(std::string_view name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string_view::npos) {
    throw std::invalid_argument("a file name holds no '/' and is neither empty nor a folder");
  }
}

// The unfinished file has a name that no secret has, so nobody reads it.
void put(const TemporaryDirectory& folder, std::string_view name, std::string_view content) {
  require_file_name(name);
  const fs::path unfinished = folder.write("..unfinished", content);
  fs::rename(unfinished, folder.path() / name);
}

std::string env_name(std::string_view environment) {
  return environment.empty() ? ".env" : ".env." + std::string(environment);
}

}  // namespace

void EnvFiles::write(std::string_view environment, std::string_view content) {
  put(folder_, env_name(environment), content);
}

void EnvFiles::remove(std::string_view environment) { fs::remove(path() / env_name(environment)); }

void EnvFiles::use(Inputs& inputs) const { inputs.set_env_folder(path().c_str()); }

SecretsDirectory::SecretsDirectory(Files secrets) {
  for (const auto& [name, content] : secrets) write(name, content);
}

void SecretsDirectory::write(std::string_view name, std::string_view content) { put(folder_, name, content); }

void SecretsDirectory::remove(std::string_view name) {
  require_file_name(name);
  fs::remove(path() / name);
}

void SecretsDirectory::use(Inputs& inputs) const { inputs.set(kSecretsVariable, path()); }

KubernetesMount::KubernetesMount(Files secrets) { swap(secrets); }

// In the order of the kubelet: the new folder, the link, new names, old names, the old folder.
void KubernetesMount::swap(Files secrets) {
  for (const auto& [name, content] : secrets) require_file_name(name);
  const fs::path data = path() / kData;
  const fs::path before = fs::exists(data) ? path() / fs::read_symlink(data) : fs::path();
  const std::string generation = "..generation_" + std::to_string(++generation_);
  fs::create_directory(path() / generation);
  for (const auto& [name, content] : secrets) write_private_file(path() / generation / name, content);
  const fs::path unfinished = path() / "..data_tmp";
  fs::create_symlink(generation, unfinished);
  fs::rename(unfinished, data);
  for (const auto& [name, content] : secrets) {
    const fs::path link = path() / name;
    if (!fs::is_symlink(link)) fs::create_symlink(fs::path(kData) / name, link);
  }
  if (before.empty()) return;
  for (const fs::directory_entry& old : fs::directory_iterator(before)) {
    const std::string name = old.path().filename();
    if (std::ranges::find(secrets, name, &File::name) == secrets.end()) fs::remove(path() / name);
  }
  fs::remove_all(before);
}

void KubernetesMount::use(Inputs& inputs) const { inputs.set(kSecretsVariable, path()); }

}  // namespace redisconf::testing
