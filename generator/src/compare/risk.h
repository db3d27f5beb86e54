// How risky a change is: the catalogue's class, made situational.
//
// - In an environment that is strict on neither side: one class lower.
// - Weaker TLS, and a reason that excuses it, in a strict environment: critical. Stronger TLS: high.
// - A variable that a process now stops without: at least high.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include "compare/change.h"

namespace redisconf::compiler::compare {

// A setting of the catalogue; a side without value is nullptr.
[[nodiscard]] Assessment assess_setting(const SettingInfo& setting, const Value* before, const Value* after,
                                        bool strict);
[[nodiscard]] Assessment assess_custom(const Value* before, const Value* after, bool strict);

// Whether the value of tls.enabled or tls.verify is less than full verification.
[[nodiscard]] bool is_weak_tls(std::string_view path, const Value& value) noexcept;

// A limit or time that a resource declares: what it is to go up, and down.
[[nodiscard]] Assessment assess_number(std::int64_t before, std::int64_t after, Assessment down,
                                       Assessment up) noexcept;

}  // namespace redisconf::compiler::compare
