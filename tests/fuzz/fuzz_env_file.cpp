// Any bytes as a .env file: entries that survive being written and read again, or faults that tell where
// and show none of the file. A byte 1 in the input stands for a password.
#include "env_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "planted.h"
#include "require.h"

namespace {

using namespace redisconf;
using fuzz::require;

void require_faults(const EnvFile& file, std::string_view text) {
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  require(file.faults.size() <= kMaxEnvFaults, "faults are limited");
  require(std::ranges::is_sorted(file.faults, {},
                                 [](const EnvFault& each) { return std::tuple(each.line, each.column); }),
          "faults are in the file's order");
  for (const EnvFault& fault : file.faults) {
    require(fault.line >= 1 && fault.line <= lines && fault.column >= 1, "a fault is somewhere in the file");
    require(!fault.rule.empty() && !fault.fix.empty(), "a fault says what to write instead");
    fuzz::require_hidden(fault.rule);
    fuzz::require_hidden(fault.fix);
  }
}

void require_same(const EnvFile& read, const EnvFile& again, const char* promise) {
  const auto same = [](const EnvEntry& left, const EnvEntry& right) {
    return left.name == right.name && left.value.reveal() == right.value.reveal();
  };
  require(std::ranges::equal(read.entries, again.entries, same), promise);
}

void require_entries(const EnvFile& file) {
  std::set<std::string_view> names;
  std::string written;
  for (const EnvEntry& entry : file.entries) {
    require(names.insert(entry.name).second, "a name stands once");
    const auto value = format_env_value(entry.value.reveal());
    require(value.has_value(), "what was read can be written");
    written += std::string(entry.name) + "=" + *value + "\n";
  }
  // Quotes make it longer; then it need not fit.
  if (written.size() > kMaxEnvFileBytes) return;
  const EnvFile again = parse_env_file(written);
  require(again.faults.empty(), "what was written is read");
  require_same(file, again, "what was written means the same");
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
  });
}

void require_written(std::string_view value) {
  const auto written = format_env_value(value);
  if (!written) return;
  require(!has_control(value), "no control character is written");
  const std::string line = "A=" + *written;
  if (line.size() > kMaxEnvFileBytes || value.size() > Secret::kMaxBytes) return;
  const EnvFile file = parse_env_file(line);
  require(file.faults.empty() && file.entries.size() == 1, "a value that was written is read");
  require(file.entries.front().value.reveal() == value, "a value that was written is kept");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = fuzz::with_password(data, size);
  const EnvFile file = parse_env_file(text);
  require_faults(file, text);
  if (file.faults.empty()) require_entries(file);
  require_written(text);
  return 0;
}
