#include "comparison.h"

#include <stdexcept>

#include "compare/report.h"
#include "diagnostics/formats.h"

namespace redisconf::compiler::test {

void Comparison::write(const std::string& side, std::string_view shared, const Services& services) {
  folder_.write(side + "/schema/redis.yaml", shared);
  for (const auto& [name, text] : services) folder_.write(side + "/schema/services/" + name + ".yaml", text);
}

std::unique_ptr<Project> Comparison::load(const std::string& side) const {
  if (!folder_.has(side)) return nullptr;
  auto project = load_project(folder_.path(side + "/schema/redis.yaml"), {});
  if (!project->diagnostics.empty())
    throw std::runtime_error(format_diagnostics(project->diagnostics, false));
  return project;
}

const std::vector<compare::Change>& Comparison::changes() {
  before_ = load("before");
  after_ = load("after");
  changes_ = compare::compare_projects(before_.get(), *after_);
  return changes_;
}

std::string Comparison::lines() {
  std::string text;
  for (const compare::Change& change : changes()) {
    const std::string hits = compare::hits_text(change);
    text += std::string(compare::risk_name(change.risk)) + ' ' + change.subject + ": " +
            compare::side_text(change.before) + " -> " + compare::side_text(change.after);
    if (!hits.empty()) text += " in " + hits;
    text += '\n';
  }
  return text;
}

std::string service_difference(const std::string& before, const std::string& after) {
  Comparison comparison;
  comparison.before(kSharedSchema, {{"demo", std::string(kService) + before}});
  comparison.after(kSharedSchema, {{"demo", std::string(kService) + after}});
  return comparison.lines();
}

std::string shared_difference(std::string_view before, std::string_view after) {
  Comparison comparison;
  comparison.before(before, {{"demo", std::string(kService)}});
  comparison.after(after, {{"demo", std::string(kService)}});
  return comparison.lines();
}

}  // namespace redisconf::compiler::test
