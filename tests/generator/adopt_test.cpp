// What a first schema takes over from what a scan found, and what it leaves to a decision.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adopt/adopted_schema.h"
#include "adopt/proposal.h"
#include "scan/scan.h"
#include "support/catch.h"

using redisconf::compiler::adopted_service_schema;
using redisconf::compiler::adopted_shared_schema;
using redisconf::compiler::Proposal;
using redisconf::compiler::propose;
using redisconf::compiler::ProposedValue;
using redisconf::compiler::ServiceFolders;
using redisconf::compiler::scan::Inventory;
using redisconf::compiler::scan::scan_text;
using redisconf::compiler::scan::Site;
using redisconf::test::contains;

namespace {

struct File {
  std::string path;
  std::string text;
};

Inventory inventory_of(const std::vector<File>& files) {
  Inventory inventory;
  for (const File& file : files) {
    for (Site& site : scan_text(file.path, file.text)) inventory.sites.push_back(std::move(site));
  }
  return inventory;
}

Proposal proposal_of(const std::vector<File>& files, const ServiceFolders& folders = ServiceFolders{}) {
  return propose(inventory_of(files), folders);
}

std::string python(const std::string& arguments) {
  return "import redis\nr = redis.Redis(" + arguments + ")\n";
}

// "timeouts.command=2s [5s 1s]"
std::string told(const std::vector<ProposedValue>& values) {
  std::string text;
  for (const ProposedValue& value : values) {
    text += std::string(value.setting) + '=' + value.text + " [";
    for (const auto& other : value.others) text += other.text + (other.refusal.empty() ? "" : "!") + ' ';
    if (!value.others.empty()) text.pop_back();
    text += "]\n";
  }
  return text;
}

}  // namespace

TEST_CASE("adopt: what all say is taken over without a word") {
  const Proposal proposal =
      proposal_of({{"a/x.py", python("host=os.environ['REDIS_HOST'], socket_timeout=0.7")},
                   {"b/y.py", python("socket_timeout=0.7")}});
  CHECK(told(proposal.defaults) == "timeouts.command=700ms []\n");
  REQUIRE(proposal.services.size() == 2);
  CHECK(proposal.services[0].name == "a");
  CHECK(proposal.services[0].settings.empty());
  CHECK(proposal.adopted() == 1);
  CHECK(proposal.undecided() == 0);
}

TEST_CASE("adopt: who says something else keeps it, until somebody decides") {
  const Proposal proposal =
      proposal_of({{"a/x.py", python("socket_timeout=0.7") + python("socket_timeout=0.7")},
                   {"b/y.py", python("socket_timeout=0.9")}});
  CHECK(told(proposal.defaults) == "timeouts.command=700ms [900ms]\n");
  REQUIRE(proposal.services.size() == 2);
  CHECK(proposal.services[0].settings.empty());
  CHECK(told(proposal.services[1].settings) == "timeouts.command=900ms [700ms]\n");
  const std::string shared = adopted_shared_schema(proposal);
  CHECK_THAT(shared, contains("# decide: timeouts.command: 900ms in b/y.py:2:32\n    command: 700ms\n"));
  const std::string service = adopted_service_schema(proposal.services[1], "B.");
  CHECK_THAT(service,
             contains("settings:\n  timeouts:\n    # decide: timeouts.command: 700ms in the defaults"));
}

TEST_CASE("adopt: a value that the schema does not take is left to a decision") {
  const Proposal proposal = proposal_of({{"a/x.py", python("socket_timeout=100000000")}});
  CHECK(told(proposal.defaults) == "timeouts.command= [100000000s!]\n");
  CHECK_THAT(adopted_shared_schema(proposal), contains("not taken over: it takes a duration"));
}

TEST_CASE("adopt: values that break a rule together are left to a decision") {
  const Proposal proposal = proposal_of(
      {{"a/x.py", python("socket_connect_timeout=1")}, {"b/y.py", python("socket_connect_timeout=30")}});
  REQUIRE(proposal.services.size() == 2);
  CHECK(told(proposal.services[1].settings) == "timeouts.connect= [30s! 1s]\n");
  CHECK_THAT(adopted_service_schema(proposal.services[1], "B."),
             contains("30s in b/y.py:2:40; not taken over: timeouts.connect must be at most timeouts."));
}

TEST_CASE("adopt: servers, weak TLS and secrets are never taken over") {
  const Proposal proposal = proposal_of(
      {{"a/x.py", python("host='prod.internal', port=6380, password='hunter2', ssl_cert_reqs='none'")},
       {"a/.env", "CACHE_HOST=10.0.0.1\nREDIS_PASSWORD=hunter2\n"},
       {"b/y.py", python("host=os.environ['CACHE_HOST'], port=int(os.environ.get('CACHE_PORT', 6379))")}});
  CHECK(proposal.defaults.empty());
  CHECK(proposal.host_variable == "CACHE_HOST");
  CHECK(proposal.port_variable == "CACHE_PORT");
  const std::string notes = told(proposal.notes);
  CHECK_THAT(notes, contains("prod.internal"));
  CHECK_THAT(notes, contains("connection.port= [6380]"));
  CHECK_THAT(notes, contains("tls.verify= [none]"));
  const std::string shared = adopted_shared_schema(proposal);
  CHECK_THAT(shared, contains("host: {env: CACHE_HOST}"));
  CHECK_THAT(shared, contains("port: {env: CACHE_PORT, default: 6379}"));
  CHECK(shared.find("hunter2") == std::string::npos);
}

TEST_CASE("adopt: services are the folders, or what the user says") {
  const std::vector<File> files{{"services/Order Mails/x.py", python("port=1")},
                                {"apps/web/src/y.py", python("port=1")},
                                {"top.py", python("port=1")},
                                {"9lives/z.py", python("port=1")}};
  const auto names = [&](const ServiceFolders& folders) {
    std::string all;
    for (const auto& service : proposal_of(files, folders).services) all += service.name + ' ';
    return all;
  };
  CHECK(names(ServiceFolders{}) == "order-mails service-9lives web ");
  CHECK(names(ServiceFolders({{"shop", "apps/web"}, {"cats", "./9lives/"}})) == "cats shop ");
  CHECK(names(ServiceFolders(std::map<std::string, std::string>{{"all", "."}})) == "all ");
}
