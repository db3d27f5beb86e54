// Writes hand-written values as the schema would, so that 5, 5000 and "5s" can be compared; and
// decides what of a value may be shown.
//
// Thread-safety: pure. Errors: none; what has no meaning is "(unreadable)".
#pragma once

#include <string>
#include <vector>

#include "scan/finding.h"
#include "scan/raw_value.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {

// A value of one setting.
struct NamedValue {
  std::string setting;
  Value value;
};

// What a hand-written value says. Mostly one setting; a URL or an address says several, and a word
// that is no value of the setting (a broker that is not Redis) none.
[[nodiscard]] std::vector<NamedValue> settings_of(const NamedSetting& setting, TimeUnit unit,
                                                  const RawValue& raw);

// What an environment variable that is read or set stands for; empty when it is none of Redis'.
[[nodiscard]] std::vector<NamedValue> settings_of_variable(std::string_view name, TimeUnit unit,
                                                           const RawValue& raw);

// The settings that a text with a Redis URL at its front stands for.
[[nodiscard]] std::vector<NamedValue> settings_of_url(TimeUnit unit, const RawValue& raw);

// True for "host:6380,password=...,ssl=True", as StackExchange.Redis and Azure write it.
[[nodiscard]] bool is_connection_list(const std::string& text);
[[nodiscard]] std::vector<NamedValue> settings_of_connection_list(const RawValue& raw);

}  // namespace redisconf::compiler::scan
