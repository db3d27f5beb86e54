#include "queue/crash/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

namespace redisconf::test {

Journal::Journal(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
}

Journal::~Journal() { ::close(descriptor_); }

void Journal::write(const std::string& payload, int crashes) const {
  const std::string line = payload + ' ' + std::to_string(crashes) + '\n';
  if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    throw std::system_error(errno, std::generic_category(), "journal");
  }
}

Findings read_journals(const std::filesystem::path& folder, std::size_t count) {
  std::vector<unsigned> starts(count, 0);
  Findings findings;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream lines(file.path());
    std::map<int, long> last;  // of each priority
    int priority = 0;
    std::size_t number = 0;
    long sequence = 0;
    int crashes = 0;
    while (lines >> priority >> number >> sequence >> crashes) {
      if (number < count) ++starts[number];
      if (crashes > 0) continue;
      const auto [place, is_first] = last.try_emplace(priority, sequence);
      if (is_first) continue;
      if (sequence < place->second) ++findings.disorder;
      place->second = std::max(place->second, sequence);
    }
  }
  for (const unsigned times : starts) {
    if (times == 0) ++findings.lost;
    if (times > 1) findings.duplicates += times - 1;
  }
  return findings;
}

}  // namespace redisconf::test
