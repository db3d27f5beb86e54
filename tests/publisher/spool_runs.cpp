#include "publisher/spool_runs.h"

#include "support/catch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

namespace redisconf::test {
namespace {

bool take_number(const std::string& line, const std::string& word, std::vector<int>& numbers) {
  if (!line.starts_with(word)) return false;
  numbers.push_back(std::stoi(line.substr(word.size())));
  return true;
}

void sort_in(SpoolRun& run, const std::string& line) {
  if (take_number(line, "durable ", run.acknowledged)) return;
  if (take_number(line, "kept ", run.acknowledged)) return;
  if (take_number(line, "took ", run.taken)) return;
  run.other.push_back(line);
}

}  // namespace

bool SpoolRun::said(const std::string& text) const {
  return std::any_of(other.begin(), other.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

SpoolRun run_spool(const std::filesystem::path& folder, const std::string& arguments,
                   const std::string& before) {
  const std::string command = "exec " + before + " " + SPOOL_WRITER + " " + folder.string() + " " + arguments;
  FILE* const pipe = popen(command.c_str(), "re");
  if (pipe == nullptr) throw std::runtime_error("popen failed");
  SpoolRun run;
  std::array<char, 1024> line{};
  while (fgets(line.data(), line.size(), pipe) != nullptr) sort_in(run, line.data());
  run.status = pclose(pipe);
  return run;
}

std::string inject(const std::string& call, const std::string& what) {
  // In a build with it, LeakSanitizer traces the process itself, and fails where strace does already.
  return "strace -f -qqq -E ASAN_OPTIONS=detect_leaks=0 -o /dev/null -e trace=" + call +
         " -e inject=" + call + ":" + what;
}

void check_nothing_lost(const SpoolRun& writer, const SpoolRun& reader) {
  CHECK(std::is_sorted(reader.taken.begin(), reader.taken.end(), std::less_equal<>()));
  std::set<int> there(writer.taken.begin(), writer.taken.end());
  there.insert(reader.taken.begin(), reader.taken.end());
  for (const int number : writer.acknowledged) {
    INFO("acknowledged: " << number);
    CHECK(there.count(number) == 1);
  }
}

}  // namespace redisconf::test
