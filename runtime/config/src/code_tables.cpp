#include "code_tables.h"

#include "redisconf/config/value.h"

namespace redisconf {
namespace {

// "mail-worker" -> "MAIL_WORKER_".
std::string variable_prefix(std::string_view service) {
  std::string prefix;
  for (const char c : service) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    prefix += lower ? static_cast<char>(c - 'a' + 'A') : plain ? c : '_';
  }
  return prefix + '_';
}

generated::Text text_of(const CodeSetting& setting, const char* text, const char* path) {
  if (setting.source == generated::Source::literal) return generated::literal(text);
  return generated::secret(setting.text.empty() ? path : text);
}

}  // namespace

std::string fix_in_code(const SettingInfo& setting) {
  return "." + std::string(group_of(setting.path)) + "()." + std::string(member_of(setting.path)) +
         "(...) takes " + accepted_values(setting);
}

CodeTables::CodeTables(const CodeService& service, const CodeSettings& settings) {
  // In the catalogue's order, as the loader expects them.
  for (const SettingInfo& info : catalogue()) {
    const auto found = settings.find(info.path);
    if (found == settings.end()) continue;
    values_.push_back(
        {info.path.data(), text_of(found->second, keep(found->second.text), info.path.data()), kCodeOrigin});
  }
  environments_[0] = {
      .name = keep(service.environment),
      .entry = kCodeOrigin,
      .strict = service.strict,
      .unverified_because = service.unverified_because.empty() ? nullptr : keep(service.unverified_because),
      .values = values_};
  schema_ = {.service = keep(service.name),
             .key_prefix = keep(service.key_prefix),
             .variable_prefix = keep(variable_prefix(service.name)),
             .entry = kCodeOrigin,
             .detection_variables = {},
             .aliases = {},
             .default_environment = environments_[0].name,
             .environments = environments_,
             .shared = {},
             .customs = {},
             .caches = {},
             .channels = {},
             .queues = {},
             .in_code = true};
}

const char* CodeTables::keep(std::string_view text) { return texts_.emplace_back(text).c_str(); }

}  // namespace redisconf
