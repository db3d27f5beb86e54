// Where the value of a secret comes from.
#include <redisconf/config/describe.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/secret_provider.h>
#include <redisconf/config/settings.h>

#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

using redisconf::Inputs;
using redisconf::generated::literal;
using redisconf::test::contains;
using redisconf::test::problem_at;
using redisconf::test::problems_of;
using redisconf::test::TestConfig;
using redisconf::test::TestSchema;

namespace {

// Production but for the password.
Inputs inputs_without_password() {
  return Inputs::from({{"ENVIRONMENT", "production"}, {"REDIS_HOST", "redis.example"}});
}

std::string password_of(TestSchema& schema, const Inputs& inputs) {
  return std::string(TestConfig::load(schema, inputs).connection().password.reveal());
}

// A folder of one test, removed with what the test wrote.
class Folder {
 public:
  Folder() { REQUIRE(::mkdtemp(path_.data()) != nullptr); }
  ~Folder() {
    ::unlink(file().c_str());
    ::rmdir(path_.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string path() const { return path_.data(); }
  [[nodiscard]] std::string file() const { return path() + "/redis-password"; }
  void write(std::string_view content) const { std::ofstream(file(), std::ios::binary) << content; }

 private:
  std::array<char, 32> path_{"/tmp/redisconf-config-XXXXXX"};
};

}  // namespace

TEST_CASE("service variable, shared variable, folder: in this order", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("SHOP_REDIS_PASSWORD", "first");
  inputs.set("REDIS_PASSWORD_FILE", "/secrets/shared");
  inputs.set_file("/secrets/shared", "second");
  inputs.set("REDIS_SECRETS_DIRECTORY", "/run/secrets");
  inputs.set_file("/run/secrets/redis-password", "third");

  CHECK(password_of(schema, inputs) == "first");
  inputs.unset("SHOP_REDIS_PASSWORD");
  CHECK(password_of(schema, inputs) == "second");
  inputs.unset("REDIS_PASSWORD_FILE");
  CHECK(password_of(schema, inputs) == "third");
}

TEST_CASE("a secret whose name differs from its setting has a variable of that name", "[secret-source]") {
  TestSchema schema;
  schema.set_strict("connection.password", redisconf::generated::secret("shop.redis-token"));
  Inputs inputs = inputs_without_password();
  inputs.set("SHOP_REDIS_TOKEN", "named");
  CHECK(password_of(schema, inputs) == "named");

  inputs.set("REDIS_PASSWORD", "stronger");
  CHECK(password_of(schema, inputs) == "stronger");
}

TEST_CASE("the origin of a secret names its place", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("SHOP_REDIS_PASSWORD_FILE", "/secrets/own");
  inputs.set_file("/secrets/own", "hunter2");
  CHECK(std::string(TestConfig::load(schema, inputs).origin("connection.password")) ==
        "SHOP_REDIS_PASSWORD_FILE");

  inputs.unset("SHOP_REDIS_PASSWORD_FILE");
  inputs.set("REDIS_SECRETS_DIRECTORY", "/run/secrets");
  inputs.set_file("/run/secrets/redis-password", "hunter2");
  CHECK(std::string(TestConfig::load(schema, inputs).origin("connection.password")) ==
        "file redis-password in secrets.directory");
}

TEST_CASE("a secret and a file for it at once are a problem", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD", "hunter2");
  inputs.set("REDIS_PASSWORD_FILE", "/secrets/password");
  inputs.set_file("/secrets/password", "hunter2");
  const auto problems = problems_of(schema, inputs);
  REQUIRE(problems.size() == 1);
  CHECK(problem_at(problems, "REDIS_PASSWORD").rule == "and REDIS_PASSWORD_FILE are both set");
}

TEST_CASE("one line end at the end of a file is not part of the secret", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", "/secrets/password");
  for (const char* const content : {"hunter2", "hunter2\n", "hunter2\r\n"}) {
    inputs.set_file("/secrets/password", content);
    CHECK(password_of(schema, inputs) == "hunter2");
  }
  inputs.set_file("/secrets/password", " hunter2 \n\n");
  CHECK(password_of(schema, inputs) == " hunter2 \n");
}

TEST_CASE("a secret is read from a real file", "[secret-source]") {
  const Folder folder;
  folder.write("hunter2\n");
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", folder.file());
  CHECK(password_of(schema, inputs) == "hunter2");

  inputs.unset("REDIS_PASSWORD_FILE");
  inputs.set("REDIS_SECRETS_DIRECTORY", folder.path());
  CHECK(password_of(schema, inputs) == "hunter2");
}

TEST_CASE("a file up to 64 KiB is a secret, one byte more is not", "[secret-source]") {
  const Folder folder;
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", folder.file());

  const std::string longest(redisconf::Secret::kMaxBytes, 'x');
  folder.write(longest + "\r\n");
  CHECK(password_of(schema, inputs) == longest);

  folder.write(longest + "xx\n");
  const auto problem = problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE");
  CHECK(problem.rule == "can't be read: it is longer than 64 KiB");
}

TEST_CASE("a file that can't be read is a problem that does not show its path", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", "/nonexistent/hunter2");
  const auto problem = problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE");
  CHECK(problem.rule == "can't be read: No such file or directory");
  CHECK_THAT(problem.fix, contains("exists") && !contains("hunter2"));
  CHECK(problem.entry == "schema/redis.yaml environments.production.connection.password");

  inputs.set("REDIS_PASSWORD_FILE", "/tmp");
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE").rule ==
        "can't be read: Is a directory");

  inputs.set("REDIS_PASSWORD_FILE", "");
  CHECK(problems_of(schema, inputs).size() == 1);
}

// A reader without O_NONBLOCK would wait for a writer that never comes.
TEST_CASE("a pipe in the file's place does not hang the start", "[secret-source]") {
  const Folder folder;
  REQUIRE(::mkfifo(folder.file().c_str(), 0600) == 0);
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", folder.file());
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE").rule ==
        "can't be read: it is not a regular file");
}

TEST_CASE("empty secrets and secrets with NUL are problems", "[secret-source]") {
  using namespace std::string_view_literals;
  const Folder folder;
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD", "");
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD").rule == "is empty");

  inputs.unset("REDIS_PASSWORD");
  inputs.set("REDIS_PASSWORD_FILE", folder.file());
  folder.write("\n");
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE").rule == "is empty");
  folder.write("hunter\0two"sv);
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE").rule == "holds a control character");
}

TEST_CASE("a missing secret names all ways to give it", "[secret-source]") {
  TestSchema schema;
  const auto problem = problem_at(problems_of(schema, inputs_without_password()), "REDIS_PASSWORD");
  CHECK_THAT(problem.rule,
             contains("the secret redis-password (connection.password) is required in production"));
  CHECK_THAT(problem.fix, contains("REDIS_PASSWORD_FILE=") && contains("secrets.directory"));
}

TEST_CASE("a secret that nothing asks for may be missing", "[secret-source]") {
  TestSchema schema;
  const auto config = TestConfig::load(schema, Inputs::from({}));
  CHECK(config.connection().password.empty());
  CHECK(config.tls().ca.empty());
}

TEST_CASE("systemd's folder and then a command are asked last", "[secret-source]") {
  TestSchema schema;
  schema.set_strict("secrets.command", literal("printf %s 'told by {name}'"));
  Inputs inputs = inputs_without_password();
  inputs.set("CREDENTIALS_DIRECTORY", "/run/credentials/shop");
  inputs.set_file("/run/credentials/shop/redis-password", "of systemd");
  const auto from_systemd = TestConfig::load(schema, inputs);
  CHECK(from_systemd.connection().password.reveal() == "of systemd");
  CHECK(std::string(from_systemd.origin("connection.password")) ==
        "file redis-password in CREDENTIALS_DIRECTORY");

  inputs.unset("CREDENTIALS_DIRECTORY");
  const auto from_command = TestConfig::load(schema, inputs);
  CHECK(from_command.connection().password.reveal() == "told by redis-password");
  CHECK(std::string(from_command.origin("connection.password")) == "redis-password from secrets.command");
}

TEST_CASE("a folder without the secret is no answer, a command that fails is a problem", "[secret-source]") {
  const Folder folder;
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_SECRETS_DIRECTORY", folder.path());
  schema.set_strict("secrets.command", literal("printf hunter2"));
  CHECK(password_of(schema, inputs) == "hunter2");

  schema.set_strict("secrets.command", literal("false"));
  const auto problem = problem_at(problems_of(schema, inputs), "redis-password from secrets.command");
  CHECK_THAT(problem.rule, contains("ended with status 1"));
  CHECK(problem.entry == "schema/redis.yaml environments.production.connection.password");
}

TEST_CASE("a command that needs a shell is a problem of its own", "[secret-source]") {
  TestSchema schema;
  schema.set_strict("secrets.command", literal("cat /x | tail -1"));
  const auto problem =
      problem_at(problems_of(schema, redisconf::test::production_inputs()), "secrets.command");
  CHECK_THAT(problem.rule, contains("no shell runs"));
}

namespace {

// Knows nothing, or fails.
class Vault : public redisconf::SecretProvider {
 public:
  explicit Vault(bool fails) : fails_(fails) {}
  [[nodiscard]] const char* name() const noexcept override { return "the vault"; }
  [[nodiscard]] redisconf::SecretAnswer get(std::string_view) override {
    return fails_ ? redisconf::SecretAnswer::failed("is sealed", "unseal it")
                  : redisconf::SecretAnswer::absent();
  }

 private:
  bool fails_;
};

}  // namespace

TEST_CASE("the program's own providers are asked in turn, until one knows or fails", "[secret-source]") {
  TestSchema schema;
  Vault empty(false);
  Vault sealed(true);
  Inputs inputs = inputs_without_password();
  inputs.add_provider(empty);
  schema.set_strict("secrets.command", literal("printf hunter2"));
  CHECK(password_of(schema, inputs) == "hunter2");

  inputs.add_provider(sealed);
  const auto problem = problem_at(problems_of(schema, inputs), "redis-password from the vault");
  CHECK(problem.rule == "is sealed");
  CHECK(problem.fix == "unseal it");
}

namespace {

// Finds what it is told to, and says so.
class Talkative : public redisconf::SecretProvider {
 public:
  explicit Talkative(std::string warning) : warning_(std::move(warning)) {}
  [[nodiscard]] const char* name() const noexcept override { return "the vault"; }
  [[nodiscard]] redisconf::SecretAnswer get(std::string_view) override {
    auto answer = redisconf::SecretAnswer::found(redisconf::Secret("hunter2"));
    answer.warning = warning_;
    return answer;
  }

 private:
  std::string warning_;
};

}  // namespace

TEST_CASE("what a provider warns of is a warning of the configuration", "[secret-source]") {
  TestSchema schema;
  Talkative vault("expires in two days");
  Inputs inputs = inputs_without_password();
  inputs.add_provider(vault);
  const TestConfig config = TestConfig::load(schema, inputs);
  CHECK(config.connection().password.reveal() == "hunter2");
  REQUIRE(redisconf::warnings(config).size() == 1);
  const redisconf::Problem& warning = redisconf::warnings(config).front();
  CHECK(warning.where == "redis-password from the vault");
  CHECK(warning.rule == "expires in two days");
  CHECK(warning.entry == "schema/redis.yaml environments.production.connection.password");
  CHECK_THAT(redisconf::debug_info(config), contains("expires in two days"));
}

TEST_CASE("a warning that quotes the secret is not repeated", "[secret-source]") {
  TestSchema schema;
  Talkative vault("hunter2 is weak");
  Inputs inputs = inputs_without_password();
  inputs.add_provider(vault);
  const TestConfig config = TestConfig::load(schema, inputs);
  REQUIRE(redisconf::warnings(config).size() == 1);
  CHECK_THAT(redisconf::warnings(config).front().rule, contains("shows the secret"));
  CHECK(redisconf::debug_info(config).find("hunter2") == std::string::npos);
}

TEST_CASE("a file of secrets.directory that everybody may write is a warning", "[secret-source]") {
  const Folder folder;
  folder.write("hunter2");
  REQUIRE(::chmod(folder.file().c_str(), 0666) == 0);
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_SECRETS_DIRECTORY", folder.path());
  const TestConfig config = TestConfig::load(schema, inputs);
  REQUIRE(redisconf::warnings(config).size() == 1);
  CHECK(redisconf::warnings(config).front().where == "file redis-password in secrets.directory");
  CHECK_THAT(redisconf::warnings(config).front().rule, contains("written by every user"));

  REQUIRE(::chmod(folder.file().c_str(), 0600) == 0);
  CHECK(redisconf::warnings(TestConfig::load(schema, inputs)).empty());
}

TEST_CASE("a file that was given has the limit of a real one", "[secret-source]") {
  TestSchema schema;
  Inputs inputs = inputs_without_password();
  inputs.set("REDIS_PASSWORD_FILE", "/given/password");
  inputs.set_file("/given/password", std::string(redisconf::Secret::kMaxBytes + 3, 'x').c_str());
  CHECK(problem_at(problems_of(schema, inputs), "REDIS_PASSWORD_FILE").rule ==
        "can't be read: it is longer than 64 KiB");
}
