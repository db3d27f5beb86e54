#include "support/catch.h"

#include <redisconf/config/secret_provider.h>
#include <redisconf/testing/files.h>
#include <redisconf/testing/inputs.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

using namespace redisconf::testing;
using redisconf::directory_secrets;
using redisconf::Inputs;
using redisconf::SecretAnswer;

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string secret_in(const fs::path& folder, const char* name) {
  return std::string(directory_secrets(folder)->get(name).secret.reveal());
}

}  // namespace

TEST_CASE("inputs of an environment name it, a host and a password") {
  const Inputs inputs = inputs_for("production");
  CHECK(inputs.find("ENVIRONMENT") == std::string_view("production"));
  CHECK(inputs.find("REDIS_HOST") == std::string_view("redis.production.example"));
  CHECK(inputs.find("REDIS_PASSWORD") != nullptr);
  CHECK(inputs.find("PATH") == nullptr);
}

TEST_CASE(".env files are put in place whole, private, and vanish") {
  fs::path folder;
  {
    EnvFiles files;
    folder = files.path();
    files.write("", "REDIS_PORT=1\n");
    files.write("production", "REDIS_PORT=2\n");
    files.write("production", "REDIS_PORT=3\n");
    CHECK(content_of(folder / ".env") == "REDIS_PORT=1\n");
    CHECK(content_of(folder / ".env.production") == "REDIS_PORT=3\n");
    CHECK(fs::status(folder / ".env").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(std::distance(fs::directory_iterator(folder), {}) == 2);
    files.remove("production");
    CHECK_FALSE(fs::exists(folder / ".env.production"));
  }
  CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("a secrets directory is where load() looks") {
  SecretsDirectory secrets{{"redis-password", "one\n"}};
  Inputs inputs = Inputs::from({});
  secrets.use(inputs);
  CHECK(inputs.find("REDIS_SECRETS_DIRECTORY") == secrets.path().string());
  CHECK(secret_in(secrets.path(), "redis-password") == "one");
  secrets.write("redis-password", "two");
  CHECK(secret_in(secrets.path(), "redis-password") == "two");
  secrets.remove("redis-password");
  CHECK(directory_secrets(secrets.path())->get("redis-password").state == SecretAnswer::State::absent);
}

TEST_CASE("names that would leave the folder are refused") {
  SecretsDirectory secrets;
  for (const char* const name : {"", ".", "..", "../x", "a/b"}) {
    CHECK_THROWS_AS(secrets.write(name, "x"), std::invalid_argument);
    CHECK_THROWS_AS(secrets.remove(name), std::invalid_argument);
    CHECK_THROWS_AS((KubernetesMount{{name, "x"}}), std::invalid_argument);
  }
}

TEST_CASE("a mount shows one generation behind links") {
  KubernetesMount mount{{"a", "1"}, {"old", "1"}};
  Inputs inputs = Inputs::from({});
  mount.use(inputs);
  CHECK(inputs.find("REDIS_SECRETS_DIRECTORY") == mount.path().string());
  CHECK(fs::read_symlink(mount.path() / "a") == "..data/a");
  const fs::path before = fs::read_symlink(mount.path() / "..data");
  mount.swap({{"a", "2"}, {"new", "2"}});
  CHECK(fs::read_symlink(mount.path() / "..data") != before);
  CHECK_FALSE(fs::exists(mount.path() / before));
  CHECK(secret_in(mount.path(), "a") == "2");
  CHECK(secret_in(mount.path(), "new") == "2");
  CHECK(directory_secrets(mount.path())->get("old").state == SecretAnswer::State::absent);
}

TEST_CASE("who reads a mount while it is swapped sees whole secrets") {
  const std::string first(5000, 'a');
  const std::string second(7000, 'b');
  KubernetesMount mount{{"key", first}};
  std::atomic<bool> done{false};
  std::thread swapper([&] {
    for (int round = 0; round < 50; ++round) mount.swap({{"key", round % 2 == 0 ? second : first}});
    done = true;
  });
  int wrong = 0;
  while (!done) {
    const std::string text = content_of(mount.path() / "key");
    if (!text.empty() && text != first && text != second) ++wrong;  // empty: opened between two folders
  }
  swapper.join();
  CHECK(wrong == 0);
}
