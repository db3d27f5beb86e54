// 50 random secrets in schemas, where somebody wrote them as they are, and on the command line of
// `redisconf url`: nothing that the tool prints or writes shows one.
#include "config/canary/support.h"
#include "support.h"
#include "support/catch.h"
#include "tool.h"

#include <array>
#include <filesystem>

using namespace redisconf::compiler::test;
using redisconf::test::each_secret;
using redisconf::test::json_quoted;
using redisconf::test::percent_encoded;
using redisconf::test::require_silence;

namespace {

// {} is the secret, in the quotes of JSON, which are those of YAML too.
constexpr std::array kLiterals{"connection: {password: {}}",        "connection: {password: {secret: {}}}",
                               "connection: {password: {env: {}}}", "connection: {passwrd: {}}",
                               "connection: {auth_token: {}}",      "tls: {key: {}}",
                               "tls: {ca: {}, key: {secret: {}}}"};

std::string written(std::string text, const std::string& value) {
  for (auto at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + value.size())) {
    text.replace(at, 2, value);
  }
  return text;
}

void require_silent_tool(const std::string& folder, const std::vector<std::string>& arguments) {
  const Run result = run_tool(folder, arguments);
  CHECK(result.status != 0);
  require_silence(result.output + '\n' + result.errors);
}

// "ab c;d" as a shell would hand it on: ["ab", "c", "d"].
std::vector<std::string> split_by_shell(const std::string& text) {
  std::vector<std::string> words{""};
  for (const char c : text) {
    if (std::string_view(" ;&|<>()").find(c) != std::string_view::npos) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

}  // namespace

TEST_CASE("a secret that somebody wrote into a schema is refused, and not quoted", "[canary]") {
  std::size_t round = 0;
  each_secret([&](const std::string& secret) {
    const char* const literal = kLiterals[round++ % kLiterals.size()];
    CAPTURE(literal);
    const SchemaFolder project("redisconf: 1\nenvironments:\n  development:\n    default: true\n    " +
                               written(literal, json_quoted(secret)) + '\n');
    const std::string& folder = project.folder().path();
    for (const char* const format : {"text", "json", "sarif"}) {
      require_silent_tool(folder, {"check", "--format", format});
    }
    require_silent_tool(folder, {"generate"});
    require_silent_tool(folder, {"show", "demo", "development"});
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      if (file.is_regular_file() && file.path().filename() != "redis.yaml") {
        require_silence(read_file(file.path()));
      }
    }
  });
}

TEST_CASE("url shows a password nowhere, neither of good URLs nor of bad ones", "[canary]") {
  each_secret([](const std::string& secret) {
    for (const std::string& url :
         {"redis://:" + percent_encoded(secret) + "@h:6379/1", "redis://:" + secret + "@h", secret,
          "redis://h/" + secret, "redis://:" + secret + "@h:x", "redis://h?password=" + secret}) {
      for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--json"}}) {
        std::vector<std::string> words{"url"};
        words.insert(words.end(), options.begin(), options.end());
        if (!url.starts_with('-')) {
          words.push_back(url);
          const Run result = run_tool(".", words);
          require_silence(result.output + '\n' + result.errors);
        }
      }
    }
  });
}

TEST_CASE("what a shell made of an unquoted URL is not repeated", "[canary]") {
  each_secret([](const std::string& secret) {
    const Run result = run_tool(".", split_by_shell("url redis://:" + secret + "@h"));
    require_silence(result.output + '\n' + result.errors);
    for (const std::string before : {"-", "--", "--json=", "--reveal=", "--js=", "-h=", "--x="}) {
      require_silent_tool(".", {"url", "redis://:x", before + secret});
    }
  });
}

TEST_CASE("a secret in the place of the command is not repeated", "[canary]") {
  each_secret([](const std::string& secret) {
    for (const std::string& word : {secret, "redis://:" + secret + "@h", "--" + secret, "-" + secret}) {
      require_silent_tool(".", {word});
    }
  });
}
