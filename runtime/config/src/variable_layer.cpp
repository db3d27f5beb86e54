#include "variable_layer.h"

#include "vocabulary.h"

#include <algorithm>

namespace redisconf {
namespace {

// Beside the settings' own: redis-cli's, this project's, and the official container image's.
bool belongs_to_others(std::string_view name) noexcept {
  return name.starts_with("REDISCLI_") || name.starts_with("REDISCONF_") ||
         name.starts_with("REDIS_DOWNLOAD_") || name == "REDIS_VERSION";
}

// Where the letter stands in the stem, which holds none twice; past its end when it does not.
constexpr std::size_t place_in_stem(char c) noexcept {
  for (std::size_t place = 0; place < kStem.size(); ++place) {
    if (kStem[place] == c) return place;
  }
  return kStem.size();
}

// Asked of every variable: looks at each fifth letter, since the stem covers one of them wherever it
// stands, and that letter tells where it would begin.
bool holds_stem(std::string_view name) noexcept {
  if (begins_with_stem(name)) return true;
  for (std::size_t at = kStem.size() - 1; at < name.size(); at += kStem.size()) {
    const std::size_t place = place_in_stem(name[at]);
    if (place < kStem.size() && begins_with_stem(name.substr(at - place))) return true;
  }
  return false;
}

// One bit a letter, whatever its case: two names that share a bit may still differ.
constexpr std::uint32_t letter_bit(char c) noexcept { return 1U << (static_cast<unsigned char>(c) & 31U); }

bool has_prefix(std::string_view name, std::string_view prefix) noexcept {
  return prefix.empty() || (!name.empty() && name.front() == prefix.front() && name.starts_with(prefix));
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
      first_detection_(kFirstCustom + schema.customs.size()),
      slots_(first_detection_ + schema.detection_variables.size()) {
  constexpr std::size_t kUsual = 32;
  given_.reserve(kUsual);
  given_.emplace_back();
  for (const char* const name : schema.detection_variables) declared_letters_ |= letter_bit(*name);
  for (const generated::Custom& custom : schema.customs) declared_letters_ |= letter_bit(*custom.variable);
}

bool VariableLayer::concerns(std::string_view name) const noexcept {
  return keeps_others_ || holds_stem(name) || slot_of_declared(name) != kNoSlot;
}

void VariableLayer::add(std::string_view name, std::string_view value) {
  const Given given{name, value};
  if (const std::size_t slot = slot_of_name(name); slot != kNoSlot) {
    if (slots_[slot] == 0) {
      slots_[slot] = static_cast<std::uint16_t>(given_.size());
      given_.push_back(given);
    } else {
      given_[slots_[slot]] = given;
    }
    has_url_ = has_url_ || (slot >= kFirstUrl && slot < kFirstCustom);
    return;
  }
  const bool looks_like_ours = holds_stem(name);
  if (looks_like_ours && !belongs_to_others(name) && !is_injected(name, value)) {
    unread_.push_back(given);
  } else if (looks_like_ours || keeps_others_) {
    others_.push_back(given);
  }
}

std::size_t VariableLayer::slot_of_term(std::string_view name, bool own) noexcept {
  const Term term = find_term(name);
  switch (term.meaning) {
    case Meaning::nothing:
      return kNoSlot;
    case Meaning::alias:
      if (own) return kNoSlot;  // providers know no services
      [[fallthrough]];
    case Meaning::setting:
    case Meaning::setting_file:
      return slot_of(term.setting, form_of(term.meaning, own));
    case Meaning::url:
    case Meaning::url_file:
    case Meaning::tls_url:
      return slot_of(url_form_of(term.meaning, own));
  }
  return kNoSlot;
}

std::size_t VariableLayer::slot_of_declared(std::string_view name) const noexcept {
  if (!may_be_declared(name)) return kNoSlot;
  for (std::size_t index = 0; index < schema_.detection_variables.size(); ++index) {
    if (name == schema_.detection_variables[index]) return first_detection_ + index;
  }
  for (std::size_t index = 0; index < schema_.customs.size(); ++index) {
    if (name == schema_.customs[index].variable) return kFirstCustom + index;
  }
  return kNoSlot;
}

// Most variables of a process are ruled out by their first letter.
bool VariableLayer::may_be_declared(std::string_view name) const noexcept {
  return !name.empty() && (declared_letters_ & letter_bit(name.front())) != 0;
}

std::size_t VariableLayer::slot_of_name(std::string_view name) const noexcept {
  std::size_t slot = begins_with_stem(name) ? slot_of_term(name, false) : kNoSlot;
  if (slot == kNoSlot && has_prefix(name, prefix_)) {
    const std::string_view rest = name.substr(prefix_.size());
    if (begins_with_stem(rest)) slot = slot_of_term(rest, true);
  }
  return slot != kNoSlot ? slot : slot_of_declared(name);
}

Given VariableLayer::find(const char* name) const noexcept {
  const std::string_view wanted = name;
  if (const std::size_t slot = slot_of_name(wanted); slot != kNoSlot) return at(slot);
  for (const std::vector<Given>* const list : {&unread_, &others_}) {
    const auto latest = std::find_if(list->rbegin(), list->rend(),
                                     [wanted](const Given& given) { return given.name == wanted; });
    if (latest != list->rend()) return *latest;
  }
  // All that concern the layer have been added.
  if (environment_ == nullptr || concerns(wanted)) return {};
  const char* const value = environment_->find(name);
  return value == nullptr ? Given{} : Given{wanted, value};
}

}  // namespace redisconf
