#include "hybrid_clock.h"
#include "cache/support/fixed_environment.h"
#include "envelope.h"
#include "support/catch.h"

#include <string>

using namespace redisconf::cache;
using redisconf::test::FixedClock;

TEST_CASE("versions grow while time stands still, or goes back") {
  FixedClock clock;
  HybridClock versions(clock, 7);
  const Version first = versions.next();
  const Version second = versions.next();
  CHECK(first < second);
  clock.now -= 1000;
  CHECK(second < versions.next());
  CHECK(first.instance == 7);
  CHECK(first.time >> 16U == 1'700'000'000'000U);
}

TEST_CASE("who has seen a version makes newer ones") {
  FixedClock clock;
  HybridClock versions(clock, 7);
  const Version future{(1'700'000'999'000ULL << 16U) + 3, 9};
  versions.observe(future);
  CHECK(future < versions.next());
}

TEST_CASE("the server's time takes the place of the wall clock, whose versions are put right") {
  FixedClock clock;
  clock.wall_now += 3'600'000;
  HybridClock versions(clock, 7);
  const Version wrong = versions.next();
  CHECK(versions.synchronize(1'700'000'000'500, clock.now, clock.now + 1000) == -3'600'000);
  CHECK(versions.server_time() == 1'700'000'000'000);
  CHECK(versions.next() < wrong);
  CHECK(versions.synchronize(1'700'000'009'000, clock.now, clock.now) == 0);
  CHECK(versions.server_time() == 1'700'000'009'000);
}

TEST_CASE("an answer that took long does not take the place of a good one") {
  FixedClock clock;
  HybridClock versions(clock, 7);
  const std::int64_t server = 1'700'000'000'000;
  versions.synchronize(server, clock.now, clock.now + 2);
  const std::int64_t good = versions.server_time();
  versions.synchronize(server + 100, clock.now, clock.now + 120);
  CHECK(versions.server_time() == good);
  versions.synchronize(server + 60'000, clock.now, clock.now + 120);  // the clock was set
  CHECK(versions.server_time() > good + 50'000);
}

TEST_CASE("an envelope gives back what it was given") {
  const Envelope envelope{EnvelopeKind::value, {0x0123456789ABCDEF, 0xFEDCBA9876543210}, 1'700'000'000'000};
  const std::string bytes = pack(envelope, std::string("\0value", 6));
  REQUIRE(bytes.size() == kHeaderSize + 6);
  const auto read = unpack(bytes);
  REQUIRE(read.has_value());
  CHECK(read->kind == EnvelopeKind::value);
  CHECK(read->version == envelope.version);
  CHECK(read->expires_at == envelope.expires_at);
  CHECK(unpack_version(std::string_view(bytes).substr(0, kVersionedSize)) == envelope.version);
}

TEST_CASE("what is no envelope is nothing") {
  const std::string good = pack({EnvelopeKind::tombstone, {1, 2}, 3});
  CHECK(unpack(good)->kind == EnvelopeKind::tombstone);
  CHECK_FALSE(unpack("").has_value());
  CHECK_FALSE(unpack("{\"json\":\"of somebody else, and long enough\"}").has_value());
  CHECK_FALSE(unpack(std::string_view(good).substr(0, kHeaderSize - 1)).has_value());
  std::string other = good;
  other[1] = 'x';
  CHECK_FALSE(unpack(other).has_value());
}
