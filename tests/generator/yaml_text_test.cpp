#include "schema/yaml_text.h"

#include "diagnostics/diagnostics.h"
#include "support/catch.h"
#include "yaml/reader.h"

using namespace redisconf::compiler;

TEST_CASE("texts read back from YAML as they were") {
  const auto text =
      GENERATE(as<std::string>{}, "plain", "", "auth:", "true", "No", "null", "~", "12", "1e3", "- a",
               "a # b", "{x}", "a\"b\\c", "line\nline", "tab\there", " edge ", "\xC3\xA4", "*a", "a: b");
  const SourceFile file("a.yaml", "a.yaml", "k: " + yaml_text(text) + "\n");
  Diagnostics diagnostics;
  const auto root = read_yaml(file, diagnostics);
  INFO(file.text());
  REQUIRE(diagnostics.empty());
  REQUIRE(root);
  REQUIRE(root->members.front().value.is_scalar());
  CHECK(root->members.front().value.text == text);
}

TEST_CASE("references are written as the schema writes them") {
  using redisconf::SettingType;
  using redisconf::generated::Source;
  CHECK(yaml_value({Source::secret, "redis-password", {}, 0}, SettingType::secret) ==
        "{secret: redis-password}");
  CHECK(yaml_value({Source::variable, "REDIS_HOST", {}, 0}, SettingType::host) == "{env: REDIS_HOST}");
  CHECK(yaml_value({Source::variable, "REDIS_PORT", "6379", 0}, SettingType::integer) ==
        "{env: REDIS_PORT, default: 6379}");
}
