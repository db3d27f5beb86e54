// Any bytes as a source file of every language that `redisconf scan` reads.
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "reports.h"
#include "scan/report.h"
#include "scan/review.h"
#include "scan/scan.h"

namespace {

using namespace redisconf::compiler;
using redisconf::fuzz::require;

constexpr std::array<const char*, 15> kNames{
    "redis.cpp", "Redis.cs",   "redis.go",  "Redis.java", "redis.ts", "redis.json", "redis.kt",  "redis.py",
    "redis.rb",  "Dockerfile", "redis.env", "redis.ini",  "redis.sh", "redis.yaml", "redis.toml"};

void scan_as(const std::string& name, std::string_view text) {
  scan::Inventory inventory;
  inventory.sites = scan::scan_text(name, text);
  inventory.files = 1;
  const scan::Review review = scan::review(inventory);
  redisconf::fuzz::require_clean(scan::text_report(inventory, review, false));
  redisconf::fuzz::require_clean(scan::markdown_report(inventory, review));
  const std::string json = scan::json_report(inventory, review);
  require(nlohmann::json::accept(json), "the JSON report is JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* const name : kNames) scan_as(name, text);
  return 0;
}
