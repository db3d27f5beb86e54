// One generator at a time: a lock on a folder that both know, kept while the object lives.
//
// It leaves no file behind and ends with its process, also by SIGKILL. Where folders can't be
// locked (some network file systems) it does nothing: files are still replaced whole.
//
// Thread-safety: none. Errors: none.
#pragma once

#include <string>

namespace redisconf::compiler {

class FolderLock {
 public:
  // Waits for the one that has it.
  explicit FolderLock(const std::string& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  int descriptor_;
};

}  // namespace redisconf::compiler
