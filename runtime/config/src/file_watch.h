// Tells when something happens to files, by inotify(7) on the folders that lead to them.
//
// Ownership:     owns its descriptor, close-on-exec; closes it alone, so that a child of fork() takes
//                no watch away from its parent.
// Thread-safety: none. Errors: told in trouble(), without a path.
#pragma once

#include "tool_process.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace redisconf {

class FileWatch {
 public:
  // Without inotify it only knows that it can tell nothing.
  explicit FileWatch(bool inotify);

  // From now on these files, and no others.
  void follow(const std::vector<std::string>& paths);

  // Whether something happened since the last call.
  [[nodiscard]] bool take_events();

  // Whether every change is told; otherwise the files have to be looked at.
  [[nodiscard]] bool is_complete() const noexcept { return complete_; }

  // Why it is not, when the system refuses something: "inotify: Too many open files".
  [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }

  // -1 without inotify.
  [[nodiscard]] int fd() const noexcept { return descriptor_.get(); }

 private:
  using Names = std::set<std::string, std::less<>>;

  void add(const std::string& folder, const std::string& name, std::map<int, Names>& watches);
  [[nodiscard]] bool concerns_us(int watch, unsigned mask, const char* name) const;

  Descriptor descriptor_;
  std::map<int, Names> watches_;  // by inotify's number of the folder
  bool complete_ = false;
  std::string trouble_;
};

}  // namespace redisconf
