// Holds the secrets that it finds in a folder, from a command, in a .env file and in its variables,
// reveals none, and stops so that its memory can be looked at.
// Usage: probe FOLDER TOOL ENV_FILE ENVIRON_FILE kept|copied|inherited
//   kept       the secrets of variables are wiped; ENVIRON_FILE becomes what /proc/self/environ shows
//   copied     beside that, one secret is copied into ordinary memory
//   inherited  variables stay as they are
#include "env_file.h"
#include "redisconf/config/secret_provider.h"
#include "secret_file.h"
#include "variables.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace {

// Each place also has one that it did not keep; a dump must not show what was released either.
bool gather(redisconf::SecretProvider& provider, redisconf::Secret& kept) {
  if (provider.get("large").state != redisconf::SecretAnswer::State::found) return false;
  kept = provider.get("small").secret;
  return !kept.empty();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) return 64;
  const std::string_view how = arguments[5];
  const auto folder = redisconf::directory_secrets(arguments[1]);
  const auto tool = redisconf::exec_secrets({{arguments[2], "{name}"}});
  redisconf::Secret from_folder;
  redisconf::Secret from_tool;
  if (!gather(*folder, from_folder) || !gather(*tool, from_tool)) return 1;
  const auto text = redisconf::read_secret_file(arguments[3], redisconf::kMaxEnvFileBytes);
  const auto file = redisconf::parse_env_file(text.bytes.view());
  if (file.entries.empty() || !file.faults.empty()) return 1;

  if (!load_from_variables(how != "inherited", arguments[4])) return 1;

  // What the test must find, to know that it looks at the right thing.
  std::string copy;
  if (how == "copied") copy = from_folder.reveal();

  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  ::setrlimit(RLIMIT_CORE, &unlimited);
  ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
  ::raise(std::getenv("PROBE_ABORTS") != nullptr ? SIGABRT : SIGSTOP);
  return copy.empty() ? 0 : 2;
}
