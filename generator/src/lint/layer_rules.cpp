// Values that repeat what a weaker layer says: taking them away would change nothing anywhere.
#include <map>
#include <utility>

#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

// What stands beneath an assignment, over all environments that it reaches.
struct Beneath {
  bool differs = false;
  const Place* place = nullptr;  // nullptr: the catalogue
};

struct Layered {
  const Value* value = nullptr;
  const Place* place = nullptr;
};

using Stack = std::vector<Layered>;

class LayerWalk {
 public:
  LayerWalk(const LintInput& input, Findings& findings)
      : shared_(input.project.shared), findings_(findings) {}

  void walk_shared() {
    for (const Environment& environment : shared_.environments) bases_.push_back(base_of(environment));
  }

  void walk(const ServiceSchema& service) {
    for (std::size_t index = 0; index < bases_.size(); ++index) {
      Stack stack = bases_[index];
      apply(service.settings, stack);
      for (const ServiceEnvironment& own : service.environments) {
        if (own.environment == index) apply(own.layer, stack);
      }
    }
    for (const ServiceEnvironment& own : service.environments) walk_customs(service, own);
  }

  void report() const {
    for (const auto& [assignment, beneath] : beneath_) {
      if (!beneath.differs) report(*assignment, beneath.place);
    }
  }

 private:
  Stack base_of(const Environment& environment) {
    Stack stack;
    for (std::size_t setting = 0; setting < catalogue().size(); ++setting) {
      stack.push_back({standard_value(setting, environment.strict), nullptr});
    }
    apply(shared_.defaults, stack);
    for (const std::size_t each : environment.lineage) apply(shared_.environments[each].layer, stack);
    return stack;
  }

  void apply(const Layer& layer, Stack& stack) {
    for (const Assignment& assignment : layer.assignments) {
      Layered& top = stack[assignment.setting];
      Beneath& beneath = beneath_[&assignment];
      beneath.differs = beneath.differs || top.value == nullptr || !(*top.value == assignment.value);
      beneath.place = top.place;
      top = {&assignment.value, &assignment.place};
    }
  }

  void walk_customs(const ServiceSchema& service, const ServiceEnvironment& own) {
    for (const CustomAssignment& assignment : own.customs) {
      const CustomSetting& custom = service.customs[assignment.custom];
      if (assignment.value == custom.standard) report_repeated(assignment.place, custom.path, custom.place);
    }
  }

  void report(const Assignment& assignment, const Place* weaker) const {
    const SettingInfo& setting = catalogue()[assignment.setting];
    const std::string path(setting.path);
    if (weaker != nullptr) return report_repeated(assignment.place, path, *weaker);
    // What services share may be said aloud, and so may what a strict environment locks: a reader
    // looks for it there.
    if (setting.locked || assignment.place.file == shared_.file) return;
    findings_.add("restates-catalogue", spot_of(assignment.place), path + " repeats the catalogue's standard",
                  "remove it; effective.yaml and env.example show it all the same");
  }

  void report_repeated(const Place& place, const std::string& path, const Place& weaker) const {
    Finding& finding = findings_.add("redundant-value", spot_of(place),
                                     path + " repeats what a weaker layer says", "remove it here");
    finding.diagnostic.related.push_back(related_to(spot_of(weaker), "the same value"));
  }

  const SharedSchema& shared_;
  Findings& findings_;
  std::vector<Stack> bases_;
  std::map<const Assignment*, Beneath> beneath_;
};

}  // namespace

void find_in_layers(const LintInput& input, Findings& findings) {
  LayerWalk walk(input, findings);
  walk.walk_shared();
  for (const auto& service : input.project.schemas) walk.walk(*service);
  walk.report();
}

}  // namespace redisconf::compiler
