// Where named secrets come from. Two places are built in, a folder of files and the tool of any
// secret manager; another one is a class with two functions:
//
//   class Vault : public redisconf::SecretProvider {
//     const char* name() const noexcept override { return "vault"; }
//     redisconf::SecretAnswer get(std::string_view secret_name) override;
//   };
//
// Ownership:     an answer owns its secret.
// Thread-safety: the built-in providers may be asked from several threads at once.
// Errors:        std::bad_alloc alone; what goes wrong is in the answer, which never shows a secret.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/secret.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

struct SecretAnswer {
  enum class State : std::uint8_t { absent, found, failed };

  State state = State::absent;
  Secret secret;        // when found
  std::string error;    // when failed: what is wrong, to read after the secret's name
  std::string fix;      // when failed: what to do
  std::string warning;  // when found, and yet something deserves a look

  [[nodiscard]] static SecretAnswer absent() { return {}; }
  [[nodiscard]] static SecretAnswer found(Secret secret);
  [[nodiscard]] static SecretAnswer failed(std::string error, std::string fix);
};

class SecretProvider {
 public:
  SecretProvider() = default;
  SecretProvider(const SecretProvider&) = delete;
  SecretProvider& operator=(const SecretProvider&) = delete;
  virtual ~SecretProvider();

  // What messages call it: "directory", "exec".
  [[nodiscard]] virtual const char* name() const noexcept = 0;

  // The secret of that name; absent when this place has none.
  [[nodiscard]] virtual SecretAnswer get(std::string_view secret_name) = 0;
};

// The file <name> in the folder: Docker's /run/secrets, a Kubernetes mount (its links are followed),
// systemd's $CREDENTIALS_DIRECTORY. One trailing line end is not part of the secret.
[[nodiscard]] REDISCONF_PUBLIC std::unique_ptr<SecretProvider> directory_secrets(std::string directory);

// A program that prints the secret: {"vault", "kv", "get", "-field=value", "redis/{name}"}. No shell
// is involved; {name} becomes the secret's name in each word but the program. The program is sought
// in the absolute folders of $PATH. When it still runs at the deadline, it and what it started get
// SIGTERM, and SIGKILL a quarter of a second later.
struct ExecCommand {
  std::vector<std::string> words;
  std::chrono::milliseconds deadline{10'000};
};
[[nodiscard]] REDISCONF_PUBLIC std::unique_ptr<SecretProvider> exec_secrets(ExecCommand command);

// One line as words: 'single' and "double" quotes keep blanks together, \" and \\ stand in double
// ones. What a shell would do more with is a fault, since nothing here does it.
struct CommandWords {
  std::vector<std::string> words;
  std::string fault;  // empty when the line is right
};
[[nodiscard]] REDISCONF_PUBLIC CommandWords split_command(std::string_view line);

}  // namespace redisconf
