// Generators that are killed, stopped, refused by the system, or not alone.
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "support.h"
#include "support/catch.h"
#include "support/sanitizers.h"
#include "tool.h"

using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace fs = std::filesystem;

namespace {

constexpr const char* kFolder = "services/demo/generated";
constexpr std::array<const char*, 4> kFiles{"redis_config.h", "redis_config.cpp", "effective.yaml",
                                            "env.example"};

std::string place(const std::string& name) { return std::string(kFolder) + '/' + name; }

void set_prefix(const TemporaryFolder& folder, const std::string& prefix) {
  folder.write("schema/services/demo.yaml",
               std::string(kService) + "summary: Of " + prefix + ".\nkey_prefix: " + prefix + "\n");
}

std::vector<std::string> contents(const TemporaryFolder& folder) {
  std::vector<std::string> all;
  for (const char* const name : kFiles) all.push_back(folder.read(place(name)));
  return all;
}

std::size_t count_entries(const TemporaryFolder& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder.path(kFolder)), fs::directory_iterator()));
}

// Generates under strace(1), which does something at calls of that kind. In a build with it, LeakSanitizer
// traces the process itself, and fails where strace does already.
Run generate_under(const TemporaryFolder& folder, const std::string& calls, const std::string& inject,
                   const std::vector<std::string>& words = {}) {
  Invocation tool{{"strace", "-f", "-qqq", "-E", "ASAN_OPTIONS=detect_leaks=0", "-o", folder.path("trace"),
                   "-e", "trace=" + calls, "-e", "inject=" + inject, REDISCONF_TOOL, "generate"},
                  folder.path(),
                  {},
                  {}};
  tool.words.insert(tool.words.end(), words.begin(), words.end());
  return run(tool);
}

// Sends the signal at the n-th such call.
Run run_with_signal(const TemporaryFolder& folder, const std::string& call, const std::string& signal,
                    int number) {
  return generate_under(folder, "/^(rename|write|fchmod)",
                        call + ":signal=" + signal + ":when=" + std::to_string(number));
}

}  // namespace

TEST_CASE("killed at any write or rename, each file is the old one or the new one") {
  const auto call = GENERATE(as<std::string>{}, "/^write$", "/^rename");
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  set_prefix(folder, "old");
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const auto old_files = contents(folder);
  set_prefix(folder, "new");
  REQUIRE(run_tool(folder.path(), {"generate", "--output", "whole"}).status == 0);

  int kills = 0;
  for (;; ++kills) {
    set_prefix(folder, "new");
    const Run killed = run_with_signal(folder, call, "KILL", kills + 1);
    if (killed.signal != SIGKILL && killed.status == 0) break;
    INFO(call << ' ' << kills + 1 << '\n' << killed.errors);
    REQUIRE(killed.signal == SIGKILL);
    const auto found = contents(folder);
    for (std::size_t index = 0; index < kFiles.size(); ++index) {
      INFO(kFiles[index]);
      const bool is_new = found[index] == folder.read(std::string("whole/demo/generated/") + kFiles[index]);
      CHECK((is_new || found[index] == old_files[index]));
    }
    // The schema changes once more before anybody generates: still no edit by hand.
    for (const char* const prefix : {"third", "old"}) {
      set_prefix(folder, prefix);
      const Run mended = run_tool(folder.path(), {"generate"});
      CHECK(mended.status == 0);
      CHECK(mended.errors.empty());
    }
    CHECK(contents(folder) == old_files);
    CHECK(count_entries(folder) == kFiles.size() + 1);
    CHECK(run_tool(folder.path(), {"check"}).status == 0);
  }
  CHECK(kills >= 5);  // three files that changed, and the manifest before and after them
}

TEST_CASE("a signal that ends the tool leaves nothing beside the files") {
  const auto signal = GENERATE(as<std::string>{}, "INT", "TERM", "HUP");
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  set_prefix(folder, "new");
  const Run stopped = run_with_signal(folder, "/^rename$", signal, 2);
  CHECK(stopped.signal != 0);
  CHECK(count_entries(folder) == kFiles.size() + 1);
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
}

TEST_CASE("a file that may not grow keeps the old files and is an error with a fix") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const auto old_files = contents(folder);
  set_prefix(folder, "new");
  const Run limited = run({{REDISCONF_TOOL, "generate"}, folder.path(), {}, 100});
  CHECK(limited.status == 74);
  CHECK_THAT(limited.errors, contains("error: can't be written: File too large\n  fix: "));
  CHECK(contents(folder) == old_files);
}

TEST_CASE("a full disk keeps the old files and is an error with a fix") {
  if (redisconf::test::kNeedsDescriptors) {
    std::cout << "this test: not possible here: the sanitizer writes by itself, and must not fail\n";
    SUCCEED();
    return;
  }
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const auto old_files = contents(folder);
  set_prefix(folder, "new");
  const Run full = generate_under(folder, "write", "/^write$:error=ENOSPC:when=2");
  CHECK(full.status == 74);
  CHECK_THAT(full.errors, contains("error: can't be written: No space left on device\n  fix: "));
  CHECK(contents(folder) == old_files);
  CHECK(count_entries(folder) == kFiles.size() + 1);
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK(run_tool(folder.path(), {"check"}).status == 0);
}

TEST_CASE("a stamp is not written before the files are on the disk") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  const std::vector<std::string> stamp{"--stamp", "a.stamp"};
  const Run failed = generate_under(folder, "fsync", "fsync:error=EIO", stamp);
  CHECK(failed.status == 74);
  CHECK_THAT(failed.errors, contains("can't be written: Input/output error\n  fix: "));
  CHECK_FALSE(folder.has("a.stamp"));
  // A file system without it.
  CHECK(generate_under(folder, "fsync", "fsync:error=EINVAL", stamp).status == 0);
  CHECK(folder.has("a.stamp"));
}

TEST_CASE("a folder that can't be written to keeps the old files") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const auto old_files = contents(folder);
  set_prefix(folder, "new");
  REQUIRE(::chmod(folder.path(kFolder).c_str(), 0555) == 0);
  std::vector<std::string> words{REDISCONF_TOOL, "generate"};
  if (::geteuid() == 0) {  // who may write anywhere otherwise
    words.insert(words.begin(), {"setpriv", "--bounding-set=-dac_override"});
  }
  const Run refused = run({words, folder.path(), {}, {}});
  CHECK(refused.status == 73);
  CHECK_THAT(refused.errors, contains("error: can't be written: Permission denied\n  fix: "));
  CHECK(contents(folder) == old_files);
  REQUIRE(::chmod(folder.path(kFolder).c_str(), 0755) == 0);
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
}

TEST_CASE("what a killed generator left is removed, and nothing that looks like it") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  REQUIRE(run_tool(folder.path(), {"generate"}).status == 0);
  const std::string gone = std::to_string(run_tool(folder.path(), {"--version"}).process);
  const std::string alive = std::to_string(::getpid());
  folder.write(place(".redis_config.h.redisconf-" + gone + "-7"), "half");
  const auto kept = std::vector<std::string>{
      ".redis_config.h.redisconf-" + alive + "-7", ".redis_config.h.redisconf-" + gone + "-7x",
      "redis_config.h.redisconf-" + gone + "-7", ".redis_config.h.AbCdEf"};
  for (const std::string& name : kept) folder.write(place(name), "kept");
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK_FALSE(folder.has(place(".redis_config.h.redisconf-" + gone + "-7")));
  for (const std::string& name : kept) CHECK(folder.has(place(name)));

  fs::last_write_time(folder.path(place(kept[0])), fs::file_time_type::clock::now() - std::chrono::hours(2));
  CHECK(run_tool(folder.path(), {"generate"}).status == 0);
  CHECK_FALSE(folder.has(place(kept[0])));
}

TEST_CASE("generators that run at once leave the bytes of one, each time") {
  const SchemaFolder schema;
  const auto& folder = schema.folder();
  for (int round = 0; round < 20; ++round) {
    set_prefix(folder, "round" + std::to_string(round));
    for (const Run& result : run_together({{REDISCONF_TOOL, "generate"}, folder.path(), {}, {}}, 4)) {
      INFO(result.errors);
      CHECK(result.status == 0);
      CHECK(result.errors.empty());
    }
    REQUIRE(run_tool(folder.path(), {"generate", "--output", "alone"}).status == 0);
    for (const char* const name : kFiles) {
      CHECK(folder.read(place(name)) == folder.read(std::string("alone/demo/generated/") + name));
    }
    CHECK(run_tool(folder.path(), {"check"}).status == 0);
  }
}
