#include "redisconf/config/catalogue.h"

#include "catalogue_table.h"

#include <algorithm>

namespace redisconf {

using table::kCatalogue;
using table::kGroups;

std::span<const SettingInfo> catalogue() noexcept { return kCatalogue; }

std::size_t setting_index(std::string_view path) noexcept {
  const auto* const found = std::ranges::find(kCatalogue, path, &SettingInfo::path);
  return static_cast<std::size_t>(found - kCatalogue.begin());
}

const SettingInfo* find_setting(std::string_view path) noexcept {
  const std::size_t index = setting_index(path);
  return index == kCatalogue.size() ? nullptr : &kCatalogue[index];
}

std::string_view group_summary(std::string_view group) noexcept {
  const auto* const found = std::ranges::find(kGroups, group, &table::Group::name);
  return found == kGroups.end() ? std::string_view{} : found->summary;
}

}  // namespace redisconf
