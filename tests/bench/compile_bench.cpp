// How long `redisconf` takes as a whole process: two services beside a process that does nothing,
// then 10 to 10,000 services of four environments. Usage: compile_bench TOOL SCHEMA_FOLDER
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "process.h"

namespace {

using namespace redisconf::bench;
namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// About 1 KB, as a service that uses most of the language.
std::string service_text(const std::string& name) {
  return "redisconf: 1\nservice: " + name +
         "\nsummary: Takes orders and tells others what became of them.\nkey_prefix: \"" + name +
         ":\"\n\n"
         "settings:\n  timeouts: {command: 400ms}\n  pool: {connections: 6}\n\n"
         "environments:\n  production:\n    pool: {connections: 12}      # every order looks a customer up\n"
         "    custom: {max_open_orders: 500}\n\n"
         "caches:\n  customers:\n    doc: What is known of one customer each.\n    ttl: 30m\n    fallback: "
         "none\n"
         "  prices:\n    doc: The price of one article each, as the catalogue service told it.\n    ttl: "
         "45s\n\n"
         "channels:\n  orders:\n    doc: Tells other services that an order changed.\n    spool: 64MiB\n\n"
         "queues:\n  invoices:\n    doc: Orders whose invoice is still to be written.\n    priorities: 2\n"
         "    lease: 30s\n    retention: 7d\n\n"
         "custom:\n  max_open_orders:\n    doc: Orders that one customer may have open.\n    type: integer\n"
         "    default: 50\n    min: 1\n    max: 1000\n"
         "  invoice_format:\n    doc: How invoices are written.\n    type: enum\n    values: [pdf, xml]\n"
         "    default: pdf\n";
}

void require(const Usage& usage, const char* what) {
  if (usage.status != 0) throw std::runtime_error(std::string(what) + " failed");
}

void bench_two(const std::string& tool, const fs::path& schema) {
  constexpr int kRuns = 201;
  const ScratchFolder folder;
  fs::copy(schema, folder.path() + "/schema", fs::copy_options::recursive);
  const auto nothing = [] {};
  const Usage start = median_of(kRuns, {"true"}, folder.path(), nothing);
  const Usage fresh = median_of(kRuns, {tool, "generate", "--quiet"}, folder.path(),
                                [&folder] { folder.remove("services"); });
  const Usage unchanged = median_of(kRuns, {tool, "generate", "--quiet"}, folder.path(), nothing);
  const Usage check = median_of(kRuns, {tool, "check", "--quiet"}, folder.path(), nothing);
  require(fresh, "generate");
  require(check, "check");
  std::printf(
      "two services, four environments: from nothing %.1f ms, unchanged %.1f ms, check %.1f ms "
      "(limit 5 ms) | true(1): %.1f ms\n",
      fresh.ms, unchanged.ms, check.ms, start.ms);
}

void bench_many(const std::string& tool, const fs::path& schema, int count) {
  const ScratchFolder folder;
  folder.write("schema/redis.yaml", read(schema / "redis.yaml"));
  std::size_t bytes = 0;
  for (int number = 0; number < count; ++number) {
    const std::string name = "service-" + std::to_string(number);
    const std::string text = service_text(name);
    bytes += text.size();
    folder.write("schema/services/" + name + ".yaml", text);
  }
  const int runs = count > 1000 ? 3 : 9;
  const Usage fresh =
      median_of(runs, {tool, "generate", "--quiet"}, folder.path(), [&folder] { folder.remove("services"); });
  const Usage check = median_of(runs, {tool, "check", "--quiet"}, folder.path(), [] {});
  require(fresh, "generate");
  require(check, "check");
  std::printf(
      "%5d services, %.2f MB of YAML: from nothing %.0f us each (%.2f s), check %.0f us each (%.2f s), "
      "peak %.0f MB%s\n",
      count, static_cast<double>(bytes) / 1e6, fresh.ms * 1000 / count, fresh.ms / 1000,
      check.ms * 1000 / count, check.ms / 1000, std::max(fresh.megabytes, check.megabytes),
      count == 1000    ? " (limits 0.7 s, 0.5 s)"
      : count == 10000 ? " (limit 200 MB)"
                       : "");
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("usage: compile_bench TOOL SCHEMA_FOLDER\n", stderr);
    return 64;
  }
  try {
    const std::string tool = fs::absolute(words[1]);
    bench_two(tool, words[2]);
    for (const int services : {10, 100, 1000, 10000}) bench_many(tool, words[2], services);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "compile_bench: %s\n", error.what());
    return 1;
  }
}
