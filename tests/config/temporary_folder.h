// A folder of one test, removed with all that the test wrote into it.
#pragma once

#include "support/catch.h"

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace redisconf::test {

class TemporaryFolder {
 public:
  TemporaryFolder() { REQUIRE(::mkdtemp(path_.data()) != nullptr); }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path(), ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string path() const { return path_.data(); }

  // The path of the file written.
  std::string write(const std::string& name, std::string_view content, ::mode_t mode = 0600) const {
    const std::string file = path() + "/" + name;
    std::ofstream(file, std::ios::binary) << content;
    REQUIRE(::chmod(file.c_str(), mode) == 0);
    return file;
  }

  // A program that /bin/sh runs.
  std::string script(std::string_view body) const {
    return write("tool", "#!/bin/sh\n" + std::string(body) + "\n", 0700);
  }

 private:
  std::array<char, 32> path_{"/tmp/redisconf-config-XXXXXX"};
};

}  // namespace redisconf::test
