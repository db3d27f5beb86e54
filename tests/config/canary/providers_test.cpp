// Secrets in what a program's own provider answers, says and throws.
#include "config/canary/support.h"

#include <stdexcept>

using namespace redisconf::test;
using redisconf::Inputs;
using redisconf::Secret;
using redisconf::SecretAnswer;
using redisconf::SecretProvider;

namespace {

// Knows the password, and does with the other secret what the test says.
class Vault : public SecretProvider {
 public:
  explicit Vault(std::string password, std::function<SecretAnswer()> other)
      : password_(std::move(password)), other_(std::move(other)) {}

  [[nodiscard]] const char* name() const noexcept override { return "vault"; }

  [[nodiscard]] SecretAnswer get(std::string_view secret_name) override {
    if (secret_name != "redis-password") return other_();
    SecretAnswer answer = SecretAnswer::found(Secret(password_));
    answer.warning = "the lease of " + password_ + " ends soon";
    return answer;
  }

 private:
  std::string password_;
  std::function<SecretAnswer()> other_;
};

std::string output_with(const std::string& password, const std::function<SecretAnswer()>& other) {
  TestSchema schema;
  schema.set_strict("tls.ca", redisconf::generated::secret("private-ca"));
  Vault vault(password, other);
  Inputs inputs = inputs_without_password();
  inputs.add_provider(vault);
  return all_output(schema, inputs);
}

}  // namespace

TEST_CASE("a provider's answer and its warning never come out", "[canary]") {
  each_secret([](const std::string& secret) {
    const std::string output =
        output_with(secret, [] { return SecretAnswer::found(Secret("an authority")); });
    CHECK(output.find("redis-password from vault") != std::string::npos);
    require_silence(output);
  });
}

TEST_CASE("a provider's error shows no known secret, however it writes it", "[canary]") {
  each_secret([](const std::string& secret) {
    for (const std::string& spelling : spellings(secret)) {
      const std::string output = output_with(secret, [&] {
        return SecretAnswer::failed("is refused: " + spelling + " may not read it", "revoke " + spelling);
      });
      CHECK(output.find("private-ca from vault") != std::string::npos);
      require_silence(output);
    }
  });
}

TEST_CASE("what a provider throws becomes a problem, without a known secret", "[canary]") {
  each_secret([](const std::string& secret) {
    for (const std::string& spelling : spellings(secret)) {
      const std::string output = output_with(
          secret, [&]() -> SecretAnswer { throw std::runtime_error("HTTP 403, token " + spelling); });
      CHECK(output.find("private-ca from vault") != std::string::npos);
      require_silence(output);
    }
  });
}

TEST_CASE("out of memory stays what it is", "[canary]") {
  CHECK_THROWS_AS(output_with("a password", []() -> SecretAnswer { throw std::bad_alloc(); }),
                  std::bad_alloc);
}
