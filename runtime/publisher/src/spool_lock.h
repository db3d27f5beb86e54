// One owner of a spool at a time: flock(2) on its file `owner`, which holds the owner's process id.
// The kernel ends it with the process, however that dies.
//
// Errors: PublishError (owned) with the process that has it.
#pragma once

#include "file.h"

#include <filesystem>

namespace redisconf {

class SpoolLock {
 public:
  explicit SpoolLock(const std::filesystem::path& directory);

 private:
  File file_;
};

}  // namespace redisconf
