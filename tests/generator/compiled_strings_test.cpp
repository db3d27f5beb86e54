// Any text of a schema survives the way through generated C++: compiled, run, compared.
#include <filesystem>
#include <random>

#include "render/cpp_text.h"
#include "support.h"
#include "support/catch.h"
#include "tool.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

namespace {

namespace fs = std::filesystem;

bool is_there(const std::string& compiler) { return run({{compiler, "--version"}, ".", {}, {}}).status == 0; }

std::vector<std::string> compilers() {
  std::vector<std::string> found{CXX_COMPILER};
  for (const char* const name : {"g++", "clang++"}) {
    if (is_there(name)) found.emplace_back(name);
  }
  return found;
}

std::vector<std::string> hostile_strings() {
  std::vector<std::string> strings{"",
                                   "\"",
                                   "\\",
                                   "\\\\n",
                                   "?\?/",
                                   "?\?=?\?(?\?",
                                   "\n",
                                   "a\tb",
                                   ")d\"",
                                   "*/ // /*",
                                   "%s%n",
                                   "\xC3\xA9"
                                   "9",
                                   "\xF0\x9F\x98\x80"
                                   "f",
                                   "R\"x(y)x\"",
                                   "#include",
                                   "ends with \\",
                                   "'",
                                   "\x7F",
                                   "{{NAME}}",
                                   "u8\"x\""};
  std::mt19937 random(7);
  constexpr std::string_view kAlphabet = "\"\\?/=()'<>!-&%{}#\n\t 019afn\xC3\xA9";
  for (int count = 0; count < 500; ++count) {
    std::string text;
    for (auto length = random() % 20; length > 0; --length) text += kAlphabet[random() % kAlphabet.size()];
    strings.push_back(text);
  }
  return strings;
}

}  // namespace

TEST_CASE("hostile strings round-trip through compiled literals") {
  const TemporaryFolder folder;
  std::string source = "#include <cstdio>\nint main() {\n";
  std::string expected;
  for (const std::string& text : hostile_strings()) {
    source += "  std::puts(" + redisconf::compiler::quoted(text) + ");\n";
    expected += text + '\n';
  }
  folder.write("strings.cpp", source + "}\n");
  for (const std::string& compiler : compilers()) {
    for (const char* const trigraphs : {"-trigraphs", "-Wno-trigraphs"}) {
      INFO(compiler);
      const Run compiled = run(
          {{compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", trigraphs, "-o", "strings", "strings.cpp"},
           folder.path(),
           {},
           {}});
      INFO(compiled.errors);
      REQUIRE(compiled.status == 0);
      CHECK(run({{folder.path("strings")}, ".", {}, {}}).output == expected);
    }
  }
}

TEST_CASE("comments swallow no code, whatever the schema's texts are") {
  const TemporaryFolder folder;
  std::string source;
  std::string sum = "0";
  int number = 0;
  for (const std::string& text : hostile_strings()) {
    const std::string name = "value_" + std::to_string(++number);
    source += comment(text, "/// ", 20) + "\nconstexpr int " + name + " = 1;\n";
    sum += " + " + name;
  }
  source += "static_assert(" + sum + " == " + std::to_string(number) + ");\nint main() {}\n";
  folder.write("comments.cpp", source);
  for (const std::string& compiler : compilers()) {
    const Run compiled = run({{compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-trigraphs",
                               "-fsyntax-only", "comments.cpp"},
                              folder.path(),
                              {},
                              {}});
    INFO(compiler << '\n' << compiled.errors);
    CHECK(compiled.status == 0);
  }
}

TEST_CASE("generated files compile without a warning") {
  const auto name = GENERATE(as<std::string>{}, "everything", "nothing", "auth", "backend");
  const std::string source = std::string(TEST_SOURCE_DIR) + "/golden/" + name + "/redis_config.cpp";
  for (const std::string& compiler : compilers()) {
    const Run compiled =
        run({{compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wpedantic", "-Werror",
              "-fsyntax-only", std::string("-I") + CONFIG_INCLUDE_DIR, source},
             ".",
             {},
             {}});
    INFO(compiler << '\n' << compiled.errors);
    CHECK(compiled.status == 0);
  }
}

#ifdef CLANG_FORMAT
TEST_CASE("generated files are as clang-format would have them") {
  const auto name = GENERATE(as<std::string>{}, "everything", "nothing", "auth", "backend");
  const auto file = GENERATE(as<std::string>{}, "redis_config.h", "redis_config.cpp");
  const std::string path = std::string(TEST_SOURCE_DIR) + "/golden/" + name + '/' + file;
  const Run result =
      run({{CLANG_FORMAT, std::string("--style=file:") + CLANG_FORMAT_FILE, "--dry-run", "-Werror", path},
           ".",
           {},
           {}});
  INFO(result.errors);
  CHECK(result.status == 0);
}
#endif
