// What the costliest schemas take, as a whole process: processor time and peak memory of the worst of
// `generate`, `check` and a JSON report. Usage: worst_inputs TOOL [ROWS]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <vector>

#include "process.h"
#include "worst_cases.h"

namespace {

using namespace redisconf::bench;

struct Row {
  std::string name;
  Usage usage;
};

Row measure(const std::string& tool, const WorstCase& worst) {
  constexpr int kRuns = 3;
  const ScratchFolder folder;
  folder.write("schema/redis.yaml", worst.shared);
  folder.write("schema/services/demo.yaml", worst.service);
  Row row{worst.name, {}};
  const std::vector<std::vector<std::string>> commands{
      {tool, "generate", "--quiet"}, {tool, "check"}, {tool, "check", "--format", "json"}};
  for (const auto& command : commands) {
    const Usage usage = median_of(kRuns, command, folder.path(), [] {});
    row.usage.processor_ms = std::max(row.usage.processor_ms, usage.processor_ms);
    row.usage.megabytes = std::max(row.usage.megabytes, usage.megabytes);
    if (usage.status < 0) row.name += " (killed)";
  }
  return row;
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::fputs("usage: worst_inputs TOOL [ROWS]\n", stderr);
    return 64;
  }
  try {
    const std::string tool = std::filesystem::absolute(words[1]);
    const auto shown = count > 2 ? static_cast<std::size_t>(std::atoi(words[2])) : std::size_t{10};
    std::vector<Row> rows;
    for (const WorstCase& worst : worst_cases()) rows.push_back(measure(tool, worst));
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.usage.processor_ms > b.usage.processor_ms; });
    double memory = 0;
    for (const Row& row : rows) memory = std::max(memory, row.usage.megabytes);
    std::printf(
        "costliest of %zu schemas of 256 KiB: %.0f ms of a processor (limit 100 ms), %.0f MB (limit 64 MB)\n",
        rows.size(), rows.front().usage.processor_ms, memory);
    for (std::size_t index = 0; index < std::min(shown, rows.size()); ++index) {
      const Row& row = rows[index];
      std::printf("  %6.1f ms %6.1f MB  %s\n", row.usage.processor_ms, row.usage.megabytes, row.name.c_str());
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "worst_inputs: %s\n", error.what());
    return 1;
  }
}
