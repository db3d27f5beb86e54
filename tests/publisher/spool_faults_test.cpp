// The spool and what may happen to its process and its disk (rows 63 to 67 of the list of faults).
#include "client/support/child_process.h"
#include "client/support/sandbox.h"
#include "publisher/spool_runs.h"
#include "support/catch.h"

#include <redisconf/testing/temporary_directory.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

using redisconf::test::check_nothing_lost;
using redisconf::test::ChildProcess;
using redisconf::test::in_sandbox;
using redisconf::test::inject;
using redisconf::test::run;
using redisconf::test::run_spool;
using redisconf::test::SpoolRun;
using redisconf::testing::TemporaryDirectory;
using namespace std::chrono_literals;

namespace fs = std::filesystem;

namespace {

std::string first_segment(const fs::path& spool) {
  std::string first;
  for (const auto& entry : fs::directory_iterator(spool)) {
    const std::string path = entry.path().string();
    if (entry.path().extension() == ".seg" && (first.empty() || path < first)) first = path;
  }
  return first;
}

}  // namespace

TEST_CASE("a spool whose owner is killed at any of its calls has all that it acknowledged") {
  const auto call =
      GENERATE(as<std::string>{}, "openat", "pwrite64", "fdatasync", "fsync", "unlink", "ftruncate", "mkdir");
  int kills = 0;
  for (;; ++kills) {
    const TemporaryDirectory folder;
    const fs::path spool = folder.path() / "spool";
    const SpoolRun killed =
        run_spool(spool, "write 60", inject(call, "signal=KILL:when=" + std::to_string(kills + 1)));
    INFO(call << ' ' << kills + 1);
    if (killed.status == 0) break;
    REQUIRE(WTERMSIG(killed.status) == SIGKILL);
    const SpoolRun found = run_spool(spool, "read 1000");
    CHECK(found.status == 0);
    check_nothing_lost(killed, found);
    CHECK(run_spool(spool, "read 1000").taken.empty());
  }
  CHECK(kills >= 1);
}

TEST_CASE("fault 63: without space for the spool the caller gets an error, and room brings it back") {
  if (!in_sandbox("mount")) return;
  const TemporaryDirectory folder;
  run("mount -t tmpfs -o size=64k none " + folder.path().string());
  const fs::path spool = folder.path() / "spool";
  const SpoolRun written = run_spool(spool, "write 600 never");
  CHECK(written.status == 0);
  CHECK(written.said("can't be written: No space left on device; make room on the disk"));
  CHECK_FALSE(written.said("failed writes 0"));
  CHECK(written.acknowledged.back() > 500);
  check_nothing_lost(written, run_spool(spool, "read 1000"));
}

TEST_CASE("fault 64: what can't be synced is never called durable, nor kept") {
  const TemporaryDirectory folder;
  const fs::path spool = folder.path() / "spool";
  // The first call is that of the index; the fifth that of the fourth group, 10 to 12.
  const SpoolRun once = run_spool(spool, "write 24", inject("fdatasync", "error=EIO:when=5"));
  CHECK(once.said("can't be synced: Input/output error; look at the disk"));
  CHECK(once.acknowledged.size() == 21);
  const SpoolRun found = run_spool(spool, "read 1000");
  check_nothing_lost(once, found);
  for (const auto* const taken : {&once.taken, &found.taken})
    CHECK(
        std::none_of(taken->begin(), taken->end(), [](int number) { return 10 <= number && number <= 12; }));

  const SpoolRun always = run_spool(spool, "write 24", inject("fdatasync", "error=EIO:when=2+"));
  CHECK(always.acknowledged.empty());
  CHECK(run_spool(spool, "read 1000").taken.empty());
}

TEST_CASE("fault 64: a folder that can't be synced makes nothing durable") {
  const TemporaryDirectory folder;
  const fs::path spool = folder.path() / "spool";
  const SpoolRun written = run_spool(spool, "write 24", inject("fsync", "error=EIO:when=2+"));
  CHECK(written.acknowledged.empty());
  CHECK(run_spool(spool, "read 1000").taken.empty());
}

TEST_CASE("fault 65: of a torn tail the whole messages before it are kept") {
  const TemporaryDirectory folder;
  const fs::path spool = folder.path() / "spool";
  const SpoolRun killed = run_spool(spool, "write 24", inject("pwrite64", "signal=KILL:when=7"));
  REQUIRE(WTERMSIG(killed.status) == SIGKILL);
  REQUIRE_FALSE(killed.acknowledged.empty());
  run("truncate -s -5 " + first_segment(spool));
  const SpoolRun found = run_spool(spool, "read 1000");
  CHECK(found.taken.size() == killed.acknowledged.size() - 1);
  CHECK(found.taken.back() == killed.acknowledged.back() - 1);
  CHECK(found.said("damaged 0"));
  CHECK_FALSE(found.said("torn 0"));
}

TEST_CASE("fault 66: a flipped bit in the spool is passed over and told") {
  const TemporaryDirectory folder;
  const fs::path spool = folder.path() / "spool";
  const SpoolRun killed = run_spool(spool, "write 24", inject("pwrite64", "signal=KILL:when=7"));
  REQUIRE(killed.acknowledged.size() > 6);
  const std::string place = GENERATE(as<std::string>{}, "2", "5", "9", "20", "100");
  run("printf '\\377' | dd bs=1 conv=notrunc seek=" + place + " of=" + first_segment(spool));
  const SpoolRun found = run_spool(spool, "read 1000");
  CHECK(found.taken.size() == killed.acknowledged.size() - 1);
  CHECK(found.taken.front() == 2);
  CHECK(found.said("torn 0 damaged 225"));  // header, number, 200 dots
}

TEST_CASE("fault 67: the second owner of a spool is refused, and told of the first") {
  const TemporaryDirectory folder;
  const fs::path spool = folder.path() / "spool";
  const fs::path said = folder.path() / "said";
  const ChildProcess owner(std::string(SPOOL_WRITER) + " " + spool.string() + " hold 0 >" + said.string());
  while (!fs::exists(said) || fs::file_size(said) == 0) std::this_thread::sleep_for(1ms);
  const SpoolRun second = run_spool(spool, "read 1000");
  CHECK(WEXITSTATUS(second.status) == 1);
  CHECK(second.said("error the spool " + spool.string() + " belongs to process "));
  CHECK(second.said("; give each process that publishes a directory of its own"));
}
