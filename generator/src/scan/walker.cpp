#include "scan/walker.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "scan/glob.h"
#include "scan/language.h"

namespace redisconf::compiler::scan {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 16> kSkippedFolders{
    ".git", ".hg",    ".svn",  "node_modules", "bower_components", "vendor", "build", "dist", "out",
    "venv", "target", ".venv", ".tox",         "__pycache__",      ".next",  ".cache"};

bool is_excluded(const std::string& path, const std::vector<std::string>& patterns) {
  return std::ranges::any_of(patterns,
                             [&path](const std::string& pattern) { return matches_glob(pattern, path); });
}

class Walk {
 public:
  Walk(const std::string& root, const std::vector<std::string>& excluded)
      : root_(root), excluded_(excluded) {}

  Tree run() {
    std::error_code error;
    if (!fs::is_directory(root_, error)) {
      tree_.error = error ? error.message() : "not a folder";
      return std::move(tree_);
    }
    list("");
    if (tree_.skipped.unreadable > 0) {
      tree_.error = last_error_.message();
      return std::move(tree_);
    }
    while (!folders_.empty()) {
      const std::string folder = std::move(folders_.back());
      folders_.pop_back();
      list(folder);
    }
    std::ranges::sort(tree_.files);
    return std::move(tree_);
  }

 private:
  void list(const std::string& folder) {
    std::error_code error;
    fs::directory_iterator entry(root_ / folder, error);
    while (!error && entry != fs::directory_iterator()) {
      take(*entry, folder);
      entry.increment(error);
    }
    if (!error) return;
    ++tree_.skipped.unreadable;
    last_error_ = error;
  }

  void take(const fs::directory_entry& entry, const std::string& folder) {
    const std::string name = entry.path().filename().string();
    const std::string path = folder.empty() ? name : folder + '/' + name;
    std::error_code error;
    const fs::file_status status = entry.symlink_status(error);
    if (error || is_excluded(path, excluded_)) return;
    if (fs::is_directory(status)) {
      if (!is_skipped_folder(name)) folders_.push_back(path);
    } else if (fs::is_regular_file(status) && language_of(path) != Language::none) {
      const auto size = entry.file_size(error);
      const bool too_large = !error && size > kMaxFileBytes;
      tree_.skipped.too_large += too_large ? 1 : 0;
      if (!too_large) tree_.files.push_back(path);
    }
  }

  fs::path root_;
  const std::vector<std::string>& excluded_;
  std::vector<std::string> folders_;
  std::error_code last_error_;
  Tree tree_;
};

}  // namespace

Tree list_files(const std::string& root, const std::vector<std::string>& excluded) {
  return Walk(root, excluded).run();
}

bool is_skipped_folder(std::string_view name) noexcept {
  return std::ranges::find(kSkippedFolders, name) != kSkippedFolders.end();
}

}  // namespace redisconf::compiler::scan
