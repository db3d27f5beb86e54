#include "support/catch.h"

#include <redisconf/client/key_slot.h>

#include <random>
#include <string>

using redisconf::crc16;
using redisconf::hashed_part;
using redisconf::key_slot;

namespace {

// The specification's definition, bit by bit.
std::uint16_t crc16_by_bits(const std::string& bytes) {
  unsigned crc = 0;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 8U;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U;
    crc &= 0xffffU;
  }
  return static_cast<std::uint16_t>(crc);
}

}  // namespace

TEST_CASE("the specification's test vector", "[cluster]") { CHECK(crc16("123456789") == 0x31C3); }

TEST_CASE("slots as CLUSTER KEYSLOT tells them", "[cluster]") {
  CHECK(key_slot("") == 0);
  CHECK(key_slot("foo") == 12182);
  CHECK(key_slot("bar") == 5061);
  CHECK(key_slot("hello") == 866);
}

TEST_CASE("the checksum is right for all lengths and bytes", "[cluster]") {
  std::mt19937 random(7);
  for (std::size_t length = 0; length < 70; ++length) {
    std::string bytes(length, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    CHECK(crc16(bytes) == crc16_by_bits(bytes));
  }
}

TEST_CASE("of a key with a hash tag, the tag alone decides", "[cluster]") {
  CHECK(hashed_part("{user1000}.following") == "user1000");
  CHECK(hashed_part("foo{bar}{zap}") == "bar");
  CHECK(hashed_part("foo{{bar}}zap") == "{bar");
  CHECK(key_slot("{user1000}.following") == key_slot("{user1000}.followers"));
}

TEST_CASE("an empty or open hash tag is none", "[cluster]") {
  CHECK(hashed_part("foo{}{bar}") == "foo{}{bar}");
  CHECK(hashed_part("foo{bar") == "foo{bar");
  CHECK(hashed_part("foo}bar{") == "foo}bar{");
  CHECK(hashed_part("{}") == "{}");
}
