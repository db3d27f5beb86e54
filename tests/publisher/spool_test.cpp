// The spool in one process, on a real file system.
#include "spool.h"

#include "support/catch.h"

#include <redisconf/testing/temporary_directory.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using redisconf::PublishError;
using redisconf::Spool;
using redisconf::SpoolBatch;
using redisconf::SpoolOptions;
using redisconf::SpoolSync;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

SpoolOptions options_in(const TemporaryDirectory& folder, std::uint64_t bytes = 1 << 20) {
  return {.directory = folder.path() / "spool",
          .max_bytes = bytes,
          .sync = SpoolSync::never,
          .group_commit = 0ms,
          .sync_interval = 0ms};
}

bool put(Spool& spool, std::uint64_t first, const std::vector<std::string>& texts) {
  const std::vector<std::string_view> messages(texts.begin(), texts.end());
  const auto ticket = spool.enqueue(first, messages);
  if (ticket) static_cast<void>(spool.commit(*ticket));
  return ticket.has_value();
}

std::vector<std::string> take(Spool& spool, std::size_t most = 1000) {
  std::vector<std::string> texts;
  while (texts.size() < most) {
    const auto batch = spool.read(most - texts.size(), 1 << 20);
    if (!batch) break;
    for (std::size_t i = 0; i < batch->ends.size(); ++i) texts.emplace_back(batch->message(i));
    spool.acknowledge(*batch);
  }
  return texts;
}

std::vector<fs::path> segments(const TemporaryDirectory& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder.path() / "spool"))
    if (entry.path().extension() == ".seg") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

void flip(const fs::path& path, std::streamoff place) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(place);
  const auto byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(place);
  file.put(byte);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a spool gives back what it got, in order, and is empty then") {
  const TemporaryDirectory folder;
  Spool spool(options_in(folder));
  CHECK(spool.empty());
  CHECK(put(spool, 1, {"a", "", std::string(100'000, 'x')}));
  CHECK(put(spool, 4, {"b"}));
  CHECK(spool.counts().messages == 4);
  CHECK(spool.counts().bytes == 4 * 24 + 100'002);
  CHECK(take(spool) == Texts{"a", "", std::string(100'000, 'x'), "b"});
  CHECK(spool.empty());
  CHECK(spool.counts().bytes == 0);
  CHECK(segments(folder).empty());
  CHECK(put(spool, 5, {"c"}));
  CHECK(take(spool) == Texts{"c"});
}

TEST_CASE("batches hold sequences that follow each other, and keep to their bounds") {
  const TemporaryDirectory folder;
  Spool spool(options_in(folder));
  CHECK(put(spool, 1, {"a", "b"}));
  CHECK(put(spool, 7, {"c", "d", "e"}));
  const auto next = [&](std::size_t messages, std::size_t bytes) {
    const auto batch = spool.read(messages, bytes);
    REQUIRE(batch);
    spool.acknowledge(*batch);
    return std::pair(batch->first, batch->last());
  };
  CHECK(next(10, 100) == std::pair<std::uint64_t, std::uint64_t>(1, 2));
  CHECK(next(2, 100) == std::pair<std::uint64_t, std::uint64_t>(7, 8));
  CHECK(next(2, 100) == std::pair<std::uint64_t, std::uint64_t>(9, 9));
  CHECK_FALSE(spool.read(1, 1));
}

TEST_CASE("another owner finds what was not acknowledged, and a later epoch") {
  const TemporaryDirectory folder;
  std::uint64_t producer = 0;
  std::uint64_t epoch = 0;
  {
    Spool spool(options_in(folder));
    producer = spool.producer();
    epoch = spool.epoch();
    CHECK(put(spool, 1, {"a", "b", "c"}));
    CHECK(take(spool, 1) == Texts{"a"});
  }
  Spool spool(options_in(folder));
  CHECK(spool.producer() == producer);
  CHECK(spool.epoch() > epoch);
  CHECK(spool.counts().messages == 2);
  CHECK(put(spool, 1, {"d"}));
  const auto batch = spool.read(10, 1000);
  REQUIRE(batch);
  CHECK(batch->segment->name.epoch == epoch);
  CHECK(batch->first == 2);
  CHECK(batch->ends.size() == 2);
  spool.acknowledge(*batch);
  CHECK(take(spool) == Texts{"d"});
}

TEST_CASE("a lost index costs no message: all come again, as of the same producer") {
  const TemporaryDirectory folder;
  std::uint64_t producer = 0;
  std::uint64_t epoch = 0;
  {
    Spool spool(options_in(folder));
    producer = spool.producer();
    epoch = spool.epoch();
    CHECK(put(spool, 1, {"a", "b"}));
    CHECK(take(spool, 1) == Texts{"a"});
  }
  fs::remove(folder.path() / "spool" / "index");
  Spool spool(options_in(folder));
  CHECK(spool.producer() == producer);
  CHECK(spool.epoch() > epoch);
  CHECK(take(spool) == Texts{"a", "b"});
}

TEST_CASE("an index of which one slot is damaged is the older one") {
  const TemporaryDirectory folder;
  {
    Spool spool(options_in(folder));
    CHECK(put(spool, 1, {"a", "b", "c"}));
    CHECK(take(spool, 2) == Texts{"a", "b"});
  }
  const auto place = GENERATE(20, 532);
  flip(folder.path() / "spool" / "index", place);
  Spool spool(options_in(folder));
  const Texts left = take(spool);
  CHECK(left.back() == "c");
  CHECK(left.size() <= 3);
}

TEST_CASE("a full spool takes no more until room comes back") {
  const TemporaryDirectory folder;
  Spool spool(options_in(folder, 10'000));
  std::uint64_t sequence = 1;
  Texts sent;
  while (put(spool, sequence, {std::to_string(sequence) + std::string(500, '.')}))
    sent.push_back(std::to_string(sequence++) + std::string(500, '.'));
  CHECK(sent.size() == 10'000 / 525);
  CHECK(spool.counts().bytes <= 10'000);
  CHECK(take(spool, 8).size() == 8);
  static_cast<void>(spool.read(1, 1));  // leaves the first segment
  CHECK(put(spool, sequence, {"again"}));
  CHECK_THROWS_AS(put(spool, sequence, {std::string(10'000, 'x')}), PublishError);
}

TEST_CASE("the oldest are dropped and counted, also while they are read") {
  const TemporaryDirectory folder;
  Spool spool(options_in(folder, 10'000));
  for (std::uint64_t i = 1; i <= 18; ++i) CHECK(put(spool, i, {std::to_string(i) + std::string(500, '.')}));
  const auto batch = spool.read(2, 10'000);
  REQUIRE(batch);
  CHECK(spool.drop_oldest());
  CHECK(spool.counts().dropped == 5);  // not the two that are read
  spool.acknowledge(*batch);
  CHECK(spool.counts().messages == 11);
  const Texts left = take(spool);
  CHECK(left.size() == 11);
  CHECK(left.front().starts_with("8."));
  CHECK(left.back().starts_with("18."));
  CHECK_FALSE(spool.drop_oldest());
}

TEST_CASE("any one flipped bit costs at most its message, and is told") {
  const TemporaryDirectory folder;
  const auto place = GENERATE(range(0, 8 * 29, 3));
  {
    Spool spool(options_in(folder));
    for (std::uint64_t i = 1; i <= 8; ++i) CHECK(put(spool, i, {"text" + std::to_string(i)}));
  }
  flip(segments(folder).at(0), place);
  Spool spool(options_in(folder));
  CHECK(spool.counts().damaged_bytes + spool.counts().torn_bytes == 29);
  Texts expected;
  for (int i = 1; i <= 8; ++i)
    if (i != place / 29 + 1) expected.push_back("text" + std::to_string(i));
  CHECK(take(spool) == expected);
  CHECK(spool.empty());
}

TEST_CASE("what is damaged while the spool is open is counted as lost") {
  const TemporaryDirectory folder;
  Spool spool(options_in(folder));
  CHECK(put(spool, 1, {"text1", "text2", "text3"}));
  flip(segments(folder).at(0), GENERATE(30, 60));
  CHECK(take(spool).size() == 2);
  CHECK(spool.counts().lost == 1);
  CHECK(spool.counts().damaged_bytes == 29);
  CHECK(spool.empty());
}

TEST_CASE("bytes of another spool inside of a message are no frames") {
  const TemporaryDirectory other_folder;
  std::string foreign;
  {
    Spool other(options_in(other_folder));
    CHECK(put(other, 5, {"foreign"}));
    std::ifstream file(segments(other_folder).at(0), std::ios::binary);
    foreign.assign(std::istreambuf_iterator<char>(file), {});
  }
  const TemporaryDirectory folder;
  {
    Spool spool(options_in(folder));
    CHECK(put(spool, 1, {foreign, "own"}));
  }
  flip(segments(folder).at(0), 0);
  Spool spool(options_in(folder));
  CHECK(take(spool) == Texts{"own"});
}

TEST_CASE("at any length of the last segment, the whole frames before it are kept") {
  const TemporaryDirectory folder;
  const int size = GENERATE(range(0, 3 * 29 + 1, 4));
  {
    Spool spool(options_in(folder));
    for (std::uint64_t i = 1; i <= 3; ++i) CHECK(put(spool, i, {"text" + std::to_string(i)}));
  }
  fs::resize_file(segments(folder).at(0), static_cast<std::uintmax_t>(size));
  Spool spool(options_in(folder));
  CHECK(spool.counts().torn_bytes == static_cast<std::uint64_t>(size % 29));
  CHECK(spool.counts().damaged_bytes == 0);
  CHECK(take(spool).size() == static_cast<std::size_t>(size / 29));
}

TEST_CASE("many threads commit together; each thread's messages keep their order") {
  const TemporaryDirectory folder;
  auto options = options_in(folder);
  options.sync = GENERATE(SpoolSync::always, SpoolSync::interval, SpoolSync::never);
  Spool spool(options);
  std::mutex order;
  std::uint64_t sequence = 1;
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&, number] {
      for (int i = 0; i < 50; ++i) {
        const std::string text = std::to_string(number) + ":" + std::to_string(1000 + i);
        const std::string_view message = text;
        std::unique_lock lock(order);
        const auto ticket = spool.enqueue(sequence++, {&message, 1});
        lock.unlock();
        static_cast<void>(spool.commit(ticket.value()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::array<std::string, 4> last;
  const Texts texts = take(spool);
  CHECK(texts.size() == 200);
  for (const std::string& text : texts) {
    std::string& before = last.at(static_cast<std::size_t>(text[0] - '0'));
    CHECK(before < text);
    before = text;
  }
  CHECK(spool.empty());
}
