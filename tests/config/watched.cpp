#include "watched.h"

#include <filesystem>
#include <fstream>
#include <utility>

namespace redisconf::test {

namespace fs = std::filesystem;

Watched::Watched() {
  inputs.set_env_folder(folder.path().c_str());
  options.own_loop = true;
  options.clock = [this] { return now; };
  options.on_problem = [this](const ConfigurationError& error) { problems.emplace_back(error.what()); };
  options.on_notice = [this](const std::string& text) { notices.push_back(text); };
  options.on_restart = [this](const std::vector<RestartNeeded>& needed) {
    for (const RestartNeeded& one : needed) restarts.push_back(one.text());
  };
}

void Watched::start() {
  const generated::Schema& tables = schema.tables();
  watcher.emplace(
      [this, &tables](const Inputs& from) {
        ++loads;
        return TestConfig::load(tables, from);
      },
      inputs, options);
  subscription_ = watcher->subscribe([this](const TestConfig&, const std::vector<std::string>& changed) {
    std::string line;
    for (const std::string& path : changed) line += (line.empty() ? "" : " ") + path;
    announced_.push_back(line);
  });
}

bool Watched::settle() {
  const bool early = watcher->poll();
  CHECK_FALSE(early);
  advance(options.quiet);
  return watcher->poll();
}

std::string Watched::password() const { return std::string(current().connection().password.reveal()); }

std::vector<std::string> Watched::take_announced() { return std::exchange(announced_, {}); }

KubernetesMount::KubernetesMount(std::string path, std::string name)
    : path_(std::move(path)), name_(std::move(name)) {
  fs::create_directory(path_);
  fs::create_symlink("..data/" + name_, path_ + "/" + name_);
}

void KubernetesMount::swap(std::string_view value) {
  const std::string before = "..version_" + std::to_string(version_);
  const std::string after = "..version_" + std::to_string(++version_);
  fs::create_directory(path_ + "/" + after);
  std::ofstream(path_ + "/" + after + "/" + name_) << value;
  fs::create_directory_symlink(after, path_ + "/..data_tmp");
  fs::rename(path_ + "/..data_tmp", path_ + "/..data");
  fs::remove_all(path_ + "/" + before);
}

}  // namespace redisconf::test
