#include "process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace redisconf::bench {
namespace {

namespace fs = std::filesystem;

class Silence {
 public:
  explicit Silence(const std::string& folder) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { ::posix_spawn_file_actions_destroy(&actions_); }

  [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

double middle(std::vector<double> values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

std::string make_folder() {
  const fs::path memory = "/dev/shm";
  std::string path =
      (fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "redisconf-bench-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return path;
}

}  // namespace

Usage run(const std::vector<std::string>& words, const std::string& folder) {
  const Silence silence(folder);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const auto start = std::chrono::steady_clock::now();
  if (::posix_spawnp(&child, arguments.front(), silence.get(), nullptr, arguments.data(), environ) != 0) {
    throw std::runtime_error("can't start " + words.front());
  }
  int status = 0;
  rusage used{};
  ::wait4(child, &status, 0, &used);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
  };
  return {wall.count(), ms(used.ru_utime) + ms(used.ru_stime), static_cast<double>(used.ru_maxrss) / 1024,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

Usage median(std::vector<Usage> runs) {
  std::vector<double> times;
  std::vector<double> processor;
  Usage result = runs.front();
  for (const Usage& each : runs) {
    times.push_back(each.ms);
    processor.push_back(each.processor_ms);
    result.megabytes = std::max(result.megabytes, each.megabytes);
  }
  result.ms = middle(std::move(times));
  result.processor_ms = middle(std::move(processor));
  return result;
}

ScratchFolder::ScratchFolder() : path_(make_folder()) {}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void ScratchFolder::write(const std::string& file, const std::string& text) const {
  const fs::path path = fs::path(path_) / file;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void ScratchFolder::remove(const std::string& file) const { fs::remove_all(fs::path(path_) / file); }

}  // namespace redisconf::bench
