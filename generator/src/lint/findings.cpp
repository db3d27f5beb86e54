#include "lint/findings.h"

#include <algorithm>
#include <utility>

#include "lint/lint.h"

namespace redisconf::compiler {

Spot spot_of(const Place& place) { return {place.file, place.offset, place.length}; }

Spot spot_of(const SourceFile& file, const Node& node) { return {&file, node.offset, node.length}; }

Related related_to(const Spot& spot, std::string message) {
  return {spot.file, spot.offset, spot.length, std::move(message)};
}

Finding& Findings::add(std::string_view rule, const Spot& spot, std::string message, std::string fix) {
  const LintRule& known = *find_lint_rule(rule);
  Finding& finding = all_.emplace_back();
  finding.diagnostic.severity = known.severity;
  finding.diagnostic.id = known.id;
  finding.diagnostic.file = spot.file;
  finding.diagnostic.offset = spot.offset;
  finding.diagnostic.length = spot.length;
  finding.diagnostic.message = std::move(message);
  finding.diagnostic.rule = known.sentence;
  finding.diagnostic.fix = std::move(fix);
  return finding;
}

const ResolvedValue* find_value(const ResolvedEnvironment& environment, std::string_view path) {
  const auto found = std::ranges::find(environment.values, path, &ResolvedValue::path);
  return found == environment.values.end() ? nullptr : &*found;
}

const Value* find_literal(const ResolvedEnvironment& environment, std::string_view path) {
  const ResolvedValue* const found = find_value(environment, path);
  const bool literal = found != nullptr && found->value->source == generated::Source::literal;
  return literal ? found->value : nullptr;
}

}  // namespace redisconf::compiler
