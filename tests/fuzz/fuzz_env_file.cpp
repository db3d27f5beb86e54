// Any bytes as a .env file: what is read must be told apart from what is wrong, and each value that
// was read must survive being written and read again.
#include "env_file.h"

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_round_trip(const redisconf::EnvEntry& entry) {
  const auto written = redisconf::format_env_value(entry.value.reveal());
  require(written.has_value());
  const std::string line = std::string(entry.name) + "=" + *written + "\n";
  const auto again = redisconf::parse_env_file(line);
  require(again.faults.empty() && again.entries.size() == 1);
  require(again.entries.front().name == entry.name);
  require(again.entries.front().value.reveal() == entry.value.reveal());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = redisconf::parse_env_file({reinterpret_cast<const char*>(data), size});
  require(file.faults.size() <= redisconf::kMaxEnvFaults);
  for (const auto& fault : file.faults) {
    require(fault.line >= 1 && fault.column >= 1 && !fault.rule.empty() && !fault.fix.empty());
  }
  if (!file.faults.empty()) return 0;
  std::set<std::string_view> names;
  for (const auto& entry : file.entries) {
    require(names.insert(entry.name).second);
    check_round_trip(entry);
  }
  return 0;
}
