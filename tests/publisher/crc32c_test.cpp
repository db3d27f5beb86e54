#include "crc32c.h"

#include "support/catch.h"

#include <random>
#include <string>

using redisconf::crc32c;
using redisconf::crc32c_portable;

namespace {

std::string counting(int from, int step) {
  std::string bytes;
  for (int i = 0; i < 32; ++i) bytes.push_back(static_cast<char>(from + step * i));
  return bytes;
}

}  // namespace

// RFC 3720, appendix B.4; "123456789" is the check value of the Rocksoft catalogue.
TEST_CASE("CRC32C gives the sums of the test vectors") {
  const auto sum = GENERATE(&crc32c, &crc32c_portable);
  CHECK(sum(std::string(32, '\0'), 0) == 0x8A9136AAU);
  CHECK(sum(std::string(32, '\xFF'), 0) == 0x62A8AB43U);
  CHECK(sum(counting(0, 1), 0) == 0x46DD794EU);
  CHECK(sum(counting(31, -1), 0) == 0x113FDB5CU);
  CHECK(sum("123456789", 0) == 0xE3069283U);
  CHECK(sum("", 0) == 0U);
}

TEST_CASE("CRC32C is the same by instruction and by table, whole and in pieces") {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 70; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(random()));
    const std::string_view view(bytes);
    const std::size_t cut = size / 3;
    CHECK(crc32c(bytes) == crc32c_portable(bytes));
    CHECK(crc32c(view.substr(cut), crc32c(view.substr(0, cut))) == crc32c(bytes));
  }
}
