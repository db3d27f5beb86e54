#include "adopt/proposal.h"

#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <map>
#include <utility>

#include "adopt/rule_breakers.h"
#include "scan/report.h"

namespace redisconf::compiler {
namespace {

using Places = std::vector<std::string>;
using Values = std::map<std::string, Places>;                           // by text
using Services = std::map<std::string, std::map<std::string, Values>>;  // service, setting

struct Observed {
  Services services;                      // also those without a value of their own
  std::map<std::string, Values> unowned;  // of files that no service owns
  std::map<std::string, Values> variables;
};

// A literal, or what an unset variable means; empty when the code does not tell.
std::string certain_text(const scan::Value& value) {
  std::string text;
  if (value.source == scan::ValueSource::literal) text = value.text;
  if (value.source == scan::ValueSource::variable) text = value.fallback.value_or("");
  return text.starts_with('(') || value.secret || text == scan::kMasked ? std::string{} : text;
}

void observe(const scan::Site& site, const std::string& service, Observed& observed) {
  auto& settings = service.empty() ? observed.unowned : observed.services[service];
  for (const scan::Finding& finding : site.findings) {
    if (find_setting(finding.setting) == nullptr) continue;
    const std::string place = scan::place_text(site.file, finding.place);
    if (finding.value.source == scan::ValueSource::variable) {
      observed.variables[finding.setting][finding.value.variable].push_back(place);
    }
    const std::string text = certain_text(finding.value);
    if (!text.empty()) settings[finding.setting][text].push_back(place);
  }
}

// Which server it is, and how it is proven: environments decide that, not source code.
bool is_about_server(const SettingInfo& setting) {
  const std::string_view group = group_of(setting.path);
  return setting.core || setting.type == SettingType::secret || group == "connection" || group == "tls" ||
         group == "cluster" || group == "sentinel" || group == "secrets";
}

// Why the schema does not take it; empty: it does.
std::string refusal_of(const SettingInfo& setting, const std::string& text) {
  const bool taken = parse_value(setting, text).fault == ValueFault::none;
  return taken ? std::string{} : "it takes " + accepted_values(setting);
}

std::vector<Alternative> by_frequency(const SettingInfo& setting, const Values& values) {
  std::vector<Alternative> all;
  for (const auto& [text, places] : values) all.push_back({text, places, refusal_of(setting, text)});
  std::ranges::stable_sort(all, [](const Alternative& left, const Alternative& right) {
    if (left.refusal.empty() != right.refusal.empty()) return left.refusal.empty();
    return left.places.size() > right.places.size();
  });
  return all;
}

// The most frequent value that the schema takes; the others beside it.
ProposedValue choose(const SettingInfo& setting, const Values& values) {
  ProposedValue value{setting.path, {}, {}, by_frequency(setting, values)};
  if (!value.others.empty() && value.others.front().refusal.empty()) {
    value.text = std::move(value.others.front().text);
    value.places = std::move(value.others.front().places);
    value.others.erase(value.others.begin());
  }
  return value;
}

void add(const Values& from, Values& to) {
  for (const auto& [text, places] : from) to[text].insert(to[text].end(), places.begin(), places.end());
}

const Values* find(const std::map<std::string, Values>& settings, std::string_view setting) {
  const auto found = settings.find(std::string(setting));
  return found == settings.end() ? nullptr : &found->second;
}

Values all_values(const Observed& observed, std::string_view setting) {
  Values values;
  if (const Values* const unowned = find(observed.unowned, setting)) add(*unowned, values);
  for (const auto& [name, settings] : observed.services) {
    if (const Values* const own = find(settings, setting)) add(*own, values);
  }
  return values;
}

// What most places say becomes the default; one that says something else keeps it until somebody
// decides, so that nothing changes by moving in.
void propose_setting(const SettingInfo& setting, const Observed& observed, Proposal& proposal) {
  const Values votes = all_values(observed, setting.path);
  if (votes.empty()) return;
  const ProposedValue& shared = proposal.defaults.emplace_back(choose(setting, votes));
  for (ProposedService& service : proposal.services) {
    const Values* const values = find(observed.services.at(service.name), setting.path);
    if (values == nullptr) continue;
    ProposedValue own = choose(setting, *values);
    if (own.text.empty() || own.text == shared.text) continue;
    own.others.insert(own.others.begin(), {shared.text, {"the defaults"}, {}});
    service.settings.push_back(std::move(own));
  }
}

// A variable that holds a whole URL is read in any case.
bool names_url(const std::string& variable) { return variable.ends_with("URL") || variable.ends_with("URI"); }

void propose_variable(std::string_view setting, const Observed& observed, std::string& variable,
                      Proposal& proposal) {
  const Values* const found = find(observed.variables, setting);
  if (found == nullptr) return;
  Values names;
  for (const auto& [name, places] : *found) {
    if (!names_url(name)) names.emplace(name, places);
  }
  std::vector<Alternative> all = by_frequency({}, names);
  std::ranges::for_each(all, [](Alternative& each) { each.text = "{env: " + each.text + "}"; });
  if (all.empty()) return;
  variable = all.front().text.substr(6, all.front().text.size() - 7);
  all.erase(all.begin());
  if (!all.empty()) proposal.notes.push_back({setting, {}, {}, std::move(all)});
}

// Nobody has to decide what says nothing new.
bool is_expected(const SettingInfo& setting, const std::string& text) {
  if (setting.path == "connection.host") return is_loopback(text);
  return text == setting.standard || text == setting.strict_standard;
}

void note_server(const SettingInfo& setting, const Observed& observed, Proposal& proposal) {
  std::vector<Alternative> all = by_frequency(setting, all_values(observed, setting.path));
  std::erase_if(all, [&](const Alternative& each) { return is_expected(setting, each.text); });
  if (!all.empty()) proposal.notes.push_back({setting.path, {}, {}, std::move(all)});
}

std::size_t count(const std::vector<ProposedValue>& values, bool undecided) {
  return static_cast<std::size_t>(std::ranges::count_if(values, [undecided](const ProposedValue& value) {
    return undecided ? !value.others.empty() : !value.text.empty();
  }));
}

}  // namespace

std::size_t Proposal::adopted() const {
  std::size_t sum = count(defaults, false);
  for (const ProposedService& service : services) sum += count(service.settings, false);
  return sum;
}

std::size_t Proposal::undecided() const {
  std::size_t sum = count(defaults, true) + count(notes, true);
  for (const ProposedService& service : services) sum += count(service.settings, true);
  return sum;
}

Proposal propose(const scan::Inventory& inventory, const ServiceFolders& folders) {
  Observed observed;
  for (const scan::Site& site : inventory.sites) observe(site, folders.service_of(site.file), observed);
  Proposal proposal;
  for (const auto& [name, settings] : observed.services) proposal.services.push_back({name, {}});
  propose_variable("connection.host", observed, proposal.host_variable, proposal);
  propose_variable("connection.port", observed, proposal.port_variable, proposal);
  for (const SettingInfo& setting : catalogue()) {
    if (is_about_server(setting)) {
      note_server(setting, observed, proposal);
    } else {
      propose_setting(setting, observed, proposal);
    }
  }
  withdraw_what_breaks_rules(proposal);
  return proposal;
}

}  // namespace redisconf::compiler
