// The tables of a service that was described in code: what the generator writes for a schema, with
// the memory behind it. A state that was loaded from them keeps them alive.
#pragma once

#include "redisconf/config/catalogue.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/secret.h"

#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

// Stands as the origin of each value that code gives.
inline constexpr const char* kCodeOrigin = "code";

// ".pool().connections(...) takes a whole number from 1 to 1024".
[[nodiscard]] std::string fix_in_code(const SettingInfo& setting);

struct CodeSetting {
  generated::Source source = generated::Source::literal;
  std::string text;  // the literal, or a secret's name
  Secret secret;     // of secrets that have no name
};

// By path.
using CodeSettings = std::map<std::string, CodeSetting, std::less<>>;

struct CodeService {
  std::string name;
  std::string key_prefix;
  std::string environment;
  std::string unverified_because;  // empty: no reason
  bool strict = false;
};

class CodeTables {
 public:
  // A secret without a name gets its setting's path for one.
  CodeTables(const CodeService& service, const CodeSettings& settings);
  CodeTables(const CodeTables&) = delete;
  CodeTables& operator=(const CodeTables&) = delete;

  [[nodiscard]] const generated::Schema& schema() const noexcept { return schema_; }
  [[nodiscard]] const generated::Environment& environment() const noexcept { return environments_.front(); }

 private:
  [[nodiscard]] const char* keep(std::string_view text);

  std::deque<std::string> texts_;  // their addresses stay
  std::vector<generated::Value> values_;
  std::array<generated::Environment, 1> environments_{};
  generated::Schema schema_{};
};

}  // namespace redisconf
