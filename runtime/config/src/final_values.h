// The value of each setting after all layers, with its origin.
#pragma once

#include "redisconf/config/secret.h"
#include "redisconf/config/settings.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf {

struct FinalValue {
  bool set = false;
  bool refused = false;        // set, but wrong or missing: reported already, and of no use to rules
  std::int64_t number = 0;     // see ParsedValue
  std::string_view text = "";  // of texts and hosts; zero-terminated, lives as long as the names
  Secret secret;               // moved into Settings in the end
  const char* origin = "";     // a variable's name, or schema file and key path
  const char* entry = "";      // the schema entry behind it, whatever won
};

// Positions are those of catalogue(), then of the service's own settings.
class FinalValues {
 public:
  explicit FinalValues(std::size_t size) : values_(size) {}

  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] FinalValue& at(std::size_t index) { return values_[index]; }
  [[nodiscard]] const FinalValue& at(std::size_t index) const { return values_[index]; }

  [[nodiscard]] std::int64_t number(std::size_t index) const { return values_[index].number; }
  [[nodiscard]] std::string_view text(std::size_t index) const { return values_[index].text; }
  [[nodiscard]] Secret take_secret(std::size_t index) { return std::move(values_[index].secret); }

 private:
  std::vector<FinalValue> values_;
};

// Fills the structs (settings_bind.cpp, generated from the catalogue).
void bind_settings(FinalValues& values, Settings& settings);

// The secret at that position; nullptr for other settings (generated as well).
[[nodiscard]] const Secret* find_secret(const Settings& settings, std::size_t index) noexcept;

}  // namespace redisconf
