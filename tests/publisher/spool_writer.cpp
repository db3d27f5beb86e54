// A process that owns a spool, to be killed: spool_writer FOLDER COMMAND COUNT [FSYNC]
//   write  spools messages "1", "2", ... in groups of three and prints each number when it is
//          acknowledged, or "refused"; reads and acknowledges the first half meanwhile
//   read   prints the messages that it finds, and takes them
//   hold   takes the spool, says so and sleeps
#include "spool.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

using redisconf::PublishError;
using redisconf::Spool;
using redisconf::SpoolSync;

namespace {

constexpr int kGroup = 3;

// Unbuffered: what was said before the kill counts.
void say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) ::_exit(3);
}

int take(Spool& spool, int most) {
  int taken = 0;
  while (taken < most) {
    const auto batch = spool.read(kGroup, 1 << 20);
    if (!batch) return taken;
    for (std::size_t i = 0; i < batch->ends.size(); ++i) say("took " + std::string(batch->message(i)));
    spool.acknowledge(*batch);
    taken += static_cast<int>(batch->ends.size());
  }
  return taken;
}

void write_group(Spool& spool, int first) {
  std::vector<std::string> texts;
  for (int i = 0; i < kGroup; ++i) texts.push_back(std::to_string(first + i) + std::string(200, '.'));
  const std::vector<std::string_view> messages(texts.begin(), texts.end());
  try {
    const auto ticket = spool.enqueue(static_cast<std::uint64_t>(first), messages);
    if (!ticket) return say("full");
    const bool durable = spool.commit(*ticket);
    for (int i = 0; i < kGroup; ++i) say((durable ? "durable " : "kept ") + std::to_string(first + i));
  } catch (const PublishError& error) {
    say(std::string("refused ") + error.what());
  }
}

void write_all(Spool& spool, int count) {
  for (int first = 1; first <= count; first += kGroup) {
    write_group(spool, first);
    if (first > count / 2) static_cast<void>(take(spool, 3 * kGroup));
  }
  say("failed writes " + std::to_string(spool.counts().failed_writes));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 4) return 64;
  const std::string_view command = argv[2];
  const int count = std::stoi(argv[3]);
  redisconf::SpoolOptions options{.directory = argv[1], .max_bytes = 64 << 10};
  options.group_commit = std::chrono::milliseconds(0);
  if (argc > 4 && std::string_view(argv[4]) == "never") options.sync = SpoolSync::never;
  if (argc > 4 && std::string_view(argv[4]) == "interval") options.sync = SpoolSync::interval;
  options.sync_interval = std::chrono::milliseconds(0);
  Spool spool(options);
  if (command == "write") write_all(spool, count);
  if (command == "read") {
    static_cast<void>(take(spool, count));
    const auto counts = spool.counts();
    say("torn " + std::to_string(counts.torn_bytes) + " damaged " + std::to_string(counts.damaged_bytes));
  }
  if (command == "hold") {
    say("owner " + std::to_string(::getpid()));
    ::pause();
  }
  return 0;
} catch (const PublishError& error) {
  say(std::string("error ") + error.what());
  return 1;
}
