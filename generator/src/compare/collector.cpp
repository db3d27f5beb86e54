#include "compare/collector.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace redisconf::compiler::compare {
namespace {

// Values hold no control character but those of YAML's quotes: '\0' tells fields apart.
std::string key_of(ChangeKind kind, const std::string& subject, const Values& values, Risk risk) {
  std::string key{static_cast<char>(kind), static_cast<char>(risk)};
  for (const auto& side : {values.before, values.after}) {
    key += side ? '=' : '-';
    key += side.value_or("");
    key += '\0';
  }
  return key + subject;
}

}  // namespace

void Collector::add(ChangeKind kind, std::string subject, Values values, Assessment assessment,
                    const Hit& hit) {
  if (values.before == values.after) return;
  const auto [found, is_new] =
      known_.try_emplace(key_of(kind, subject, values, assessment.risk), changes_.size());
  if (is_new) {
    changes_.push_back({kind,
                        std::move(subject),
                        std::move(values.before),
                        std::move(values.after),
                        assessment.risk,
                        assessment.why,
                        {},
                        {}});
  }
  changes_[found->second].hits.push_back(hit);
}

std::vector<Change> Collector::take() {
  const auto order = [](const Change& change) {
    return std::tuple(-static_cast<int>(change.risk), change.kind, std::string_view(change.subject),
                      change.hits.front().service, change.hits.front().environment);
  };
  std::ranges::stable_sort(changes_, {}, order);
  for (Change& change : changes_) change.hash = change_hash(change);
  known_.clear();
  return std::exchange(changes_, {});
}

}  // namespace redisconf::compiler::compare
