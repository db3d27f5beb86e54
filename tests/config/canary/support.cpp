#include "config/canary/support.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/describe.h>

namespace redisconf::test {
namespace {

std::string hexadecimal(std::string_view bytes, std::string_view before_each = "") {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.append(before_each).append(1, kDigits[value >> 4U]).append(1, kDigits[value & 15U]);
  }
  return text;
}

std::string base64(std::string_view bytes, std::string_view last_two) {
  const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string text;
  unsigned kept = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    kept = kept << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6) text += digits[kept >> (bits - 6) & 63U];
  }
  return bits == 0 ? text : text + digits[kept << (6 - bits) & 63U];
}

std::string text_of(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += problem.where + '\n' + problem.rule + '\n' + problem.entry + '\n' + problem.fix + '\n';
  }
  return text;
}

}  // namespace

const testing::Canary& canary() {
  static const testing::Canary secrets(50, 20'240'607);
  return secrets;
}

void each_secret(const std::function<void(const std::string& secret)>& check) {
  for (std::size_t number = 1; number <= canary().size(); ++number) {
    CAPTURE(number);
    check(canary().secret(number));
  }
}

std::string all_errors(TestSchema& schema, const Inputs& inputs) {
  try {
    (void)TestConfig::load(schema, inputs);
  } catch (const ConfigurationError& error) {
    return error.what() + std::string("\n") + error.summary() + '\n' + text_of(error.problems());
  }
  return {};
}

std::string all_output(TestSchema& schema, const Inputs& inputs) {
  if (std::string errors = all_errors(schema, inputs); !errors.empty()) return errors;
  const auto config = TestConfig::load(schema, inputs);
  std::string text = describe(config) + debug_info(config) + summary(config) + '\n' + endpoint(config) +
                     '\n' + text_of(warnings(config));
  for (const SettingInfo& setting : catalogue()) {
    text += config.origin(std::string(setting.path).c_str()) + std::string("\n");
  }
  return text;
}

void require_silence(const std::string& text) { CHECK(canary().report(text).empty()); }

Inputs inputs_without_password() {
  return Inputs::from({{"ENVIRONMENT", "production"}, {"REDIS_HOST", "redis.example"}});
}

std::vector<std::string> disguises(const std::string& secret) {
  return {secret,
          secret + "\n",
          "\x1b[31m" + secret,
          secret + "\xFF",
          "redis://:" + secret + "@h:6379/0",
          "250" + secret,
          "0" + secret,
          secret + std::string(5000, 'x')};
}

std::string percent_encoded(std::string_view bytes) { return hexadecimal(bytes, "%"); }

std::string json_quoted(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : bytes) {
    if (c == '"' || c == '\\' || c == '/') text += '\\';
    text += c;
  }
  return text + '"';
}

std::vector<std::string> spellings(const std::string& secret) {
  return {secret,
          secret.substr(2, 8),
          secret.substr(0, secret.size() - 3) + "...",
          percent_encoded(secret),
          "%" + percent_encoded(secret.substr(1, 9)),
          json_quoted(secret),
          hexadecimal(secret, "\\x"),
          hexadecimal(secret, "\\u00"),
          base64(secret, "+/"),
          base64("user:" + secret, "-_"),
          "a" + base64("ab" + secret, "+/"),
          hexadecimal(secret),
          "0x0" + hexadecimal(secret.substr(4))};
}

}  // namespace redisconf::test
