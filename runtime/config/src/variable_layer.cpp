#include "variable_layer.h"

#include "vocabulary.h"

#include <algorithm>

namespace redisconf {
namespace {

constexpr std::string_view kStem = "REDIS";

// Beside the settings' own: redis-cli's, this project's, and the official container image's.
bool belongs_to_others(std::string_view name) noexcept {
  return name.starts_with("REDISCLI_") || name.starts_with("REDISCONF_") ||
         name.starts_with("REDIS_DOWNLOAD_") || name == "REDIS_VERSION";
}

Form form_of(Meaning meaning, bool own) noexcept {
  if (meaning == Meaning::alias) return Form::alias;
  if (meaning == Meaning::setting_file) return own ? Form::own_file : Form::shared_file;
  return own ? Form::own : Form::shared;
}

UrlForm url_form_of(Meaning meaning, bool own) noexcept {
  if (meaning == Meaning::tls_url) return own ? UrlForm::own_tls : UrlForm::shared_tls;
  if (meaning == Meaning::url_file) return own ? UrlForm::own_file : UrlForm::shared_file;
  return own ? UrlForm::own : UrlForm::shared;
}

}  // namespace

std::string place_of(std::string_view name, std::string_view source) {
  std::string place(name);
  if (!source.empty()) place.append(" in ").append(source);
  return place;
}

VariableLayer::VariableLayer(const generated::Schema& schema, std::string_view source)
    : schema_(schema),
      source_(source),
      prefix_(schema.variable_prefix),
      customs_(schema.customs.size()),
      detection_(schema.detection_variables.size()) {}

void VariableLayer::add(std::string_view name, std::string_view value) {
  const Given given{name, value};
  if (name.starts_with(kStem) && add_ours(given, name, false)) return;
  if (name.starts_with(prefix_)) {
    const std::string_view rest = name.substr(prefix_.size());
    if (rest.starts_with(kStem) && add_ours(given, rest, true)) return;
  }
  if (add_declared(given)) return;
  if (keeps_others_) others_.push_back(given);
  if (name.find(kStem) == std::string_view::npos || belongs_to_others(name)) return;
  if (!is_injected(name, value)) unread_.push_back(given);
}

bool VariableLayer::add_ours(const Given& given, std::string_view name, bool own) {
  const Term term = find_term(name);
  switch (term.meaning) {
    case Meaning::nothing:
      return false;
    case Meaning::alias:
      if (own) return false;  // providers know no services
      [[fallthrough]];
    case Meaning::setting:
    case Meaning::setting_file:
      settings_[term.setting][static_cast<std::size_t>(form_of(term.meaning, own))] = given;
      return true;
    case Meaning::url:
    case Meaning::url_file:
    case Meaning::tls_url:
      urls_[static_cast<std::size_t>(url_form_of(term.meaning, own))] = given;
      has_url_ = true;
      return true;
  }
  return false;
}

bool VariableLayer::add_declared(const Given& given) {
  for (std::size_t index = 0; index < detection_.size(); ++index) {
    if (given.name == schema_.detection_variables[index]) {
      detection_[index] = given;
      return true;
    }
  }
  if (!given.name.starts_with(prefix_)) return false;
  for (std::size_t index = 0; index < customs_.size(); ++index) {
    if (given.name == schema_.customs[index].variable) {
      customs_[index] = given;
      return true;
    }
  }
  return false;
}

const Given* VariableLayer::find_other(std::string_view name) const noexcept {
  for (const std::vector<Given>* const list : {&others_, &unread_}) {
    const auto found = std::ranges::find(*list, name, &Given::name);
    if (found != list->end()) return &*found;
  }
  for (const auto& forms : settings_) {
    const auto found = std::ranges::find(forms, name, &Given::name);
    if (found != forms.end()) return &*found;
  }
  return nullptr;
}

}  // namespace redisconf
