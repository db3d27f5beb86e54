// The alerts and the dashboard of docs/operations: promtool runs them, and they name nothing that a running
// service does not tell.
#include "support/service.h"

#include "monitoring/support/http.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using redisconf::test::development;
using redisconf::test::get_json;
using redisconf::test::http_get;
using redisconf::test::plain_redis;
using redisconf::test::run;
using redisconf::test::Service;

namespace {

using Names = std::set<std::string>;

std::string content_of(const char* name) {
  std::ifstream file(std::string(OPERATIONS_DIRECTORY) + "/" + name);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), {}};
}

Names names_in(const std::string& text) {
  static const std::regex kName("(redisconf|db_client)_[a-z0-9_]+");
  Names names;
  for (std::sregex_iterator each(text.begin(), text.end(), kName), end; each != end; ++each)
    names.insert(each->str());
  return names;
}

// With those of the queue, which come when Redis was asked for them.
std::string figures_of(const Service& service) {
  std::string text;
  CHECK(redisconf::test::eventually([&] {
    text = http_get(service.port(), "/metrics").body;
    return text.find("redisconf_jobs{") != std::string::npos &&
           text.find("redisconf_spool_messages{") != std::string::npos;
  }));
  return text;
}

// Of samples: a histogram has three names.
Names told_by(const Service& service) {
  const std::string text = figures_of(service);
  static const std::regex kType("# TYPE ([a-z0-9_]+) ([a-z]+)\n");
  Names names;
  for (std::sregex_iterator each(text.begin(), text.end(), kType), end; each != end; ++each) {
    const std::string name = (*each)[1];
    names.insert(name);
    if ((*each)[2] != "histogram") continue;
    for (const char* const part : {"_bucket", "_sum", "_count"}) names.insert(name + part);
  }
  return names;
}

// Labels look like names of metrics.
const Names kLabels{"db_client_connection_pool_name", "db_client_connection_state"};

void check_known(const Names& used, const Names& told, const Names& labels) {
  for (const std::string& name : used) {
    CAPTURE(name);
    CHECK((told.contains(name) || labels.contains(name)));
  }
}

}  // namespace

TEST_CASE("promtool finds the alerts sound and right", "[services][operations]") {
  const std::string folder = OPERATIONS_DIRECTORY;
  for (const auto& arguments :
       {std::vector<std::string>{"check", "rules", folder + "/prometheus-rules.yaml"},
        std::vector<std::string>{"test", "rules", folder + "/prometheus-rules-test.yaml"}}) {
    const auto ended = run("/usr/bin/promtool", arguments, {});
    INFO(ended.output + ended.errors);
    CHECK(ended.status == 0);
  }
}

TEST_CASE("every alert has a history that gives it", "[services][operations]") {
  const std::string rules = content_of("prometheus-rules.yaml");
  const std::string tests = content_of("prometheus-rules-test.yaml");
  static const std::regex kAlert("- alert: (\\w+)");
  int alerts = 0;
  for (std::sregex_iterator each(rules.begin(), rules.end(), kAlert), end; each != end; ++each, ++alerts) {
    const std::string name = (*each)[1];
    CAPTURE(name);
    CHECK(tests.find("    alertname: " + name + "\n    exp_alerts:\n    - exp_labels:") != std::string::npos);
  }
  CHECK(alerts >= 13);
}

TEST_CASE("alerts and dashboard name what a service tells, and no more", "[services][operations]") {
  const auto redis = plain_redis();
  const Service backend(BACKEND_PROGRAM, development(redis));
  static_cast<void>(get_json(backend, "/analytics/revenue"));
  const Names told = told_by(backend);
  check_known(names_in(content_of("prometheus-rules.yaml")), told, kLabels);

  const auto dashboard = nlohmann::json::parse(content_of("grafana-dashboard.json"));
  Names used;
  for (const auto& panel : dashboard["panels"]) {
    for (const auto& target : panel["targets"]) used.merge(names_in(target["expr"].get<std::string>()));
  }
  CHECK(used.size() > 10);
  check_known(used, told, kLabels);
  for (const auto& variable : dashboard["templating"]["list"]) {
    if (variable["type"] == "query")
      check_known(names_in(variable["definition"].get<std::string>()), told, kLabels);
  }
}
