// Secrets in .env files, good and malformed.
#include "config/canary/support.h"

#include <redisconf/testing/files.h>

#include <array>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::testing::EnvFiles;

namespace {

constexpr std::array kLines{"REDIS_PASSWORD='{}'",
                            "REDIS_PASSWORD=\"{}\"",
                            "REDIS_PASSWORD={}",
                            "export REDIS_PASSWORD='{}'",
                            "REDIS_PASSWORD= {}",
                            "REDIS_PASSWORD = '{}'",
                            "REDIS_PASSWORD: {}",
                            "REDIS_PASSWORD {}",
                            "{}",
                            "export {}",
                            "{}=x",
                            "={}",
                            "REDIS_PASSWORD='{}",
                            "REDIS_PASSWORD=\"{}",
                            "REDIS_PASSWORD='{}'x",
                            "REDIS_PASSWORD='{}'#x",
                            "REDIS_PASSWORD=\"{}\\q\"",
                            "REDIS_PASSWORD='{}\x01'",
                            "REDIS_PASSWORD='{}\xFF'",
                            "REDIS_PASSWORD='{}\n'",
                            "#{}",
                            "REDIS_PORT={}",
                            "REDIS_PORT='{}'",
                            "REDIS_URL={}",
                            "REDIS_URL='redis://:{}@h'",
                            "REDIS_URL=redis://:{}@h:x",
                            "REDIS_PASSWORD_FILE='{}'",
                            "REDIS_TLS_KEY='{}'",
                            "REDIS_PASWORD='{}'",
                            "ENVIRONMENT='{}'",
                            "1REDIS_PASSWORD='{}'",
                            "REDIS-PASSWORD='{}'",
                            "REDIS_PASSWORD='{}'\nREDIS_PASSWORD='{}'",
                            "\xEF\xBB\xBFREDIS_PASSWORD='{}'\r",
                            "\xFF\xFE{}"};

std::string written(std::string line, const std::string& secret) {
  for (auto at = line.find("{}"); at != std::string::npos; at = line.find("{}", at + secret.size())) {
    line.replace(at, 2, secret);
  }
  return line + "\n";
}

}  // namespace

TEST_CASE("no line of a .env file comes out", "[canary]") {
  TestSchema schema;
  EnvFiles files;
  for (const char* const line : kLines) {
    CAPTURE(line);
    each_secret([&](const std::string& secret) {
      files.write("production", written(line, secret));
      Inputs inputs = production_inputs();
      files.use(inputs);
      require_silence(all_output(schema, inputs));
      inputs.unset("REDIS_PASSWORD");
      require_silence(all_output(schema, inputs));
    });
  }
}

TEST_CASE("both files together are silent", "[canary]") {
  TestSchema schema;
  EnvFiles files;
  each_secret([&](const std::string& secret) {
    files.write("", written("REDIS_PASSWORD={}", secret));
    files.write("production", written("REDIS_URL='redis://:{}@h'\nREDIS_PORT=x", secret));
    Inputs inputs = production_inputs();
    files.use(inputs);
    require_silence(all_output(schema, inputs));
  });
}
