// What findings mean together.
#include "scan/review.h"

#include "found.h"
#include "scan/report.h"
#include "scan/scan.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan;

namespace {

Inventory inventory_of(const std::vector<std::pair<std::string, std::string>>& files) {
  Inventory inventory;
  for (const auto& [path, text] : files) {
    for (Site& site : scan_text(path, text)) inventory.sites.push_back(std::move(site));
  }
  return inventory;
}

std::vector<std::string> risks_of(const std::string& path, const std::string& text) {
  const Inventory inventory = inventory_of({{path, text}});
  std::vector<std::string> names;
  const Review reviewed = review(inventory);
  for (const SiteReview& site : reviewed.sites) {
    for (const RiskReview& risk : site.risks) names.emplace_back(risk_name(risk.risk));
  }
  return names;
}

}  // namespace

TEST_CASE("two certain values contradict each other, in a stand-in too") {
  const Inventory inventory = inventory_of({{"a.env", "REDIS_PORT=1\nREDIS_HOST=h\nREDIS_DB=0\n"},
                                            {"b.env", "REDIS_PORT=2\nREDIS_HOST=${H:-i}\nREDIS_DB=${D}\n"},
                                            {"c.env", "REDIS_PORT=2\nREDIS_PASSWORD=x\n"},
                                            {"d.env", "REDIS_PASSWORD=y\n"}});
  const Review reviewed = review(inventory);
  REQUIRE(reviewed.settings.size() == 4);
  CHECK(reviewed.contradictions == 2);
  CHECK(reviewed.settings[0].setting == "connection.host");
  CHECK(reviewed.settings[1].setting == "connection.port");
  CHECK(reviewed.settings[1].contradiction);
  CHECK(reviewed.settings[1].values.front().text == "2");
  CHECK(reviewed.settings[1].values.front().places.size() == 2);
  CHECK_FALSE(reviewed.settings[2].contradiction);  // a database, and one that the process decides
  CHECK(reviewed.settings[3].setting == "connection.password");
  CHECK_FALSE(reviewed.settings[3].contradiction);  // secrets are not compared
  CHECK(reviewed.duplicates == 1);
}

TEST_CASE("risks of a configuration") {
  const auto [path, text, risks] = GENERATE(table<std::string, std::string, std::vector<std::string>>(
      {{"a.py", "redis.Redis(host='h', socket_timeout=1, socket_connect_timeout=1)", {}},
       {"a.py", "redis.Redis(host='h', socket_timeout=None, socket_connect_timeout=1)", {"no_timeouts"}},
       {"a.py", "redis.Redis(host='h')", {"no_timeouts"}},
       {"a.py", "redis.Redis()", {"silent_localhost", "no_timeouts"}},
       {"a.py", "redis.Redis(**settings)", {}},
       {"a.py", "redis.Redis(connection_pool=pool)", {}},
       {"a.py", "x = os.getenv('REDIS_HOST', '127.0.0.1')", {"silent_localhost"}},
       {"a.py", "x = os.getenv('REDIS_HOST', 'h')", {}},
       {"a.py", "x = os.getenv('REDIS_URL', 'redis://localhost')", {"silent_localhost"}},
       {"a.py", "x = 'redis://u:p@h'", {"secret_in_source"}},
       {"a.py", "x = 'redis://h:port'", {"secret_in_source", "unreadable_url"}},
       {".env", "REDIS_TLS_REJECT_UNAUTHORIZED=0", {"unverified_tls"}},
       {".env", "REDIS_TLS_VERIFY=full", {}}}));
  INFO(text);
  CHECK(risks_of(path, text + "\n") == risks);
}

TEST_CASE("the migration list starts with the worst") {
  const Inventory inventory = inventory_of({{"a.env", "REDIS_HOST=h\n"},
                                            {"b.env", "REDIS_HOST=${H:-localhost}\nREDIS_TLS_VERIFY=none\n"},
                                            {"c.env", "REDIS_PASSWORD=x\n"},
                                            {"d.env", "REDIS_HOST=${H:-localhost}\n"}});
  std::string order;
  const Review reviewed = review(inventory);
  for (const SiteReview& site : reviewed.sites) order += site.site->file.front();
  CHECK(order == "cbda");
}

TEST_CASE("names from a file can't disturb a report") {
  Inventory inventory = inventory_of({{"a.env", "REDIS_HOST=h\n"}});
  inventory.sites.front().file = "a\n\x1b[31m`|\"\xff.env";
  const Review reviewed = review(inventory);
  CHECK(text_report(inventory, reviewed, false).find('\x1b') == std::string::npos);
  CHECK(markdown_report(inventory, reviewed).find("'\\|\"") != std::string::npos);
  CHECK(json_report(inventory, reviewed).find("`|\\\"") != std::string::npos);
}

TEST_CASE("nothing found is said") {
  const Inventory inventory;
  const Review reviewed = review(inventory);
  CHECK(text_report(inventory, reviewed, false).find("Nothing found.") != std::string::npos);
  CHECK(json_report(inventory, reviewed).find("\"configurations\": []") != std::string::npos);
}
