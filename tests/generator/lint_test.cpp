// Each rule of `redisconf lint`: where it fires, exactly, and where it does not.
#include "lint/lint.h"

#include <algorithm>
#include <filesystem>

#include "diagnostics/formats.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf::compiler;
using namespace redisconf::compiler::test;
using redisconf::test::contains;

namespace {

// Both without a finding.
const std::string kShared =
    "redisconf: 1\n"
    "environments:\n"
    "  development:\n"
    "    default: true\n"
    "    connection: {host: localhost}\n"
    "  production:\n"
    "    strict: true\n"
    "    connection: {host: {env: REDIS_HOST}, password: {secret: redis-password}}\n";

const std::string kDemo = "redisconf: 1\nservice: demo\nsummary: Shows how.\n";

std::string place_of(const Diagnostic& diagnostic) {
  const Location location = diagnostic.file->locate(diagnostic.offset);
  return std::filesystem::path(diagnostic.path).filename().string() + ':' + std::to_string(location.line) +
         ':' + std::to_string(location.column);
}

struct Linted {
  SchemaFolder folder;
  std::unique_ptr<Project> project;

  Linted(std::string_view shared, std::string_view demo, std::string_view other = {}) : folder(shared, demo) {
    if (!other.empty()) folder.folder().write("schema/services/other.yaml", other);
    project = load_project(folder.folder().path("schema/redis.yaml"), {});
    REQUIRE(format_diagnostics(project->diagnostics, false).empty());
    lint(*project);
  }

  // "rule file:line:column", one a line.
  [[nodiscard]] std::string findings() const {
    std::string text;
    for (const Diagnostic* const diagnostic : project->diagnostics.sorted()) {
      text += diagnostic->id + ' ' + place_of(*diagnostic) + '\n';
    }
    return text;
  }
};

struct Case {
  std::string shared;  // added to the clean one
  std::string demo;
  std::string expected;
};

void check(const Case& each) {
  const Linted linted(kShared + each.shared, kDemo + each.demo);
  INFO(each.shared + each.demo);
  CHECK(linted.findings() == each.expected);
}

}  // namespace

TEST_CASE("a schema without fault is clean") { check({}); }

TEST_CASE("lint: values that a weaker layer says already") {
  for (const Case& each : std::vector<Case>{
           {"", "settings: {timeouts: {connect: 1s}}\n", "restates-catalogue demo.yaml:4:32\n"},
           {"", "settings: {timeouts: {connect: 1000ms}}\n", "restates-catalogue demo.yaml:4:32\n"},
           {"", "settings: {timeouts: {connect: 900ms}}\n", ""},
           {"defaults: {timeouts: {connect: 1s}}\n", "", ""},
           {"defaults: {pool: {connections: 2}}\n", "settings: {pool: {connections: 2}}\n",
            "redundant-value demo.yaml:4:32\n"},
           {"defaults: {pool: {connections: 2}}\n", "settings: {pool: {connections: 3}}\n", ""},
           {"  eu: {extends: production, pool: {connections: 16}}\n", "settings: {pool: {connections: 16}}\n",
            ""},
           {"  eu: {extends: production, pool: {connections: 8}}\n", "", ""},
           {"  eu: {extends: production, tls: {verify: full}, fallback: none}\n", "", ""},
           {"", "settings: {pool: {connections: 2}}\nenvironments: {production: {pool: {connections: 2}}}\n",
            "redundant-value demo.yaml:5:49\n"},
           {"",
            "custom: {rows: {doc: Rows., type: integer, default: 5}}\n"
            "environments: {production: {custom: {rows: 5}}}\n",
            "redundant-value demo.yaml:5:44\n"},
           {"",
            "custom: {rows: {doc: Rows., type: integer, default: 5}}\n"
            "environments: {production: {custom: {rows: 6}}}\n",
            ""}}) {
    check(each);
  }
}

TEST_CASE("lint: a value that matters in one environment is not redundant") {
  // In development it repeats the catalogue, in production it does not.
  const Linted linted(kShared, kDemo + "settings: {connection: {loopback: allow}}\n");
  CHECK(linted.findings().empty());
}

TEST_CASE("lint: environments") {
  for (const Case& each : std::vector<Case>{
           {"  live: {connection: {host: localhost}}\n", "", "production-not-strict redis.yaml:9:3\n"},
           {"  live: {extends: production}\n", "", ""},
           {"  lively: {connection: {host: localhost}}\n", "", ""},
           {"  eu: {connection: {host: localhost}}\nenvironment: {aliases: {prod: eu}}\n", "",
            "production-not-strict redis.yaml:9:3\nmisleading-alias redis.yaml:10:25\n"},
           {"environment: {aliases: {prod: production, dev: development}}\n", "", ""},
           {"environment: {aliases: {dev: production}}\n", "", "misleading-alias redis.yaml:9:25\n"},
           {"environment: {aliases: {here: production}}\n", "", ""},
           {"  test: {connection: {host: redis.test.example}}\n", "", "open-server redis.yaml:9:29\n"},
           {"  test: {connection: {host: 127.0.0.1}}\n", "", ""},
           {"  test: {connection: {host: {env: TEST_HOST}}}\n", "", ""},
           {"  test: {connection: {host: redis.test.example, password: {secret: p}}}\n", "", ""},
           {"", "environments: {production: {fallback: memory}}\n", "memory-in-strict demo.yaml:4:39\n"},
           {"", "environments: {development: {fallback: memory}}\n", ""},
           {"  test: {connection: {host: localhost}, secrets: {directory: /run}}\n", "",
            "unused-secrets-directory redis.yaml:9:62\n"},
           {"defaults: {secrets: {directory: /run}}\n", "", ""}}) {
    check(each);
  }
}

TEST_CASE("lint: a strict environment is not the default") {
  const Linted linted(
      "redisconf: 1\nenvironments:\n  eu:\n    strict: true\n    default: true\n"
      "    connection: {host: {env: REDIS_HOST}, password: {secret: p}}\n",
      kDemo);
  CHECK(linted.findings() == "strict-by-default redis.yaml:3:3\n");
}

TEST_CASE("lint: timing") {
  for (const Case& each : std::vector<Case>{
           {"defaults: {timeouts: {startup: 3999ms}}\n", "", "startup-too-short redis.yaml:9:32\n"},
           {"defaults: {timeouts: {startup: 4s}}\n", "", ""},
           {"defaults: {timeouts: {resolve: 3s}}\n", "", "startup-too-short redis.yaml:9:32\n"},
           {"", "environments: {development: {timeouts: {startup: 2s}}}\n", ""},  // without TLS
           {"", "environments: {development: {timeouts: {startup: 1999ms}}}\n",
            "startup-too-short demo.yaml:4:50\n"},
           {"defaults: {timeouts: {command: 9ms}}\n", "", "command-timeout redis.yaml:9:32\n"},
           {"defaults: {timeouts: {command: 10ms}}\n", "", ""},
           {"defaults: {timeouts: {command: 10s}, retry: {max_attempts: 1}}\n", "", ""},
           {"defaults: {timeouts: {command: 11s}, retry: {max_attempts: 1}}\n", "",
            "command-timeout redis.yaml:9:32\n"},
           {"defaults: {timeouts: {command: 6s}}\n", "", "patient-retries redis.yaml:9:32\n"},
           {"defaults: {retry: {max_attempts: 100}}\n", "", "patient-retries redis.yaml:9:34\n"},
           {"defaults: {retry: {max_attempts: 20}}\n", "", ""},
           {"defaults: {pool: {connections: 64}}\n", "", ""},
           {"defaults: {pool: {connections: 65}}\n", "", "large-pool redis.yaml:9:32\n"}}) {
    check(each);
  }
}

TEST_CASE("lint: reasons and documentation") {
  for (const Case& each : std::vector<Case>{
           {"  eu: {extends: production, tls: {because: \"an old cluster\"}}\n", "",
            "idle-because redis.yaml:9:44\n"},
           {"  eu: {extends: production, tls: {verify: ca, because: \"an old cluster\"}}\n", "", ""},
           {"  eu: {extends: production, tls: {enabled: false, because: \"an old cluster\"}}\n", "", ""},
           {"", "settings: {diverges: \"an own cluster\"}\n", "idle-diverges demo.yaml:4:22\n"},
           {"", "settings: {connection: {port: 7000}, diverges: \"an own cluster\"}\n", ""},
           {"", "settings: {connection: {port: 7000}, diverges: \"TODO: ask why\"}\n",
            "unfinished-text demo.yaml:4:48\n"},
           {"", "settings: {connection: {port: 7000}, diverges: legacy}\n",
            "unfinished-text demo.yaml:4:48\n"},
           {"", "channels: {todos: {doc: A TODO list., spool: 1MiB}}\n", "unfinished-text demo.yaml:4:25\n"},
           {"", "channels: {todos: {doc: A todo list of AUTODOC., spool: 1MiB}}\n", ""},
           {"", "caches: {a: {ttl: 1m}}\n", "undocumented demo.yaml:4:10\n"},
           {"", "custom: {a: {type: boolean, default: true}}\n", "undocumented demo.yaml:4:10\n"},
           {"",
            "custom: {doc: {doc: Odd., type: string, default: a b}}\n"
            "environments: {production: {custom: {doc: TODO}}}\n",
            ""}}) {
    check(each);
  }
}

TEST_CASE("lint: a service has a summary") {
  const Linted linted(kShared, "redisconf: 1\nservice: demo\n");
  CHECK(linted.findings() == "undocumented demo.yaml:2:1\n");
}

TEST_CASE("lint: a service's own things") {
  for (const Case& each : std::vector<Case>{
           {"", "caches:\n  a:\n    doc: All.\n    ttl: none\n", "cache-lives-forever demo.yaml:7:5\n"},
           {"", "caches:\n  a:\n    doc: All.\n    ttl: 1d\n", ""},
           {"", "queues:\n  a: {doc: All.}\n", "queue-keeps-nothing demo.yaml:5:3\n"},
           {"", "queues:\n  a: {doc: All., retention: 1d}\n", ""},
           {"", "channels:\n  a: {doc: All.}\n", "channel-without-spool demo.yaml:5:3\n"},
           {"", "channels:\n  a: {doc: All., spool: none}\n", "channel-without-spool demo.yaml:5:18\n"},
           {"", "channels:\n  a: {doc: All., spool: 1MiB}\n", ""}}) {
    check(each);
  }
}

TEST_CASE("lint: channels may lose messages where nothing is strict") {
  const Linted linted("redisconf: 1\nenvironments:\n  a: {connection: {host: localhost}}\n",
                      kDemo + "channels:\n  a: {doc: All.}\n");
  CHECK(linted.findings().empty());
}

TEST_CASE("lint: key prefixes") {
  const auto [demo, other, expected] = GENERATE(table<std::string, std::string, std::string>(
      {{"", "", ""},
       {"key_prefix: \"a:\"\n", "key_prefix: \"a:\"\n", "shared-key-prefix other.yaml:4:13\n"},
       {"key_prefix: \"a:b:\"\n", "key_prefix: \"a:\"\n", "nested-key-prefix demo.yaml:4:13\n"},
       {"key_prefix: \"other:\"\n", "", "shared-key-prefix other.yaml:2:10\n"},
       {"key_prefix: \"a:\"\n", "key_prefix: \"ab:\"\n", ""},
       {"key_prefix: demo\n", "", "open-key-prefix demo.yaml:4:13\n"},
       {"key_prefix: \"a:\"\n", "key_prefix: \"a:\"\nsettings: {connection: {database: 1}}\n", ""}}));
  const Linted linted(kShared, kDemo + demo, "redisconf: 1\nservice: other\nsummary: Another.\n" + other);
  CHECK(linted.findings() == expected);
  CHECK(linted.project->diagnostics.has_errors() == contains("shared-key-prefix").match(expected));
}

TEST_CASE("lint: comments silence what they name, where they stand") {
  for (const Case& each : std::vector<Case>{
           {"defaults: {pool: {connections: 65}}  # redisconf-lint: ignore large-pool\n", "", ""},
           {"# redisconf-lint: ignore large-pool   the bench showed it\ndefaults: {pool: {connections: "
            "65}}\n",
            "", ""},
           {"# redisconf-lint: ignore large-pool\n\n  # why\ndefaults: {pool: {connections: 65}}\n", "", ""},
           {"",
            "settings: {pool: {connections: 65}, timeouts: {connect: 1s}}"
            "  # redisconf-lint: ignore large-pool, restates-catalogue\n",
            ""},
           {"defaults:  # redisconf-lint: ignore large-pool\n  pool: {connections: 65}\n", "",
            "unused-suppression redis.yaml:9:37\nlarge-pool redis.yaml:10:23\n"},
           {"defaults: {pool: {connections: 65}}  # redisconf-lint: ignore large_pool\n", "",
            "large-pool redis.yaml:9:32\nunknown-suppression redis.yaml:9:63\n"},
           {"# redisconf-lint: large-pool\n", "", "unknown-suppression redis.yaml:9:19\n"},
           {"# redisconf-lint: ignore\n", "", "unknown-suppression redis.yaml:9:19\n"},
           {"# redisconf-lint: ignore large-pool\n", "", "unused-suppression redis.yaml:9:26\n"},
           {"", "queues:\n  a: {doc: \"# redisconf-lint: ignore queue-keeps-nothing\"}\n",
            "queue-keeps-nothing demo.yaml:5:3\n"},
           {"", "queues:\n  a: {doc: 'it''s # redisconf-lint: ignore queue-keeps-nothing'}\n",
            "queue-keeps-nothing demo.yaml:5:3\n"},
           {"", "queues:\n  a:\n    doc: |\n      # redisconf-lint: ignore x\n\n      text\n    lease: 9s\n",
            "queue-keeps-nothing demo.yaml:5:3\n"},
           {"",
            "queues:\n  a:  # redisconf-lint: ignore queue-keeps-nothing\n    doc: >  # redisconf-lint: "
            "ignore x\n"
            "      text\n  # redisconf-lint: ignore y\n",
            "unknown-suppression demo.yaml:6:38\nunknown-suppression demo.yaml:8:28\n"},
           {"",
            "caches:\n  a:\n    doc: All.\n    # redisconf-lint: ignore cache-lives-forever\n    ttl: none\n",
            ""}}) {
    check(each);
  }
}

TEST_CASE("lint: a suppression works with CR LF") {
  const Linted linted(
      kShared + "# redisconf-lint: ignore large-pool\r\ndefaults: {pool: {connections: 65}}\r\n", kDemo);
  CHECK(linted.findings().empty());
}

TEST_CASE("lint: a finding of several services is one, and says where it counts") {
  const Linted linted(kShared + "defaults: {pool: {connections: 65}}\n", kDemo,
                      "redisconf: 1\nservice: other\nsummary: Another.\n");
  const std::string text = format_diagnostics(linted.project->diagnostics, false);
  CHECK(linted.findings() == "large-pool redis.yaml:9:32\n");
  CHECK_THAT(text, contains("warning: pool.connections is over 64"));
  CHECK_THAT(text, contains("in: demo.development, demo.production, other.development, other.production\n"));
}

TEST_CASE("lint: every rule has a name of its own") {
  for (const LintRule& rule : lint_rules()) {
    CHECK(find_lint_rule(rule.id) == &rule);
    CHECK_FALSE(rule.sentence.empty());
    CHECK(rule.id.size() <= 24);
  }
  CHECK(find_lint_rule("") == nullptr);
}
