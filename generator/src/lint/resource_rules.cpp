// What a service declares of its own: caches, channels, queues, custom settings.
#include <algorithm>

#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

class ServiceCheck {
 public:
  ServiceCheck(const LintInput& input, const ServiceSchema& service, Findings& findings)
      : input_(input), service_(service), findings_(findings) {}

  void run() {
    if (service_.summary.empty()) {
      add("undocumented", {"service"}, "service " + service_.name + " has no summary",
          "add `summary: What it does.`");
    }
    for (const Cache& cache : service_.caches) check(cache);
    for (const Channel& channel : service_.channels) check(channel);
    for (const Queue& queue : service_.queues) check(queue);
    for (const CustomSetting& custom : service_.customs) check_doc("custom", custom.name, custom.doc);
  }

 private:
  void add(std::string_view rule, std::initializer_list<std::string_view> path, std::string message,
           std::string fix) {
    const Member* const member = input_.tree.find(*service_.file, path);
    findings_.add(rule, spot_of(*service_.file, member->key), std::move(message), std::move(fix));
  }

  void check_doc(std::string_view section, const std::string& name, const std::string& doc) {
    if (!doc.empty()) return;
    add("undocumented", {section, name}, std::string(section) + '.' + name + " has no doc",
        "add `doc: What it is.`");
  }

  void check(const Cache& cache) {
    check_doc("caches", cache.name, cache.doc);
    if (cache.time_to_live_ms > 0) return;
    add("cache-lives-forever", {"caches", cache.name, "ttl"},
        "caches." + cache.name + " keeps entries for ever",
        "write how long an entry may be wrong: `ttl: 1d`");
  }

  void check(const Channel& channel) {
    check_doc("channels", channel.name, channel.doc);
    const auto& environments = input_.project.shared.environments;
    const auto strict = std::ranges::find(environments, true, &Environment::strict);
    if (channel.spool_bytes > 0 || strict == environments.end()) return;
    const bool said = input_.tree.find(*service_.file, {"channels", channel.name, "spool"}) != nullptr;
    const std::string message =
        "channels." + channel.name + " loses its messages while Redis is away, in " + strict->name + " too";
    const std::string fix = "add `spool: 64MiB`, or silence this where messages may be lost";
    if (said) return add("channel-without-spool", {"channels", channel.name, "spool"}, message, fix);
    add("channel-without-spool", {"channels", channel.name}, message, fix);
  }

  void check(const Queue& queue) {
    check_doc("queues", queue.name, queue.doc);
    if (queue.retention_ms > 0) return;
    add("queue-keeps-nothing", {"queues", queue.name}, "queues." + queue.name + " keeps no finished job",
        "add `retention: 1d`");
  }

  const LintInput& input_;
  const ServiceSchema& service_;
  Findings& findings_;
};

}  // namespace

void find_in_resources(const LintInput& input, Findings& findings) {
  for (const auto& service : input.project.schemas) ServiceCheck(input, *service, findings).run();
}

}  // namespace redisconf::compiler
