// Runs git, without a shell, to read a revision. Never touches checkout, index or references.
//
// Ownership:     none.
// Thread-safety: separate scratch folders may be used concurrently.
// Errors:        GitFault.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace redisconf::compiler {

// Git can't do what it is asked for. what() is the message; fix() what to do about it.
class GitFault : public std::runtime_error {
 public:
  GitFault(const std::string& message, std::string fix) : std::runtime_error(message), fix_(std::move(fix)) {}

  [[nodiscard]] const std::string& fix() const noexcept { return fix_; }

 private:
  std::string fix_;
};

struct GitOutput {
  int status = 0;
  std::string output;
  std::string errors;
};

class Git {
 public:
  // Works on the repository that holds `folder`; keeps its files in `scratch`.
  Git(std::string folder, std::string scratch) : folder_(std::move(folder)), scratch_(std::move(scratch)) {}

  // Any outcome but that git can't be started.
  [[nodiscard]] GitOutput run(const std::vector<std::string>& arguments, const std::string& input = {}) const;

  // The output; GitFault unless the status is 0.
  [[nodiscard]] std::string ask(const std::vector<std::string>& arguments,
                                const std::string& input = {}) const;

 private:
  std::string folder_;
  std::string scratch_;
};

}  // namespace redisconf::compiler
