// The way of hostile strings through schema, generated C++ and compilers to what a program prints:
// byte by byte the same, or refused with file, line and column.
// Usage: hostile_strings TOOL INCLUDE_FOLDER LIBRARY STRINGS COMPILER...
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "generator/support.h"
#include "generator/tool.h"
#include "strings.h"

namespace {

using namespace redisconf::compiler::test;
using redisconf::hostile::Strings;

constexpr std::uint64_t kSeed = 20;
constexpr std::size_t kInService = 500;
constexpr std::size_t kServicesInUnit = 10;
constexpr std::size_t kRefusedInService = 90;  // of one file the tool tells a hundred faults
constexpr std::size_t kRefused = 1800;

struct Setup {
  std::string tool;
  std::string include;
  std::string library;
  std::size_t strings = 0;
  std::vector<std::string> compilers;
};

std::string service_name(std::size_t number) { return "svc" + std::to_string(number); }

void require(const Run& run, const std::string& what) {
  if (run.status != 0)
    throw std::runtime_error(what + " failed:\n" + run.output.substr(0, 4000) + run.errors.substr(0, 4000));
}

std::string service_text(std::size_t number, const std::vector<std::string>& values) {
  std::string text = "redisconf: 1\nservice: " + service_name(number) + "\ncustom:\n";
  for (std::size_t index = 0; index < values.size(); ++index) {
    text += "  s" + std::to_string(index) + ": {type: string, default: " + values[index] + "}\n";
  }
  return text;
}

void write_shared(const TemporaryFolder& folder) {
  folder.write("schema/redis.yaml",
               "redisconf: 1\nenvironments:\n  development:\n    default: true\n"
               "    connection: {host: localhost}\n");
}

// Writes schemas of good strings; returns what the program must print: each string and a zero byte.
std::string write_good(const TemporaryFolder& folder, std::size_t strings) {
  Strings source(kSeed);
  std::string expected;
  for (std::size_t number = 0; number * kInService < strings; ++number) {
    std::vector<std::string> values;
    for (std::size_t count = 0; count < std::min(kInService, strings - number * kInService); ++count) {
      const std::string text = source.good();
      values.push_back(source.quoted(text));
      expected += text + '\0';
    }
    folder.write("schema/services/" + service_name(number) + ".yaml", service_text(number, values));
  }
  return expected;
}

// One translation unit prints several services.
std::size_t write_program(const TemporaryFolder& folder, std::size_t strings) {
  const std::size_t services = (strings + kInService - 1) / kInService;
  const std::size_t units = (services + kServicesInUnit - 1) / kServicesInUnit;
  std::string main =
      "#include <cstdio>\n#include <cstring>\n"
      "void put(const char* text) { std::fwrite(text, 1, std::strlen(text) + 1, stdout); }\n";
  std::string calls;
  for (std::size_t unit = 0; unit < units; ++unit) {
    const std::string name = "unit" + std::to_string(unit);
    std::string text = "void put(const char* text);\n";
    std::string body = "void " + name + "() {\n";
    for (std::size_t number = unit * kServicesInUnit;
         number < std::min(services, (unit + 1) * kServicesInUnit); ++number) {
      text += "#include \"services/" + service_name(number) + "/generated/redis_config.cpp\"\n";
      body += "  const auto c" + std::to_string(number) + " = " + service_name(number) +
              "::RedisConfig::load();\n";
      for (std::size_t index = 0; index < std::min(kInService, strings - number * kInService); ++index) {
        body += "  put(c" + std::to_string(number) + ".s" + std::to_string(index) + "());\n";
      }
    }
    folder.write(name + ".cpp", text + body + "}\n");
    main += "void " + name + "();\n";
    calls += "  " + name + "();\n";
  }
  folder.write("main.cpp", main + "int main() {\n" + calls + "}\n");
  return units;
}

// Throws where a byte differs.
void compile_and_compare(const Setup& setup, const TemporaryFolder& folder, std::size_t units,
                         const std::string& compiler, const std::string& trigraphs,
                         const std::string& expected) {
  std::vector<std::string> link{compiler, "-o", "program", "main.o"};
  std::vector<std::string> sources{"main"};
  for (std::size_t unit = 0; unit < units; ++unit) sources.push_back("unit" + std::to_string(unit));
  for (const std::string& source : sources) {
    require(run({{compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", trigraphs, "-I.",
                  "-I" + setup.include, "-c", "-o", source + ".o", source + ".cpp"},
                 folder.path(),
                 {},
                 {}}),
            compiler + ' ' + trigraphs + ' ' + source);
    if (source != "main") link.push_back(source + ".o");
  }
  link.push_back(setup.library);
  require(run({link, folder.path(), {}, {}}), compiler + " linking");
  const Run printed = run({{folder.path("program")}, folder.path(), {"ENVIRONMENT=development"}, {}});
  require(printed, "the program");
  if (printed.output != expected)
    throw std::runtime_error(compiler + ": what is printed differs from the schema");
  std::printf("%s %s: %zu strings printed, %zu bytes, all the same\n", compiler.c_str(), trigraphs.c_str(),
              setup.strings, expected.size());
  std::fflush(stdout);
}

void check_good(const Setup& setup) {
  const TemporaryFolder folder;
  write_shared(folder);
  const std::string expected = write_good(folder, setup.strings);
  require(run({{setup.tool, "generate", "--quiet"}, folder.path(), {}, {}}), "generate");
  const std::size_t units = write_program(folder, setup.strings);
  for (const std::string& compiler : setup.compilers) {
    for (const char* const trigraphs : {"-Wno-trigraphs", "-trigraphs"}) {
      compile_and_compare(setup, folder, units, compiler, trigraphs, expected);
    }
  }
}

// Each bad string stands in a line of its own, of which the report must speak.
void check_bad(const Setup& setup) {
  const TemporaryFolder folder;
  write_shared(folder);
  Strings source(kSeed + 1);
  for (std::size_t number = 0; number * kRefusedInService < kRefused; ++number) {
    std::vector<std::string> values;
    for (std::size_t count = 0; count < kRefusedInService; ++count)
      values.push_back(source.quoted(source.bad()));
    folder.write("schema/services/" + service_name(number) + ".yaml", service_text(number, values));
  }
  const Run checked = run({{setup.tool, "check", "--format", "json"}, folder.path(), {}, {}});
  if (checked.status != 65)
    throw std::runtime_error("bad strings gave status " + std::to_string(checked.status));
  std::size_t refused = 0;
  const nlohmann::json report = nlohmann::json::parse(checked.output);
  for (const auto& diagnostic : report["diagnostics"]) {
    const auto line = diagnostic["line"].get<std::size_t>();
    if (line != refused % kRefusedInService + 4)
      throw std::runtime_error("a bad string is not refused: " + diagnostic.dump());
    if (diagnostic["column"].get<std::size_t>() < 10)
      throw std::runtime_error("a column is wrong: " + diagnostic.dump());
    ++refused;
  }
  if (refused != kRefused) throw std::runtime_error(std::to_string(refused) + " bad strings are refused");
  std::printf(
      "%zu strings with control or bidirectional characters: each refused with file, line and column\n",
      refused);
}

}  // namespace

int main(int count, char** words) {
  if (count < 6) {
    std::fputs("usage: hostile_strings TOOL INCLUDE_FOLDER LIBRARY STRINGS COMPILER...\n", stderr);
    return 64;
  }
  try {
    const Setup setup{words[1],
                      words[2],
                      words[3],
                      static_cast<std::size_t>(std::atoi(words[4])),
                      {words + 5, words + count}};
    check_bad(setup);
    check_good(setup);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hostile_strings: %s\n", error.what());
    return 1;
  }
}
