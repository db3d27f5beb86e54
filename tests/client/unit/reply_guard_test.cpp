#include "reply_guard.h"
#include "fault.h"
#include "resp.h"
#include "support/catch.h"

#include <iterator>
#include <random>
#include <string>
#include <string_view>

using redisconf::ErrorCategory;
using redisconf::Fault;
using redisconf::ReplyGuard;
using redisconf::ReplyReader;

namespace {

bool accepts(std::string_view bytes) {
  const auto refused = [](std::string_view whole, std::size_t piece) {
    ReplyGuard guard;
    try {
      for (std::size_t at = 0; at < whole.size(); at += piece) guard.check(whole.substr(at, piece));
      return false;
    } catch (const Fault& fault) {
      CHECK(fault.category() == ErrorCategory::protocol);
      return true;
    }
  };
  const bool at_once = refused(bytes, bytes.size());
  CHECK(refused(bytes, 1) == at_once);  // however it is cut
  return !at_once;
}

std::string nested(int depth) {
  std::string bytes;
  for (int i = 0; i < depth; ++i) bytes += "*1\r\n";
  return bytes + ":1\r\n";
}

}  // namespace

TEST_CASE("replies of every type pass", "[client][guard]") {
  CHECK(accepts("+OK\r\n-ERR no\r\n:-12\r\n$-1\r\n*-1\r\n$0\r\n\r\n*0\r\n"));
  CHECK(accepts("*3\r\n$3\r\na\r\n\r\n*2\r\n:1\r\n$1\r\nx\r\n+z\r\n+next\r\n"));
  CHECK(accepts(nested(7)));
  CHECK(accepts("$536870912\r\nabc"));
  CHECK(accepts("*16777216\r\n"));
}

TEST_CASE("56: a length past the limits is refused by its header alone", "[client][guard]") {
  CHECK_FALSE(accepts("*2147483647\r\n"));
  CHECK_FALSE(accepts("$2147483647\r\n"));
  CHECK_FALSE(accepts("*16777217\r\n"));
  CHECK_FALSE(accepts("$99999999999999999999999999\r\n"));
  CHECK_FALSE(accepts("*-2\r\n"));
  CHECK_FALSE(accepts("$abc\r\n"));
  CHECK_FALSE(accepts("$\r\n"));
  CHECK_FALSE(accepts("$-\r\n"));
  CHECK_FALSE(accepts("$1\n"));
}

TEST_CASE("57: nesting past the limit is refused", "[client][guard]") { CHECK_FALSE(accepts(nested(8))); }

TEST_CASE("60: a bulk string must end with a line end", "[client][guard]") {
  CHECK_FALSE(accepts("$3\r\nabcde"));
  CHECK_FALSE(accepts("$3\r\nabc\rx"));
  CHECK_FALSE(accepts("$0\r\nab"));
  CHECK_FALSE(accepts("+OK\rx"));
}

TEST_CASE("55: bytes that start no type, and lines without end, are refused", "[client][guard]") {
  CHECK_FALSE(accepts("HTTP/1.1 400 Bad Request\r\n"));
  CHECK_FALSE(accepts("+" + std::string(70'000, 'x')));
  CHECK(accepts("+" + std::string(60'000, 'x') + "\r\n"));
}

TEST_CASE("random bytes meet the same verdict however they are cut", "[client][guard]") {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"$1\r\na\r\n", "$2\r\n", "*1\r\n", ":7\r\n", "+b\r\n", "$-1\r\n",
                                     "$0012",       "\r\n",   "a",      "$",      "9",      "-"};
  int passed = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (auto left = random() % 6 + 1; left > 0; --left) bytes += pieces[random() % std::size(pieces)];
    passed += accepts(bytes) ? 1 : 0;
  }
  CHECK(passed > 1000);
  CHECK(passed < 19'000);
}

TEST_CASE("an array takes memory as its elements come, not as its header says", "[client][guard]") {
  ReplyReader reader;
  reader.feed("*16777216\r\n:1\r\n");
  CHECK_FALSE(reader.next());
}
