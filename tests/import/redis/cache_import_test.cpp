// JSON lines into a cache, read by the service's Cache<T>.
#include "import/redis/import_trial.h"
#include "support/catch.h"

#include <redisconf/cache/bulk_writer.h>

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <string>

using namespace redisconf;
using redisconf::test::contains;
using redisconf::test::entry_lines;
using redisconf::test::ImportTrial;
using redisconf::test::Person;
using namespace std::string_literals;

namespace {

// As a service wrote it an hour ago.
void write_long_ago(ImportTrial& trial, std::string_view id, std::string_view json) {
  const std::string now = CacheBulkWriter(trial.client(), trial.sessions(), {CacheFormat::json, 1}).stamp();
  std::array<char, 17> time{};
  std::snprintf(time.data(), time.size(), "%016llx",
                std::stoull(now.substr(0, 16), nullptr, 16) - (3'600'000ULL << 16U));
  CacheBulkWriter writer(trial.client(), trial.sessions(), {CacheFormat::json, 1},
                         time.data() + now.substr(16));
  const std::vector<BulkItem> items{{.id = id, .value = json}};
  REQUIRE(writer.write(items, BulkPolicy::replace).front() == BulkOutcome::written);
}

long long life_of(ImportTrial& trial, const std::string& id) {
  return trial.client().command({"PTTL", "demo:sessions:" + id}).as_integer();
}

nlohmann::json report_of(const compiler::test::Run& run) { return nlohmann::json::parse(run.output); }

}  // namespace

TEST_CASE("what is imported is the cache's own, and lives as the line or the schema says") {
  ImportTrial trial;
  trial.write("in", entry_lines(0, 1203) + R"({"id":"short","value":{"name":"x"},"ttl":"1m"})" + "\n" +
                        R"({"id":"long","value":{"name":"x"},"expires_at":"2999-01-01T00:00:00Z"})" + "\n" +
                        R"({"id":"over","value":{"name":"x"},"expires_at":"2001-01-01T00:00:00Z"})");
  const auto run = trial.run({"cache", "sessions", "--from", "in", "--json"});
  INFO(run.errors);
  CHECK(run.status == 0);
  CHECK(run.errors.empty());
  CHECK(report_of(run).at("written") == 1205);
  CHECK(report_of(run).at("expired") == 1);
  CHECK(report_of(run).at("ending") == "complete");
  Cache<Person> cache(trial.client(), trial.sessions());
  for (const int number : {0, 499, 500, 1202}) {
    CHECK(cache.get(std::to_string(number)) == Person{std::to_string(number)});
  }
  CHECK_FALSE(cache.exists("over"));
  CHECK((life_of(trial, "0") > 1'600'000 && life_of(trial, "0") <= 1'800'000));
  CHECK((life_of(trial, "short") > 30'000 && life_of(trial, "short") <= 60'000));
  CHECK(life_of(trial, "long") > 1'000'000'000'000);
}

TEST_CASE("texts and bytes are a Cache<std::string>'s; a version is that of the type") {
  ImportTrial trial;
  trial.write("in", R"({"id":"t","text":"plain"})"s + "\n" + R"({"id":"b","bytes":"AP8="})");
  CHECK(trial.run({"cache", "sessions", "--from", "in"}).status == 65);
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--as", "bytes", "--restart"}).status == 0);
  Cache<std::string> cache(trial.client(), trial.sessions());
  CHECK(cache.get("t") == "plain");
  CHECK(cache.get("b") == "\0\xFF"s);
  trial.write("in", R"({"id":"v","value":{"name":"x"}})");
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--value-version", "2"}).status == 0);
  CHECK_FALSE(Cache<Person>(trial.client(), trial.sessions()).get("v").has_value());
}

TEST_CASE("a dry run tells what would be written and what is there, and writes nothing") {
  ImportTrial trial;
  write_long_ago(trial, "1", R"({"name":"service"})");
  trial.write("in", entry_lines(0, 3) + "hunter2\n");
  const auto run = trial.run({"cache", "sessions", "--from", "in", "--dry-run", "--json"});
  CHECK(run.status == 1);
  CHECK(report_of(run).at("written") == 2);
  CHECK(report_of(run).at("kept") == 1);
  CHECK(report_of(run).at("rejected") == 1);
  CHECK_THAT(run.errors, contains("line 4: is no JSON") && !contains("hunter2"));
  CHECK_FALSE(Cache<Person>(trial.client(), trial.sessions()).exists("0"));
  CHECK_FALSE(trial.folder().has("in.demo.cache.sessions.checkpoint"));
}

TEST_CASE("ids that are there are kept, replaced, or end the import") {
  ImportTrial trial;
  write_long_ago(trial, "1", R"({"name":"service"})");
  trial.write("in", entry_lines(0, 3));
  Cache<Person> cache(trial.client(), trial.sessions());
  const auto stopped = trial.run({"cache", "sessions", "--from", "in", "--on-conflict", "fail"});
  CHECK(stopped.status == 1);
  CHECK_THAT(stopped.errors, contains("line 2: its id is taken") && contains("--resume"));
  CHECK_FALSE(cache.exists("0"));
  const auto kept = trial.run({"cache", "sessions", "--from", "in", "--resume", "--json"});
  CHECK(kept.status == 0);
  CHECK(report_of(kept).at("kept") == 1);
  CHECK(cache.get("1") == Person{"service"});
  const auto replaced =
      trial.run({"cache", "sessions", "--from", "in", "--on-conflict", "replace", "--restart", "--json"});
  CHECK(report_of(replaced).at("written") == 3);
  CHECK(cache.get("1") == Person{"1"});
  cache.set("1", Person{"service"});
  const auto newer =
      trial.run({"cache", "sessions", "--from", "in", "--on-conflict", "replace", "--restart", "--json"});
  CHECK(report_of(newer).at("newer") == 1);
  CHECK(cache.get("1") == Person{"service"});
}

TEST_CASE("wrong lines end the import, or are left out and kept") {
  ImportTrial trial;
  trial.write("in", entry_lines(0, 2) + "wrong\n" + entry_lines(2, 4) + "{}\n" + entry_lines(4, 5));
  const auto stopped = trial.run({"cache", "sessions", "--from", "in", "--json"});
  CHECK(stopped.status == 65);
  CHECK(report_of(stopped).at("written") == 2);
  CHECK_THAT(stopped.errors,
             contains("line 3: is no JSON") && contains("--max-errors") && contains("--resume"));
  const auto again = trial.run(
      {"cache", "sessions", "--from", "in", "--json", "--resume", "--max-errors", "1", "--rejects", "bad"});
  CHECK(again.status == 65);
  CHECK(report_of(again).at("lines") == 5);
  const auto done = trial.run(
      {"cache", "sessions", "--from", "in", "--json", "--resume", "--max-errors", "2", "--rejects", "bad"});
  CHECK(done.status == 1);
  CHECK(report_of(done).at("written") == 5);
  CHECK(report_of(done).at("rejected") == 2);
  CHECK(trial.folder().read("bad") == "wrong\n{}\n");
}

TEST_CASE("an input is not imported twice by accident; what was appended goes on") {
  ImportTrial trial;
  trial.write("in", entry_lines(0, 3));
  CHECK(trial.run({"cache", "sessions", "--from", "in"}).status == 0);
  const auto twice = trial.run({"cache", "sessions", "--from", "in"});
  CHECK(twice.status == 73);
  CHECK_THAT(twice.errors, contains("imported before") && contains("--restart"));
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--resume"}).status == 0);
  trial.write("in", entry_lines(0, 5));
  const auto appended = trial.run({"cache", "sessions", "--from", "in", "--resume", "--json"});
  CHECK(appended.status == 0);
  CHECK(report_of(appended).at("written") == 5);
  CHECK(report_of(appended).at("lines") == 5);
  CHECK_THAT(appended.errors, contains("going on after line 3"));
}

TEST_CASE("what can't be done is told with its status, and no secret") {
  ImportTrial trial;
  trial.write("in", entry_lines(0, 3));
  CHECK(trial.run({"cache", "visits", "--from", "in"}).status == 64);
  CHECK(trial.run({"channel", "sessions", "--from", "in"}).status == 64);
  CHECK(trial.run({"cache", "sessions", "--from", "none"}).status == 66);
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--checkpoint", "in/c"}).status == 73);
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--rejects", "./in"}).status == 64);
  CHECK(trial.folder().read("in") == entry_lines(0, 3));
  trial.write("other", "{}");
  CHECK(trial.run({"cache", "sessions", "--from", "in", "--checkpoint", "other"}).status == 73);
  trial.server().stop();
  const auto away = trial.run({"cache", "sessions", "--from", "in", "--patience", "50ms"});
  CHECK(away.status == 69);
  CHECK_THAT(away.errors, contains("connection refused"));
}
