// The JSON Schemas against the reader: patterns take exactly what the reader takes, and no key is
// known to one alone.
#include <redisconf/config/value.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <regex>
#include <set>

#include "json_schema/json_schema.h"
#include "json_schema/number_pattern.h"
#include "json_schema/parts.h"
#include "schema/cache_options.h"
#include "schema/resource_fields.h"
#include "support.h"
#include "support/catch.h"

using namespace redisconf;
using namespace redisconf::compiler;
using namespace redisconf::compiler::test;

namespace {

constexpr std::uint64_t kSeed = 20261121;

std::vector<SettingInfo> settings_with_units() {
  std::vector<SettingInfo> settings;
  const auto add = [&settings](const SettingInfo& setting) {
    if (setting.type == SettingType::duration || setting.type == SettingType::size)
      settings.push_back(setting);
  };
  for (const SettingInfo& setting : catalogue()) add(setting);
  for (const auto& field : kCacheFields) add(field.setting);
  for (const auto& field : kChannelFields) add(field.setting);
  for (const auto& field : kQueueFields) add(field.setting);
  for (const CustomType& type : kCustomTypes) {
    add({.type = type.type, .minimum = type.minimum, .maximum = type.maximum});
  }
  return settings;
}

// Numbers at the bounds in every unit, of every length, and what is none.
std::vector<std::string> numbers_about(const SettingInfo& setting, std::mt19937_64& random) {
  std::vector<std::string> numbers{"",
                                   "0",
                                   "00",
                                   "01",
                                   "1",
                                   "9",
                                   "10",
                                   "-1",
                                   "+1",
                                   "1.5",
                                   "1e3",
                                   " 1",
                                   "1 ",
                                   "0x1",
                                   "9223372036854775807",
                                   "9223372036854775808"};
  for (const std::int64_t factor :
       {1LL, 1000LL, 60'000LL, 3'600'000LL, 86'400'000LL, 1LL << 10, 1LL << 20, 1LL << 30}) {
    for (const std::int64_t bound : {setting.minimum / factor, setting.maximum / factor}) {
      for (const std::int64_t near : {bound - 1, bound, bound}) numbers.push_back(std::to_string(near));
      if (bound < INT64_MAX) numbers.push_back(std::to_string(bound + 1));
    }
  }
  for (int length = 0; length < 63; ++length) {
    numbers.push_back(std::to_string(static_cast<std::int64_t>(random() >> (1 + length))));
  }
  return numbers;
}

// The keys that the reader names when it meets an unknown one.
std::set<std::string> keys_of_reader(const std::string& shared, const std::string& service) {
  SchemaFolder schema(shared, service);
  const std::string report = schema.report();
  const std::string mark = "known here: ";
  const auto found = report.find(mark);
  INFO(report);
  REQUIRE(found != std::string::npos);
  std::istringstream list(report.substr(found + mark.size(), report.find('\n', found) - found - mark.size()));
  std::set<std::string> keys;
  for (std::string key; std::getline(list >> std::ws, key, ',');) keys.insert(key);
  return keys;
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  CHECK(object.at("additionalProperties") == false);
  for (const auto& [key, value] : object.at("properties").items()) keys.insert(key);
  return keys;
}

constexpr const char* kEnvironment = "  a: {connection: {host: localhost}}\n";
const std::string kUnknown = "zzzzzzzzzzzz";

}  // namespace

TEST_CASE("number patterns take their range and nothing else") {
  for (const auto& [low, high] : std::vector<std::pair<int, int>>{{0, 0},
                                                                  {0, 9},
                                                                  {0, 10},
                                                                  {1, 1},
                                                                  {7, 7},
                                                                  {9, 11},
                                                                  {10, 600},
                                                                  {1, 999},
                                                                  {1, 1000},
                                                                  {99, 101},
                                                                  {305, 4017}}) {
    const std::regex pattern('^' + number_pattern(low, high) + '$');
    for (int number = 0; number <= 11000; ++number) {
      const bool inside = number >= low && number <= high;
      if (std::regex_match(std::to_string(number), pattern) != inside) {
        FAIL(number << " in " << low << ".." << high);
      }
    }
    CHECK_FALSE(std::regex_match('0' + std::to_string(low), pattern));
  }
}

TEST_CASE("patterns of durations and sizes take exactly what the parser takes") {
  std::mt19937_64 random(kSeed);
  std::size_t taken = 0;
  for (const SettingInfo& setting : settings_with_units()) {
    const std::regex pattern(unit_pattern(setting));
    for (const std::string& number : numbers_about(setting, random)) {
      for (const char* const unit :
           {"", "ms", "s", "m", "h", "d", "B", "KiB", "MiB", "GiB", "TiB", "S", " s", "sec"}) {
        const std::string text = number + unit;
        const bool parsed = parse_value(setting, text).fault == ValueFault::none;
        if (std::regex_search(text, pattern) != parsed) FAIL(setting.path << ": " << text);
        taken += parsed ? 1 : 0;
      }
    }
  }
  CHECK(taken > 1000);
}

TEST_CASE("the pattern of hosts takes every host") {
  const SettingInfo host{.type = SettingType::host};
  const std::regex pattern(literal_schema(host).at("pattern").get<std::string>());
  const std::string label(63, 'a');
  for (const std::string& text :
       {std::string("localhost"), std::string("redis.example."), std::string("a_b-c.d1"),
        std::string("127.0.0.1"), std::string("::"), std::string("::1"), std::string("fe80::1:2"),
        std::string("2001:db8:0:0:0:0:0:1"), std::string("::ffff:10.0.0.1"),
        std::string("_sentinel._tcp.example"), label + '.' + label + '.' + label}) {
    CAPTURE(text);
    CHECK(parse_value(host, text).fault == ValueFault::none);
    CHECK(std::regex_search(text, pattern));
  }
  for (const std::string& text :
       {std::string("redis.example:6379"), std::string("redis://a"), std::string("a@b"), std::string("-a"),
        std::string("a..b"), label + 'a', std::string("a b")}) {
    CAPTURE(text);
    CHECK(parse_value(host, text).fault != ValueFault::none);
    CHECK_FALSE(std::regex_search(text, pattern));
  }
}

TEST_CASE("the JSON Schema of shared files knows the reader's keys") {
  const Json schema = Json::parse(shared_json_schema());
  const std::string head = "redisconf: 1\n";
  const std::string environments = std::string("environments:\n") + kEnvironment;
  const auto reader = [&](const std::string& text) {
    return keys_of_reader(head + text, std::string(kService));
  };
  CHECK(keys_of(schema) == reader(environments + kUnknown + ": 1\n"));
  const Json& properties = schema["properties"];
  CHECK(keys_of(properties["environment"]) == reader(environments + "environment: {" + kUnknown + ": 1}\n"));
  CHECK(keys_of(properties["defaults"]) == reader(environments + "defaults: {" + kUnknown + ": 1}\n"));
  CHECK(keys_of(properties["environments"]["additionalProperties"]) ==
        reader("environments: {a: {" + kUnknown + ": 1, connection: {host: localhost}}}\n"));
}

TEST_CASE("the JSON Schema knows the members of all groups") {
  const Json schema = Json::parse(shared_json_schema());
  for (const auto& [group, definition] : schema["definitions"].items()) {
    const Json object = definition.contains("anyOf") ? definition["anyOf"][1] : definition;
    CHECK(keys_of(object) == keys_of_reader(std::string("redisconf: 1\nenvironments:\n") + kEnvironment +
                                                "defaults: {" + group + ": {" + kUnknown + ": 1}}\n",
                                            std::string(kService)));
  }
}

TEST_CASE("the JSON Schema of service files knows the reader's keys") {
  const Json schema = Json::parse(service_json_schema());
  const auto reader = [](const std::string& text) {
    return keys_of_reader(std::string(kSharedSchema), std::string(kService) + text);
  };
  CHECK(keys_of(schema) == reader(kUnknown + ": 1\n"));
  const Json& properties = schema["properties"];
  CHECK(keys_of(properties["settings"]) == reader("settings: {" + kUnknown + ": 1}\n"));
  CHECK(keys_of(properties["environments"]["additionalProperties"]) ==
        reader("environments: {production: {" + kUnknown + ": 1}}\n"));
  for (const std::string section : {"caches", "channels", "queues"}) {
    CHECK(keys_of(properties[section]["additionalProperties"]) ==
          reader(section + ": {a: {ttl: 1s, " + kUnknown + ": 1}}\n"));
  }
  CHECK(keys_of(properties["custom"]["additionalProperties"]) ==
        reader("custom: {a: {type: integer, " + kUnknown + ": 1}}\n"));
}

TEST_CASE("every setting is explained to the editor") {
  const Json definitions = Json::parse(shared_json_schema())["definitions"];
  CHECK(definitions == Json::parse(service_json_schema())["definitions"]);
  const Json connect = definitions["timeouts"]["properties"]["connect"];
  CHECK(connect["description"] ==
        "Longest wait for the TCP connection. Takes a duration from 1ms to 1m. Default: 1s. "
        "Risk of a change: medium. Variable: REDIS_TIMEOUTS_CONNECT.");
  CHECK(connect["default"] == "1s");
  CHECK(definitions["connection"]["properties"]["port"]["default"] == 6379);
  CHECK(definitions["tls"]["properties"]["enabled"]["default"] == false);
}
