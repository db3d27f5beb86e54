// One literal as the schema would write it.
#pragma once

#include <string>

#include "scan/raw_value.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {

struct LiteralText {
  std::string text;  // never a secret
  bool secret = false;
};

// Of every form but url, address and addresses, which say more than one thing.
[[nodiscard]] LiteralText literal_text(ValueForm form, TimeUnit unit, const RawValue& raw);

}  // namespace redisconf::compiler::scan
