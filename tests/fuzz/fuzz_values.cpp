// Any text as the value of every setting of the catalogue: what is accepted lies within the setting's
// bounds, means what its digits and unit say, and reads the same after it was written.
#include <redisconf/config/catalogue.h>
#include <redisconf/config/value.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "require.h"

namespace {

using namespace redisconf;
using fuzz::require;

bool is_number(SettingType type) {
  return type == SettingType::integer || type == SettingType::duration || type == SettingType::size;
}

// The factor of the unit that ends the text.
std::int64_t factor_of(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    std::int64_t factor;
  };
  // In an order in which the first that ends the text is the right one.
  constexpr std::array kUnits{Unit{"ms", 1},          Unit{"s", 1000},         Unit{"m", 60 * 1000},
                              Unit{"h", 3600 * 1000}, Unit{"d", 86400 * 1000}, Unit{"KiB", 1 << 10},
                              Unit{"MiB", 1 << 20},   Unit{"GiB", 1 << 30},    Unit{"B", 1}};
  const auto* const unit =
      std::ranges::find_if(kUnits, [&](const Unit& each) { return text.ends_with(each.suffix); });
  require(unit != kUnits.end(), "a duration and a size have a unit");
  return unit->factor;
}

void require_number(const SettingInfo& setting, std::string_view text, std::int64_t number) {
  require(number >= setting.minimum && number <= setting.maximum, "a number lies within its bounds");
  const std::int64_t factor = setting.type == SettingType::integer ? 1 : factor_of(text);
  require(number % factor == 0 && number / factor == std::stoll(std::string(text)),
          "digits and unit give the number");
}

void require_text(std::string_view text) {
  require(text.size() <= kMaxTextBytes, "a text is not too long");
  require(std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }),
          "a text has no control character");
}

void check(const SettingInfo& setting, std::string_view text) {
  const ParsedValue parsed = parse_value(setting, text);
  require(!fault_summary(parsed.fault).empty(), "every fault has a summary");
  if (parsed.fault != ValueFault::none) return;
  require(!text.empty(), "no value is empty");
  const std::string written = format_value(setting, parsed.number, text);
  if (setting.type == SettingType::secret) {
    require(written == "***", "a secret is masked");
    return;
  }
  const ParsedValue again = parse_value(setting, written);
  require(again.fault == ValueFault::none && again.number == parsed.number,
          "what was written means the same");
  if (is_number(setting.type)) {
    require_number(setting, text, parsed.number);
  } else {
    require(written == text, "a value that is no number is written as it was read");
    require_text(text);
  }
}

void check_host(std::string_view text) {
  const auto host = std::ranges::find(catalogue(), SettingType::host, &SettingInfo::type);
  require(host != catalogue().end(), "the catalogue has a host");
  if (is_address(text)) require(parse_value(*host, text).fault == ValueFault::none, "an address is a host");
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  require(is_loopback(text) == is_loopback(upper), "names of hosts have no case");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const SettingInfo& setting : catalogue()) check(setting, text);
  check_host(text);
  return 0;
}
