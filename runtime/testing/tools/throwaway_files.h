// The files by which other programs find the throw-away server.
#pragma once

#include "redisconf/testing/redis_server.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace redisconf::testing {

// Writes ca.pem, password and environment as the server calls for, removes them when destroyed;
// the folder too, when it made that. The password stands in its own file only.
class ThrowawayFiles {
 public:
  ThrowawayFiles(const RedisServer& server, const std::filesystem::path& directory);
  ThrowawayFiles(const ThrowawayFiles&) = delete;
  ThrowawayFiles& operator=(const ThrowawayFiles&) = delete;
  ~ThrowawayFiles();

  [[nodiscard]] const std::filesystem::path& environment() const noexcept { return written_.back(); }

 private:
  void write_all(const RedisServer& server);
  void write(const std::filesystem::path& name, std::string_view content);
  void remove_all() noexcept;

  std::filesystem::path directory_;
  bool made_directory_;
  std::vector<std::filesystem::path> written_;
};

}  // namespace redisconf::testing
