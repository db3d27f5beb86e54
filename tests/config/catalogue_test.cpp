// The one table of settings is sound.
#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include "support/catch.h"

#include <cctype>
#include <set>
#include <string>
#include <vector>

using redisconf::catalogue;
using redisconf::find_setting;
using redisconf::parse_value;
using redisconf::SettingInfo;
using redisconf::SettingType;
using redisconf::ValueFault;

namespace {

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return result;
}

}  // namespace

TEST_CASE("paths and variables are unique, and found by each other", "[catalogue]") {
  std::set<std::string_view> paths;
  std::set<std::string_view> variables;
  for (const SettingInfo& setting : catalogue()) {
    CAPTURE(setting.path);
    CHECK(paths.insert(setting.path).second);
    CHECK(variables.insert(setting.variable).second);
    const bool is_connection = redisconf::group_of(setting.path) == "connection";
    const std::string_view name = is_connection ? redisconf::member_of(setting.path) : setting.path;
    CHECK(setting.variable == "REDIS_" + upper(name));
  }
}

TEST_CASE("every setting is found by its path, and nothing else is", "[catalogue]") {
  for (const SettingInfo& setting : catalogue()) CHECK(find_setting(setting.path) == &setting);
  CHECK(find_setting("connection") == nullptr);
  CHECK(find_setting("connection.hosts") == nullptr);
  CHECK(find_setting("") == nullptr);
}

TEST_CASE("every standard value is one that its setting accepts", "[catalogue]") {
  for (const SettingInfo& setting : catalogue()) {
    CAPTURE(setting.path);
    for (const std::string_view standard : {setting.standard, setting.strict_standard}) {
      if (!standard.empty()) CHECK(parse_value(setting, standard).fault == ValueFault::none);
    }
  }
}

TEST_CASE("secrets have no standard value and are never harmless", "[catalogue]") {
  for (const SettingInfo& setting : catalogue()) {
    if (setting.type != SettingType::secret) continue;
    CAPTURE(setting.path);
    CHECK(setting.standard.empty());
    CHECK(setting.strict_standard.empty());
    CHECK(setting.risk >= redisconf::Risk::high);
  }
}

TEST_CASE("every setting and group is documented in one line", "[catalogue]") {
  for (const SettingInfo& setting : catalogue()) {
    CAPTURE(setting.path);
    CHECK_FALSE(setting.summary.empty());
    CHECK_FALSE(setting.summary.ends_with('.'));
    CHECK(setting.summary.find('\n') == std::string_view::npos);
    CHECK_FALSE(redisconf::group_summary(redisconf::group_of(setting.path)).empty());
  }
  CHECK(redisconf::group_summary("nothing").empty());
}

TEST_CASE("a group's settings stand together", "[catalogue]") {
  std::set<std::string_view> groups;
  std::string_view last;
  for (const SettingInfo& setting : catalogue()) {
    const std::string_view group = redisconf::group_of(setting.path);
    if (group != last) CHECK(groups.insert(group).second);
    last = group;
  }
}

TEST_CASE("numbers have bounds, choices have choices", "[catalogue]") {
  for (const SettingInfo& setting : catalogue()) {
    CAPTURE(setting.path);
    const bool is_number = setting.type == SettingType::integer || setting.type == SettingType::duration ||
                           setting.type == SettingType::size;
    CHECK((setting.minimum < setting.maximum) == is_number);
    CHECK(setting.choices.empty() == (setting.type != SettingType::choice));
  }
}

TEST_CASE("what a running process can't take over", "[catalogue]") {
  std::vector<std::string> paths;
  for (const SettingInfo& setting : catalogue()) {
    if (setting.restart) paths.emplace_back(setting.path);
    // A secret is rotated under a running process, always.
    CHECK_FALSE((setting.restart && setting.type == SettingType::secret));
  }
  CHECK(paths == std::vector<std::string>{"connection.host",
                                          "connection.port",
                                          "connection.socket",
                                          "connection.loopback",
                                          "connection.database",
                                          "connection.read_from",
                                          "tls.enabled",
                                          "pool.connections",
                                          "pool.polling",
                                          "cluster.enabled",
                                          "sentinel.nodes",
                                          "sentinel.master",
                                          "monitoring.health_interval",
                                          "monitoring.readiness",
                                          "monitoring.metrics",
                                          "monitoring.log_format",
                                          "monitoring.emf_namespace",
                                          "monitoring.emf_interval",
                                          "monitoring.debug_access",
                                          "fallback.mode"});
}
