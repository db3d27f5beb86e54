#include "report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "progress.h"

namespace redisconf::import_tool {
namespace {

// What people are told of a count, unless it is 0.
struct Row {
  Count count;
  std::string_view meaning;
};
constexpr std::array kRows{
    Row{Count::kept, "an entry is there"},
    Row{Count::newer, "changed since the import began"},
    Row{Count::foreign, "the key holds no entry of a cache; --on-conflict replace replaces it"},
    Row{Count::repeated, "ids that came before, or before an interruption"},
    Row{Count::joined, "a job with the unique key is there"},
    Row{Count::expired, "past their end"},
    Row{Count::rejected, "wrong lines"},
    Row{Count::blank, "empty lines"},
};

std::string row(std::string_view name, std::uint64_t count, std::string_view meaning = {}) {
  constexpr std::size_t kNumberEnd = 27;
  constexpr std::size_t kNameWidth = 12;
  std::string text = "  " + std::string(name);
  const std::string number = grouped(count);
  text.resize(std::max(text.size() + 1, std::max(kNameWidth, kNumberEnd - number.size())), ' ');
  text += number;
  if (!meaning.empty()) text += "  " + std::string(meaning);
  return text + '\n';
}

std::uint64_t a_second(const Report& report) {
  const auto elapsed = static_cast<std::uint64_t>(std::max<std::int64_t>(report.elapsed.count(), 1));
  return report.run_lines * 1000 / elapsed;
}

std::string time_of(const Report& report) {
  const auto tenths = report.elapsed.count() / 100;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s, " +
         grouped(a_second(report)) + " lines/s\n";
}

}  // namespace

std::string text_of(const Report& report) {
  const Tally& tally = report.position.tally;
  std::string text = report.input + (report.dry_run ? " would go into " : " into ") + report.target + " (" +
                     report.endpoint + ")\n";
  text += row("lines", tally[Count::lines]);
  text += row(report.dry_run ? "new" : "written", tally[Count::written]);
  for (const Row& each : kRows) {
    if (tally[each.count] == 0) continue;
    std::string meaning(each.meaning);
    if (each.count == Count::rejected && !report.rejects.empty()) meaning += ", kept in " + report.rejects;
    text += row(kCountNames[static_cast<std::size_t>(each.count)], tally[each.count], meaning);
  }
  text += "  time        " + time_of(report);
  return text;
}

std::string json_of(const Report& report) {
  nlohmann::ordered_json json{{"target", report.target},   {"endpoint", report.endpoint},
                              {"input", report.input},     {"ending", report.ending},
                              {"dry_run", report.dry_run}, {"bytes", report.position.offset}};
  for (std::size_t at = 0; at < kCountNames.size(); ++at) {
    json[std::string(kCountNames[at])] = report.position.tally[static_cast<Count>(at)];
  }
  if (!report.rejects.empty()) json["rejects"] = report.rejects;
  json["milliseconds"] = report.elapsed.count();
  json["lines_per_second"] = a_second(report);
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::import_tool
