// Reasons (`because`, `diverges`) that excuse nothing, and texts that are not finished.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "lint/findings.h"

namespace redisconf::compiler {
namespace {

// Whether the schema itself weakens TLS here, or leaves it to a variable.
bool weakens_tls(const ResolvedEnvironment& environment) {
  const auto is_weak = [&](std::string_view path, std::string_view full) {
    const ResolvedValue* const value = find_value(environment, path);
    return value != nullptr && value->place != nullptr && value->value->text != full;
  };
  return is_weak("tls.enabled", "true") || is_weak("tls.verify", "full");
}

class ReasonCheck {
 public:
  ReasonCheck(const Project& project, Findings& findings) : project_(project), findings_(findings) {}

  void run() {
    for_each_environment(project_, [this](const ResolvedEnvironment& environment, const std::string&) {
      if (environment.because != nullptr && weakens_tls(environment)) used_.insert(environment.because);
      if (!environment.divergences.empty()) used_.insert(environment.diverges);
    });
    check(project_.shared.defaults);
    for (const Environment& environment : project_.shared.environments) check(environment.layer);
    for (const auto& service : project_.schemas) {
      check(service->settings);
      for (const ServiceEnvironment& own : service->environments) check(own.layer);
    }
  }

 private:
  void check(const Layer& layer) {
    if (layer.because && !used_.contains(&*layer.because)) {
      findings_.add("idle-because", spot_of(layer.because->place),
                    "this reason excuses nothing: TLS is verified in full",
                    "remove it; a stronger layer may have set TLS right");
    }
    if (layer.diverges && !used_.contains(&*layer.diverges)) {
      findings_.add("idle-diverges", spot_of(layer.diverges->place),
                    "this reason excuses nothing: the service uses what all others use", "remove it");
    }
  }

  const Project& project_;
  Findings& findings_;
  std::set<const Reason*> used_;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Notes to oneself; in capitals, for a list of "todo" items may well be cached.
bool holds_note(std::string_view text) {
  constexpr std::array<std::string_view, 6> kNotes{"TODO", "FIXME", "XXX", "TBD", "HACK", "WIP"};
  return std::ranges::any_of(kNotes, [text](std::string_view note) {
    for (auto at = text.find(note); at != std::string_view::npos; at = text.find(note, at + 1)) {
      const auto end = at + note.size();
      if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
  });
}

void check_text(const SourceFile& file, const Member& member, Findings& findings) {
  const std::string_view text = member.value.text;
  const bool is_reason = member.key.text == "because" || member.key.text == "diverges";
  if (holds_note(text)) {
    findings.add("unfinished-text", spot_of(file, member.value),
                 "this " + member.key.text + " is not finished", "write what is missing");
  } else if (is_reason && text.find(' ') == std::string_view::npos) {
    findings.add("unfinished-text", spot_of(file, member.value), "one word is no reason",
                 "write why it is so, and until when");
  }
}

// `custom` of an environment holds values, whatever their names.
void check_texts(const SourceFile& file, const Node& node, bool in_environments, Findings& findings) {
  constexpr std::array<std::string_view, 4> kTexts{"because", "diverges", "doc", "summary"};
  for (const Member& member : node.members) {
    const std::string& key = member.key.text;
    if (member.value.is_scalar() && std::ranges::find(kTexts, key) != kTexts.end()) {
      check_text(file, member, findings);
    } else if (!in_environments || key != "custom") {
      check_texts(file, member.value, in_environments || key == "environments", findings);
    }
  }
}

}  // namespace

void find_in_reasons(const LintInput& input, Findings& findings) {
  ReasonCheck(input.project, findings).run();
  for (const auto& file : input.project.files) check_texts(*file, input.tree.root(*file), false, findings);
}

}  // namespace redisconf::compiler
