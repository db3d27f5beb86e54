// Any text as the value of every setting of the catalogue: what is accepted lies within the
// setting's bounds, and reads the same after it was written.
#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using redisconf::SettingInfo;
using redisconf::SettingType;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_number(SettingType type) {
  return type == SettingType::integer || type == SettingType::duration || type == SettingType::size;
}

void check(const SettingInfo& setting, std::string_view text) {
  const auto parsed = redisconf::parse_value(setting, text);
  require(!redisconf::fault_summary(parsed.fault).empty());
  if (parsed.fault != redisconf::ValueFault::none || setting.type == SettingType::secret) return;
  require(!text.empty());
  if (is_number(setting.type)) {
    require(parsed.number >= setting.minimum && parsed.number <= setting.maximum);
  }
  const std::string written = redisconf::format_value(setting, parsed.number, text);
  const auto again = redisconf::parse_value(setting, written);
  require(again.fault == redisconf::ValueFault::none && again.number == parsed.number);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const SettingInfo& setting : redisconf::catalogue()) check(setting, text);
  return 0;
}
