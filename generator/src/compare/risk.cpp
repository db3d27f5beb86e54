#include "compare/risk.h"

namespace redisconf::compiler::compare {
namespace {

using generated::Source;

constexpr std::string_view kRelaxed = "the environment is not strict: one class lower";

// Larger is stronger; a value that is known only at run time promises nothing.
std::int64_t strength(std::string_view path, const Value* value) noexcept {
  if (value == nullptr || value->source != Source::literal) return -3;
  return path == "tls.verify" ? -value->number : value->number;
}

bool has_strength(std::string_view path) noexcept { return path == "tls.enabled" || path == "tls.verify"; }

bool is_required(const Value* value) noexcept {
  return value != nullptr && value->source == Source::variable && !value->standard;
}

// A process that has no such variable yet stops at its start.
bool becomes_required(const Value* before, const Value* after) noexcept {
  if (!is_required(after)) return false;
  return !is_required(before) || before->text != after->text;
}

Assessment in_environment(Assessment found, bool strict) noexcept {
  if (strict || found.risk == Risk::low) return found;
  return {static_cast<Risk>(static_cast<std::uint8_t>(found.risk) - 1),
          found.why.empty() ? kRelaxed : found.why};
}

Assessment assess_tls(std::string_view path, const Value* before, const Value* after) noexcept {
  if (before == nullptr)
    return {Risk::critical, "something new has TLS that is weaker than full verification"};
  if (strength(path, after) < strength(path, before)) return {Risk::critical, "TLS becomes weaker"};
  return {Risk::high, "a server without such TLS can't be reached any more"};
}

}  // namespace

bool is_weak_tls(std::string_view path, const Value& value) noexcept {
  return has_strength(path) && strength(path, &value) < (path == "tls.verify" ? 0 : 1);
}

Assessment assess_setting(const SettingInfo& setting, const Value* before, const Value* after, bool strict) {
  Assessment found{setting.risk, {}};
  if (has_strength(setting.path)) {
    found = assess_tls(setting.path, before, after);
  } else if (becomes_required(before, after) && setting.risk < Risk::high) {
    found = {Risk::high, "a process without the variable stops at its start"};
  }
  return in_environment(found, strict);
}

Assessment assess_custom(const Value* before, const Value* after, bool strict) {
  if (becomes_required(before, after)) {
    return in_environment({Risk::high, "a process without the variable stops at its start"}, strict);
  }
  if (before == nullptr) return {Risk::low, "a new setting that has a default"};
  if (after == nullptr) return {Risk::low, "code that still reads it no longer compiles"};
  return in_environment({Risk::medium, "a setting of the service's own"}, strict);
}

Assessment assess_number(std::int64_t before, std::int64_t after, Assessment down, Assessment up) noexcept {
  return after < before ? down : up;
}

}  // namespace redisconf::compiler::compare
