// Runs of the program spool_writer, and what they said.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace redisconf::test {

struct SpoolRun {
  int status = 0;                  // of wait(2)
  std::vector<int> acknowledged;   // to the caller, "durable" or "kept"
  std::vector<int> taken;          // from the spool, in order
  std::vector<std::string> other;  // lines

  [[nodiscard]] bool said(const std::string& text) const;
};

// `before` is put before the program on the command line: strace and its arguments.
[[nodiscard]] SpoolRun run_spool(const std::filesystem::path& folder, const std::string& arguments,
                                 const std::string& before = {});

// As `before`: the error or signal at those calls of that name.
[[nodiscard]] std::string inject(const std::string& call, const std::string& what);

// Fails unless all that `writer` was told is kept was taken by it, or is found by `reader`, which finds
// it in order and once.
void check_nothing_lost(const SpoolRun& writer, const SpoolRun& reader);

}  // namespace redisconf::test
