// Secrets that a secret manager's tool prints, where it ought to and where it ought not.
#include "config/canary/support.h"

#include <redisconf/testing/temporary_directory.h>

#include <filesystem>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::testing::TemporaryDirectory;

namespace {

// A tool that prints one file, complains with another, and ends with a status.
class Tool {
 public:
  Tool() {
    script_ = folder_.write("tool", "#!/bin/sh\ncat \"$0.out\"\ncat \"$0.err\" >&2\nexit \"$1\"\n");
    std::filesystem::permissions(script_, std::filesystem::perms::owner_all);
  }

  [[nodiscard]] std::string command(const char* status) const { return script_.string() + " " + status; }

  void prints(const std::string& output, const std::string& errors) const {
    folder_.write("tool.out", output);
    folder_.write("tool.err", errors);
  }

 private:
  TemporaryDirectory folder_;
  std::filesystem::path script_;
};

// The command is locked in strict environments, unless the schema itself says it.
TestSchema schema_with(const std::string& command) {
  TestSchema schema;
  schema.set_strict("secrets.command", redisconf::generated::literal(command.c_str()));
  return schema;
}

}  // namespace

TEST_CASE("what a tool prints as the secret never comes out", "[canary]") {
  const Tool tool;
  each_secret([&](const std::string& secret) {
    for (const char* const status : {"0", "3"}) {
      for (const std::string& output : {secret, secret + "\x01", secret + "\xFF", secret + "\n\n"}) {
        const std::string command = tool.command(status);
        TestSchema schema = schema_with(command);
        tool.prints(output, "the vault is sealed: " + output);
        require_silence(all_output(schema, inputs_without_password()));
      }
    }
  });
}

TEST_CASE("what a tool complains with shows no known secret, however it writes it", "[canary]") {
  const Tool tool;
  const std::string command = tool.command("3");
  TestSchema schema = schema_with(command);
  schema.set_strict("tls.ca", redisconf::generated::secret("private-ca"));
  each_secret([&](const std::string& secret) {
    for (const std::string& spelling : spellings(secret)) {
      tool.prints("", "login as " + spelling + " failed");
      Inputs inputs = production_inputs();
      inputs.set("REDIS_PASSWORD", secret);
      const std::string errors = all_errors(schema, inputs);
      CHECK(errors.find("private-ca from secrets.command") != std::string::npos);
      require_silence(errors);
    }
  });
}

TEST_CASE("a tool's complaint shows no secret of a weaker place, nor of a URL", "[canary]") {
  const Tool tool;
  const std::string command = tool.command("3");
  TestSchema schema = schema_with(command);
  schema.set_strict("tls.ca", redisconf::generated::secret("private-ca"));
  each_secret([&](const std::string& secret) {
    tool.prints("", "login as " + secret + " failed");
    Inputs beaten = production_inputs();
    beaten.set("SHOP_REDIS_PASSWORD", "this one wins");
    beaten.set("REDIS_PASSWORD", secret);
    require_silence(all_errors(schema, beaten));
    Inputs url = inputs_without_password();
    url.set("REDIS_URL", "rediss://:" + percent_encoded(secret) + "@redis.example");
    const std::string errors = all_errors(schema, url);
    CHECK(errors.find("private-ca from secrets.command") != std::string::npos);
    require_silence(errors);
  });
}

TEST_CASE("a secret in the place of the command never comes out", "[canary]") {
  each_secret([](const std::string& secret) {
    for (const std::string& command :
         {"'" + secret, "vault " + secret + " |", "vault --token " + secret + " > x", "vault $" + secret}) {
      TestSchema schema = schema_with(command);
      require_silence(all_errors(schema, inputs_without_password()));
    }
  });
}
