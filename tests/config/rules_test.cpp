// Rules between settings, each broken alone and each kept.
#include <redisconf/config/rules.h>
#include <redisconf/config/value.h>

#include "support/catch.h"

#include <map>
#include <string>
#include <vector>

using redisconf::check_rules;
using redisconf::RuleContext;
using redisconf::RuleValue;

namespace {

// "path" -> text; "?" means set, but known only later.
using Values = std::map<std::string, std::string, std::less<>>;

RuleValue value_of(const Values& values, std::string_view path) {
  const auto found = values.find(path);
  if (found == values.end()) return {};
  if (found->second == "?") return {true, false, 0, {}};
  const auto* const setting = redisconf::find_setting(path);
  REQUIRE(setting != nullptr);
  const auto parsed = redisconf::parse_value(*setting, found->second);
  REQUIRE(parsed.fault == redisconf::ValueFault::none);
  return {true, true, parsed.number, found->second};
}

// Paths that broken rules point at, in their order.
std::vector<std::string> broken_by(const Values& values, bool strict, bool unverified_allowed = false) {
  std::vector<std::string> paths;
  const auto look_up = [&](std::size_t setting) {
    return value_of(values, redisconf::catalogue()[setting].path);
  };
  for (const auto& broken : check_rules({strict, unverified_allowed, look_up})) {
    CHECK_FALSE(broken.rule.empty());
    CHECK_FALSE(broken.fix.empty());
    paths.emplace_back(broken.path);
  }
  return paths;
}

Values with(Values values, const Values& changes) {
  for (const auto& [path, text] : changes) values.insert_or_assign(path, text);
  return values;
}

const Values kStrict{{"connection.host", "redis.example"},
                     {"connection.loopback", "refuse"},
                     {"connection.password", "?"},
                     {"tls.enabled", "true"},
                     {"tls.verify", "full"},
                     {"timeouts.startup", "5s"},
                     {"timeouts.connect", "1s"},
                     {"timeouts.health", "2s"},
                     {"retry.initial_backoff", "50ms"},
                     {"retry.max_backoff", "3s"}};

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("a sound configuration breaks no rule", "[rules]") {
  CHECK(broken_by(kStrict, true).empty());
  CHECK(broken_by({{"connection.host", "localhost"}}, false).empty());
  CHECK(broken_by({{"connection.host", "?"}, {"connection.password", "?"}}, true).empty());
}

TEST_CASE("a host must be named everywhere", "[rules]") {
  CHECK(broken_by({}, false) == Paths{"connection.host"});
}

TEST_CASE("loopback is refused where the setting says so", "[rules]") {
  CHECK(broken_by(with(kStrict, {{"connection.host", "127.0.0.1"}}), true) == Paths{"connection.host"});
  CHECK(broken_by(with(kStrict, {{"connection.host", "localhost"}, {"connection.loopback", "allow"}}), true)
            .empty());
  CHECK(broken_by({{"connection.host", "::1"}, {"connection.loopback", "refuse"}}, false) ==
        Paths{"connection.host"});
}

TEST_CASE("a socket stands for a host, never beside one", "[rules]") {
  CHECK(broken_by({{"connection.socket", "/run/redis.sock"}}, false).empty());
  CHECK(broken_by({{"connection.socket", "?"}}, false).empty());
  CHECK(broken_by({{"connection.socket", "?"}, {"connection.host", "?"}}, false) ==
        Paths{"connection.socket"});
  for (const std::string path : {"redis.sock", "./redis.sock", "@redis", "/run/", "/"}) {
    CHECK(broken_by({{"connection.socket", path}}, false) == Paths{"connection.socket"});
  }
  CHECK(broken_by({{"connection.socket", "/" + std::string(106, 'a')}}, false).empty());
  CHECK(broken_by({{"connection.socket", "/" + std::string(107, 'a')}}, false) == Paths{"connection.socket"});
}

TEST_CASE("memory:// is refused where it is strict, and needs no loopback elsewhere", "[rules]") {
  CHECK(broken_by({{"connection.socket", "memory://tests"}}, false).empty());
  CHECK(
      broken_by({{"connection.socket", "memory://tests"}, {"connection.loopback", "refuse"}}, false).empty());
  Values values = with(kStrict, {{"connection.socket", "memory://tests"}, {"tls.enabled", "false"}});
  values.erase("connection.host");
  CHECK(broken_by(values, true) == Paths{"connection.socket"});
  CHECK(broken_by(with(values, {{"connection.loopback", "allow"}}), true) == Paths{"connection.socket"});
  CHECK(broken_by({{"connection.socket", "memory://tests"}, {"tls.enabled", "true"}}, false).empty());
  CHECK(broken_by({{"connection.socket", "memory://No Name"}}, false) == Paths{"connection.socket"});
}

TEST_CASE("a socket is this machine, and needs no TLS in a strict environment either", "[rules]") {
  Values values = with(kStrict, {{"connection.socket", "/run/redis.sock"}, {"tls.enabled", "false"}});
  values.erase("connection.host");
  CHECK(broken_by(values, true) == Paths{"connection.socket"});
  CHECK(broken_by(with(values, {{"connection.loopback", "allow"}}), true).empty());
  CHECK(broken_by(with(values, {{"connection.loopback", "allow"}, {"tls.enabled", "true"}}), true) ==
        Paths{"connection.socket"});
}

TEST_CASE("a pinned key counts as verification", "[rules]") {
  const std::string pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  for (const char* const verify : {"full", "ca", "none"}) {
    CHECK(broken_by(with(kStrict, {{"tls.verify", verify}, {"tls.pin", pin}}), true).empty());
  }
  CHECK(broken_by(with(kStrict, {{"tls.pin", pin}, {"tls.enabled", "false"}}), false) == Paths{"tls.pin"});
}

TEST_CASE("a pin has the form of RFC 7469", "[rules]") {
  const std::string pin = "sha256/YLh1dUR9y6Kja30RrAn7JKnbQG/uEtLMkBgFF2Fuihg=";
  CHECK(broken_by(with(kStrict, {{"tls.pin", pin}}), true).empty());
  CHECK(broken_by(with(kStrict, {{"tls.pin", pin + "," + pin}}), true).empty());
  for (const std::string& wrong :
       {pin + ",", "," + pin, pin + ", " + pin, pin + pin, pin.substr(7), "sha1/" + pin.substr(7),
        pin.substr(0, 50) + "==", "sha256/" + std::string(43, 'A') + "A",
        "sha256/" + std::string(43, 'B') + "=", "\"" + pin + "\"", std::string("sha256//9-_"),
        std::string("sha256/=")}) {
    CHECK(broken_by(with(kStrict, {{"tls.pin", wrong}}), true) == Paths{"tls.pin"});
  }
}

TEST_CASE("sentinels stand for a host, and know a primary by name", "[rules]") {
  const Values sentinels{{"sentinel.nodes", "a.example:26379,[2001:db8::1]:26380"},
                         {"sentinel.master", "main"}};
  CHECK(broken_by(sentinels, false).empty());
  CHECK(broken_by({{"sentinel.nodes", "?"}, {"sentinel.master", "?"}}, false).empty());
  CHECK(broken_by(with(sentinels, {{"connection.host", "?"}}), false) == Paths{"sentinel.nodes"});
  CHECK(broken_by(with(sentinels, {{"connection.socket", "?"}}), false) == Paths{"sentinel.nodes"});
  CHECK(broken_by(with(sentinels, {{"cluster.enabled", "true"}}), false) == Paths{"sentinel.nodes"});
  CHECK(broken_by({{"sentinel.nodes", "a:1"}}, false) == Paths{"sentinel.nodes"});
  CHECK(broken_by({{"connection.host", "a"}, {"sentinel.master", "main"}}, false) ==
        Paths{"sentinel.master"});
  CHECK(broken_by(with(sentinels, {{"sentinel.username", "app"}}), false) == Paths{"sentinel.username"});
  CHECK(
      broken_by(with(sentinels, {{"sentinel.username", "app"}, {"sentinel.password", "?"}}), false).empty());
  for (const std::string wrong : {"a", "a:", ":1", "a:0", "a:65536", "a:1,", ",a:1", "a:1, b:1", "::1:1",
                                  "[a]:1", "a:1x", "a b:1", "[::1:1"}) {
    CHECK(broken_by(with(sentinels, {{"sentinel.nodes", wrong}}), false) == Paths{"sentinel.nodes"});
  }
}

TEST_CASE("sentinels are no more on this machine than a server", "[rules]") {
  Values values = with(kStrict, {{"sentinel.nodes", "a.example:1,127.0.0.1:2"}, {"sentinel.master", "main"}});
  values.erase("connection.host");
  CHECK(broken_by(values, true) == Paths{"sentinel.nodes"});
  CHECK(broken_by(with(values, {{"connection.loopback", "allow"}}), true).empty());
  CHECK(broken_by(with(values, {{"sentinel.nodes", "a.example:1"}}), true).empty());
}

TEST_CASE("a strict environment needs a password", "[rules]") {
  Values values = kStrict;
  values.erase("connection.password");
  CHECK(broken_by(values, true) == Paths{"connection.password"});
  CHECK(broken_by(values, false).empty());
}

TEST_CASE("a user without a password can't sign in", "[rules]") {
  CHECK(broken_by({{"connection.host", "localhost"}, {"connection.username", "app"}}, false) ==
        Paths{"connection.username"});
}

TEST_CASE("a strict environment encrypts, unless the schema gives a reason", "[rules]") {
  const Values values = with(kStrict, {{"tls.enabled", "false"}});
  CHECK(broken_by(values, true) == Paths{"tls.enabled"});
  CHECK(broken_by(values, true, true).empty());
  CHECK(broken_by(values, false).empty());
}

TEST_CASE("a strict environment verifies fully, unless the schema gives a reason", "[rules]") {
  for (const char* const verify : {"ca", "none"}) {
    const Values values = with(kStrict, {{"tls.verify", verify}});
    CHECK(broken_by(values, true) == Paths{"tls.verify"});
    CHECK(broken_by(values, true, true).empty());
    CHECK(broken_by(values, false).empty());
  }
}

TEST_CASE("TLS settings mean TLS", "[rules]") {
  for (const char* const path : {"tls.server_name", "tls.ca"}) {
    CHECK(broken_by({{"connection.host", "localhost"}, {"tls.enabled", "false"}, {path, "?"}}, false) ==
          Paths{path});
    CHECK(broken_by({{"connection.host", "localhost"}, {"tls.enabled", "?"}, {path, "?"}}, false).empty());
  }
}

TEST_CASE("a client certificate and its key come together", "[rules]") {
  CHECK(broken_by(with(kStrict, {{"tls.certificate", "?"}}), true) == Paths{"tls.certificate"});
  CHECK(broken_by(with(kStrict, {{"tls.key", "?"}}), true) == Paths{"tls.key"});
  CHECK(broken_by(with(kStrict, {{"tls.key", "?"}, {"tls.certificate", "?"}}), true).empty());
}

TEST_CASE("waits that contain others are not shorter", "[rules]") {
  CHECK(broken_by(with(kStrict, {{"timeouts.connect", "3s"}}), true) == Paths{"timeouts.connect"});
  CHECK(broken_by(with(kStrict, {{"timeouts.connect", "2s"}}), true).empty());
  CHECK(broken_by(with(kStrict, {{"timeouts.connect", "6s"}, {"timeouts.health", "1m"}}), true) ==
        Paths{"timeouts.connect"});
  CHECK(broken_by(with(kStrict, {{"retry.initial_backoff", "4s"}}), true) == Paths{"retry.initial_backoff"});
  CHECK(broken_by(with(kStrict, {{"timeouts.connect", "?"}, {"retry.initial_backoff", "?"}}), true).empty());
}

TEST_CASE("broken rules come in the catalogue's order", "[rules]") {
  CHECK(broken_by({{"connection.username", "app"},
                   {"tls.enabled", "true"},
                   {"tls.verify", "none"},
                   {"tls.key", "?"},
                   {"timeouts.connect", "9s"},
                   {"timeouts.health", "1s"},
                   {"retry.initial_backoff", "9s"},
                   {"retry.max_backoff", "1s"}},
                  true) == Paths{"connection.host", "connection.username", "connection.password",
                                 "tls.verify", "tls.key", "timeouts.connect", "retry.initial_backoff"});
}

TEST_CASE("a cluster has one database", "[rules]") {
  const Values cluster = with(kStrict, {{"cluster.enabled", "true"}});
  CHECK(broken_by(with(cluster, {{"connection.database", "3"}}), true) == Paths{"connection.database"});
  CHECK(broken_by(with(cluster, {{"connection.database", "0"}}), true).empty());
  CHECK(broken_by(with(cluster, {{"connection.database", "?"}}), true).empty());
  CHECK(broken_by(cluster, true).empty());
  for (const char* const enabled : {"false", "?"}) {
    CHECK(
        broken_by(with(kStrict, {{"cluster.enabled", enabled}, {"connection.database", "3"}}), true).empty());
  }
}

TEST_CASE("what a variable decides later breaks no rule yet", "[rules]") {
  CHECK(broken_by(with(kStrict, {{"tls.verify", "?"}}), true).empty());
  CHECK(broken_by(with(kStrict, {{"tls.enabled", "?"}}), true).empty());
  CHECK(broken_by(with(kStrict, {{"connection.loopback", "?"}, {"connection.host", "localhost"}}), true)
            .empty());
  CHECK(broken_by(with(kStrict, {{"timeouts.health", "?"}, {"timeouts.connect", "4s"}}), true).empty());
}

TEST_CASE("a CloudWatch namespace has the form that CloudWatch takes", "[rules]") {
  for (const char* const good : {"Shop/Redis", "a", "a b#1:2._-"}) {
    CAPTURE(good);
    CHECK(broken_by(with(kStrict, {{"monitoring.emf_namespace", good}}), true).empty());
  }
  for (const std::string& bad :
       {std::string(":a"), std::string("a\"b"), std::string("caf\xC3\xA9"), std::string(256, 'a')}) {
    CAPTURE(bad);
    CHECK(broken_by(with(kStrict, {{"monitoring.emf_namespace", bad}}), true) ==
          Paths{"monitoring.emf_namespace"});
  }
  CHECK(broken_by(with(kStrict, {{"monitoring.emf_namespace", "?"}}), true).empty());
}

TEST_CASE("debug endpoints for anybody need a token", "[rules]") {
  CHECK(broken_by(with(kStrict, {{"monitoring.debug_access", "anywhere"}}), true) ==
        Paths{"monitoring.debug_access"});
  for (const char* const access : {"off", "loopback"}) {
    CHECK(broken_by(with(kStrict, {{"monitoring.debug_access", access}}), true).empty());
  }
  CHECK(broken_by(with(kStrict, {{"monitoring.debug_access", "anywhere"}, {"monitoring.debug_token", "?"}}),
                  true)
            .empty());
}
