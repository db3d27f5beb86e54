#include "redisconf/config/mask.h"
#include "redisconf/config/secret_provider.h"
#include "secret_file.h"
#include "tool_run.h"
#include "utf8.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kShownErrorBytes = 512;

bool is_program(const std::string& path) noexcept {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

// As a shell finds it, but never in the current folder. Empty when there is none.
std::string find_program(const std::string& word) {
  if (word.find('/') != std::string::npos) return is_program(word) ? word : std::string();
  const char* const variable = std::getenv("PATH");
  std::string_view folders = variable == nullptr ? "/usr/local/bin:/usr/bin:/bin" : variable;
  while (!folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    std::string path = std::string(folder) + "/" + word;
    if (folder.starts_with('/') && is_program(path)) return path;
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
  }
  return {};
}

std::string with_name(std::string word, std::string_view name) {
  constexpr std::string_view kPlace = "{name}";
  for (auto at = word.find(kPlace); at != std::string::npos; at = word.find(kPlace, at + name.size())) {
    word.replace(at, kPlace.size(), name);
  }
  return word;
}

// A name that would be an option of the tool, or end the line of a message.
bool is_safe_name(std::string_view name) noexcept {
  return !name.empty() && name.front() != '-' && secret_fault(name).empty() &&
         std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

// What the tool said about its failure, unless that shows what it printed as the secret.
std::string said(const ToolRun& run) {
  std::string_view errors = run.errors.view();
  if (errors.size() > kShownErrorBytes) errors = errors.substr(errors.size() - kShownErrorBytes);
  if (shows_secret(errors, without_line_end(run.output.view()))) {
    return "; what it said is not shown, since it repeats its output";
  }
  const std::string line = printable_line(errors);
  return line.empty() ? "; it said nothing" : "; it said: " + line;
}

class ExecSecrets : public SecretProvider {
 public:
  explicit ExecSecrets(ExecCommand command) : command_(std::move(command)) {}

  [[nodiscard]] const char* name() const noexcept override { return "exec"; }

  [[nodiscard]] SecretAnswer get(std::string_view secret_name) override {
    if (command_.words.empty() || command_.words.front().empty()) {
      return SecretAnswer::failed("can't be asked for: the command is empty", "name the program to run");
    }
    if (!is_safe_name(secret_name)) {
      return SecretAnswer::failed(
          "can't be passed to a command: its name is empty, begins with '-' or "
          "holds blanks or control characters",
          "rename the secret");
    }
    ToolCommand tool{find_program(command_.words.front()), {}, command_.deadline, kLimit};
    if (tool.program.empty()) {
      // Unnamed: somebody may have put the secret itself where the command belongs.
      return SecretAnswer::failed("can't be asked for: the command's first word is not an executable program",
                                  "install it, or give its absolute path; $PATH was searched");
    }
    for (const std::string& word : command_.words) tool.words.push_back(with_name(word, secret_name));
    tool.words.front() = command_.words.front();
    return answer_for(run_tool(tool));
  }

 private:
  static constexpr std::size_t kLimit = Secret::kMaxBytes + 2;  // and a line end

  [[nodiscard]] SecretAnswer answer_for(const ToolRun& run) const {
    const std::string program = quoted_program();
    switch (run.end) {
      case ToolRun::End::not_started:
        return SecretAnswer::failed(program + " can't be started: " + std::strerror(run.code),
                                    "check that it is a program for this machine; a script begins with #!");
      case ToolRun::End::killed:
        return SecretAnswer::failed(program + " was killed by signal " + std::to_string(run.code) + said(run),
                                    kTryIt);
      case ToolRun::End::too_slow:
        return SecretAnswer::failed(
            program + " did not end within " + std::to_string(command_.deadline.count()) + " ms" + said(run),
            "see whether it waits for a login or the network, or give it more time");
      case ToolRun::End::too_much:
        return SecretAnswer::failed(program + " prints more than 64 KiB", "let it print the secret alone");
      case ToolRun::End::exited:
        break;
    }
    if (run.code != 0) {
      return SecretAnswer::failed(program + " ended with status " + std::to_string(run.code) + said(run),
                                  kTryIt);
    }
    const std::string_view bytes = without_line_end(run.output.view());
    if (const auto fault = secret_fault(bytes); !fault.empty()) {
      return SecretAnswer::failed("the output of " + program + " " + std::string(fault) + said(run),
                                  "let it print the secret alone, as text");
    }
    return SecretAnswer::found(Secret(bytes));
  }

  [[nodiscard]] std::string quoted_program() const {
    return "\"" + printable_line(command_.words.front()) + "\"";
  }

  static constexpr const char* kTryIt =
      "run the command as this user, with the same environment, until it works";

  ExecCommand command_;
};

}  // namespace

std::unique_ptr<SecretProvider> exec_secrets(ExecCommand command) {
  return std::make_unique<ExecSecrets>(std::move(command));
}

}  // namespace redisconf
