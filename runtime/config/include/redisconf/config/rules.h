// Rules between settings: what must hold for several values together. The schema compiler
// asks them of what it knows, the runtime again of the final values.
//
// Thread-safety: pure. Errors: returned as broken rules.
#pragma once

#include <redisconf/config/catalogue.h>
#include <redisconf/config/export.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

// What a rule sees of one setting.
struct RuleValue {
  bool set = false;    // some layer or variable gives it a value
  bool known = false;  // false while a variable or secret decides later
  std::int64_t number = 0;
  std::string_view text;  // of texts and hosts; never of secrets
};

struct RuleContext {
  bool strict = false;
  bool unverified_allowed = false;                      // the schema gives a reason (`because`)
  std::function<RuleValue(std::size_t setting)> value;  // by position in catalogue()
};

struct BrokenRule {
  std::string_view id;    // "host-is-named"
  std::string_view path;  // the setting to point at
  std::string rule;       // "must be at least timeouts.connect"
  std::string fix;
  std::string_view other = {};     // the setting that it clashes with
  std::string_view code_fix = {};  // for SettingsBuilder; empty: `fix`
};

// All broken rules, in the catalogue's order of the setting that each points at.
[[nodiscard]] REDISCONF_PUBLIC std::vector<BrokenRule> check_rules(const RuleContext& context);

}  // namespace redisconf
