#include "client/support/sandbox.h"

#include "support/catch.h"

#include <redisconf/testing/temporary_directory.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>

namespace redisconf::test {
namespace {

constexpr const char* kInside = "REDISCONF_TEST_SANDBOX";

struct Result {
  int status = 0;
  std::string output;
};

Result run_shell(const std::string& command) {
  FILE* const pipe = popen(("exec 2>&1; " + command).c_str(), "re");
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  Result result;
  std::array<char, 4096> buffer{};
  for (std::size_t size = 0; (size = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.output.append(buffer.data(), size);
  result.status = pclose(pipe);
  return result;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string test_name() { return Catch::getResultCapture().getCurrentTestName(); }

// As Catch2 takes it on its command line: commas and brackets mean something there.
std::string test_filter() {
  std::string filter;
  for (const char c : test_name()) {
    if (c == ',' || c == '[') filter += '\\';
    filter += c;
  }
  return filter;
}

std::string missing_tool(std::string_view tools) {
  for (const char* const tool : {"ip", "nft", "mount", "socat", "tc"}) {
    if (tools.find(tool) == std::string_view::npos) continue;
    if (run_shell(std::string("PATH=$PATH:/usr/sbin:/sbin command -v ") + tool).status != 0) return tool;
  }
  return {};
}

// Whether this test case passes there.
void run_again(const std::string& before) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  const Result inner = run_shell(std::string(kInside) + "=1 PATH=$PATH:/usr/sbin:/sbin " + before + " " +
                                 quoted(self) + " " + quoted(test_filter()));
  INFO(inner.output);
  const bool passed = inner.status == 0 && inner.output.find("All tests passed") != std::string::npos;
  CHECK(passed);
}

}  // namespace

bool in_sandbox(std::string_view tools) {
  if (std::getenv(kInside) != nullptr) {
    run("ip link set lo up");
    return true;
  }
  const std::string missing = missing_tool(tools);
  const Result trial = run_shell("unshare -Urnm true");
  if (!missing.empty()) {
    not_possible_here(missing + " is not installed");
  } else if (trial.status != 0) {
    not_possible_here("no user namespaces: " + trial.output);
  } else {
    run_again("unshare -Urnm");
  }
  return false;
}

bool in_process_with(const std::string& variables) {
  if (std::getenv(kInside) != nullptr) return true;
  run_again(variables);
  return false;
}

void not_possible_here(const std::string& why) {
  const std::string name = test_name();
  std::cout << name.substr(0, name.find(':')) << ": not possible here: " << why << '\n';
  SUCCEED();
}

void run(const std::string& command) {
  const Result result = run_shell(command);
  if (result.status != 0) throw std::runtime_error(command + ": " + result.output);
}

void mount_file(const std::string& path, const std::string& text) {
  static const testing::TemporaryDirectory directory("redisconf-sandbox");
  static std::map<std::string, std::string> mounted;
  const bool fresh = mounted.find(path) == mounted.end();
  std::string& source = mounted[path];
  if (fresh) source = (directory.path() / std::to_string(mounted.size())).string();
  std::ofstream(source, std::ios::trunc) << text;
  if (fresh) run("mount --bind " + source + " " + path);
}

}  // namespace redisconf::test
