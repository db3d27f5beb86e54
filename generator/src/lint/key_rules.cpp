// Keys of services that share a server.
#include <algorithm>
#include <array>
#include <cctype>

#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

class KeyCheck {
 public:
  KeyCheck(const LintInput& input, Findings& findings) : input_(input), findings_(findings) {}

  void run() {
    const auto& services = input_.project.services;
    for (std::size_t index = 0; index < services.size(); ++index) {
      check_end(*services[index].service);
      for (std::size_t other = 0; other < index; ++other) check_pair(services[other], services[index]);
    }
  }

 private:
  // Where the prefix is written; the service's name when it follows from that.
  [[nodiscard]] Spot spot_of_prefix(const ServiceSchema& service) const {
    const Member* member = input_.tree.find(*service.file, {"key_prefix"});
    if (member == nullptr) member = input_.tree.find(*service.file, {"service"});
    return spot_of(*service.file, member->value);
  }

  void check_end(const ServiceSchema& service) {
    const char last = service.key_prefix.empty() ? ':' : service.key_prefix.back();
    if (std::isalnum(static_cast<unsigned char>(last)) == 0) return;
    findings_.add("open-key-prefix", spot_of_prefix(service), "key_prefix ends in a letter or digit",
                  "end it in a colon; keys that exist keep their old names: plan the change");
  }

  // The first environment in which both use the same database; nullptr when there is none.
  static const Environment* meeting_place(const ResolvedService& one, const ResolvedService& other) {
    constexpr std::array<std::string_view, 3> kAddress{"connection.host", "connection.port",
                                                       "connection.database"};
    for (std::size_t index = 0; index < one.environments.size(); ++index) {
      const auto is_same = [&](std::string_view path) {
        const ResolvedValue* const mine = find_value(one.environments[index], path);
        const ResolvedValue* const theirs = find_value(other.environments[index], path);
        return mine != nullptr && theirs != nullptr && *mine->value == *theirs->value;
      };
      if (std::ranges::all_of(kAddress, is_same)) return one.environments[index].environment;
    }
    return nullptr;
  }

  void check_pair(const ResolvedService& first, const ResolvedService& second) {
    const ServiceSchema* shorter = first.service;
    const ServiceSchema* longer = second.service;
    if (shorter->key_prefix.size() > longer->key_prefix.size()) std::swap(shorter, longer);
    if (!longer->key_prefix.starts_with(shorter->key_prefix)) return;
    const Environment* const environment = meeting_place(first, second);
    if (environment == nullptr) return;
    const bool same = shorter->key_prefix == longer->key_prefix;
    Finding& finding = findings_.add(
        same ? "shared-key-prefix" : "nested-key-prefix", spot_of_prefix(*longer),
        same ? longer->name + " has the key prefix of " + shorter->name
             : "the keys of " + longer->name + " begin as those of " + shorter->name + " do",
        "give each service a key prefix of its own; keys that exist keep their old names: plan the change");
    finding.diagnostic.related.push_back(related_to(
        spot_of_prefix(*shorter), "the other prefix; both use one server in " + environment->name));
  }

  const LintInput& input_;
  Findings& findings_;
};

}  // namespace

void find_in_keys(const LintInput& input, Findings& findings) { KeyCheck(input, findings).run(); }

}  // namespace redisconf::compiler
