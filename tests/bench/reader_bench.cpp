// How fast schema files are read: our reader (text check, YAML, tree with places) beside the YAML
// library's own events, thrown away, on the same bytes. Usage: reader_bench SCHEMA_FILE...
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "yaml/reader.h"

namespace {

using namespace redisconf::compiler;

class Deaf final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

void read_bare(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Deaf deaf;
  while (parser.HandleNextDocument(deaf)) {
  }
}

void read_ours(const std::string& text) {
  const SourceFile file("bench.yaml", "bench.yaml", text);
  Diagnostics diagnostics;
  if (!read_yaml(file, diagnostics)) throw std::runtime_error("the file is not a schema");
}

template <class Read>
double ms_of(const Read& read, const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  read(text);
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The custom settings of a large service: what a schema's bytes look like, 100 KB of them.
std::string large_service() {
  std::string text = "redisconf: 1\nservice: demo\ncustom:\n";
  for (int number = 0; text.size() < 100000; ++number) {
    text += "  setting_" + std::to_string(number) +
            ":\n    doc: How many of them may wait at once.\n    type: integer    # of a few\n"
            "    default: 5\n    min: 1\n    max: 20\n";
  }
  return text;
}

void bench(const char* name, const std::string& text) {
  constexpr int kRuns = 51;
  std::vector<double> ours;
  std::vector<double> bare;
  for (int run = 0; run < kRuns; ++run) {
    ours.push_back(ms_of(read_ours, text));
    bare.push_back(ms_of(read_bare, text));
  }
  const double kilobytes = static_cast<double>(text.size()) / 1000;
  std::printf("reading %s (%.1f kB): %.2f MB/s, %.2f of the library's bare events at %.2f MB/s (limit 0.8)\n",
              name, kilobytes, kilobytes / median(ours), median(bare) / median(ours),
              kilobytes / median(bare));
}

}  // namespace

int main(int count, char** words) {
  try {
    for (int index = 1; index < count; ++index) {
      std::ifstream file(words[index], std::ios::binary);
      bench(words[index], {std::istreambuf_iterator<char>(file), {}});
    }
    bench("a large service", large_service());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reader_bench: %s\n", error.what());
    return 1;
  }
}
