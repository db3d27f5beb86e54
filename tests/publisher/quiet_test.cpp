// A publisher that has nothing more to publish while Redis is away, with fsync: interval.
#include "client/support/child_process.h"
#include "client/support/peer.h"
#include "support/catch.h"
#include "support/eventually.h"

#include <redisconf/testing/temporary_directory.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using redisconf::test::ChildProcess;
using redisconf::test::ClosedPort;
using redisconf::test::eventually;
using redisconf::testing::TemporaryDirectory;

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("fsync: interval syncs the last messages of a quiet outage though nothing more is published") {
  const TemporaryDirectory folder;
  const std::filesystem::path calls = folder.path() / "calls";
  const ClosedPort away;
  const ChildProcess publisher("strace -f -s 300 -e trace=pwrite64,fdatasync -o " + calls.string() + " " +
                               QUIET_PUBLISHER + " " + (folder.path() / "spool").string() + " " +
                               std::to_string(away.port()));
  std::string seen;
  CHECK(eventually([&] {
    seen = content_of(calls);
    const std::size_t last = seen.find("quiet-3");
    return last != std::string::npos && seen.find("fdatasync(", last) != std::string::npos;
  }));
  CAPTURE(seen);
  const std::size_t last = seen.find("quiet-3");
  REQUIRE(last != std::string::npos);
  CHECK(seen.find("quiet-1") < last);
  CHECK(seen.find("fdatasync(", last) != std::string::npos);
}
