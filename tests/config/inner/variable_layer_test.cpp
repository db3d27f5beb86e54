// Which names of an environment a layer looks at.
#include "variable_layer.h"

#include "support/catch.h"

#include <array>
#include <string>

using redisconf::VariableLayer;

namespace {

constexpr std::array<const char*, 1> kDetection{"ENVIRONMENT"};
constexpr std::array<redisconf::generated::Custom, 1> kCustoms{
    {{"custom.greeting", redisconf::generated::CustomType::text, 0, 0, "", "SHOP_GREETING"}}};

redisconf::generated::Schema schema() {
  redisconf::generated::Schema tables{};
  tables.variable_prefix = "SHOP_";
  tables.detection_variables = kDetection;
  tables.customs = kCustoms;
  return tables;
}

// Every text of that many letters of the word, and of one that is not in it.
template <class Check>
void each_text(std::size_t size, const Check& check) {
  constexpr std::string_view kLetters = "REDISX";
  std::string text(size, kLetters.front());
  std::size_t count = 1;
  for (std::size_t at = 0; at < size; ++at) count *= kLetters.size();
  for (std::size_t number = 0; number < count; ++number) {
    std::size_t rest = number;
    for (char& c : text) {
      c = kLetters[rest % kLetters.size()];
      rest /= kLetters.size();
    }
    check(text);
  }
}

}  // namespace

TEST_CASE("a name that holds REDIS concerns the layer, wherever the word stands", "[variable-layer]") {
  const auto tables = schema();
  const VariableLayer layer(tables, {});
  for (std::size_t before = 0; before < 12; ++before) {
    for (std::size_t after = 0; after < 6; ++after) {
      CHECK(layer.concerns(std::string(before, '_') + "REDIS" + std::string(after, '_')));
      CHECK(layer.concerns(std::string(before, 'S') + "REDIS" + std::string(after, 'R')));
      CHECK_FALSE(layer.concerns(std::string(before, '_') + "REDI" + std::string(after, '_')));
    }
  }
}

TEST_CASE("a name of the same letters does not", "[variable-layer]") {
  const auto tables = schema();
  const VariableLayer layer(tables, {});
  for (std::size_t size = 0; size < 7; ++size) {
    std::size_t wrong = 0;
    each_text(size, [&](const std::string& text) {
      const bool holds = text.find("REDIS") != std::string::npos;
      if (layer.concerns(text) != holds) ++wrong;
    });
    CHECK(wrong == 0);
  }
}

TEST_CASE("what the schema declares concerns the layer, and nothing else", "[variable-layer]") {
  const auto tables = schema();
  const VariableLayer layer(tables, {});
  CHECK(layer.concerns("ENVIRONMENT"));
  CHECK(layer.concerns("SHOP_GREETING"));
  for (const char* const name : {"", "E", "ENVIRONMENTS", "environment", "SHOP_", "SHOP_GREETINGS",
                                 "GREETING", "PATH", "%NVIRONMENT"}) {
    CHECK_FALSE(layer.concerns(name));
  }
}

TEST_CASE("the latest of variables with one name is the one that is found", "[variable-layer]") {
  const auto tables = schema();
  VariableLayer layer(tables, {});
  layer.keep_others();
  for (const char* const name : {"REDIS_HOST", "SHOP_GREETING", "REDIS_HSOT", "REDIS_VERSION", "OTHER"}) {
    layer.add(name, "first");
    layer.add(name, "second");
    CHECK(layer.find(name).value == "second");
  }
  CHECK_FALSE(layer.find("MISSING").is_set());
}
