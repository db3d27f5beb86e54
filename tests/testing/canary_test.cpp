#include "support/catch.h"

#include <redisconf/testing/canary.h>

#include <algorithm>
#include <cctype>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

using redisconf::testing::Canary;
using redisconf::testing::Leak;
using redisconf::testing::LeakForm;

namespace {

constexpr const char* kBefore = "connection refused by app:***@redis.example:6380/0 (";
constexpr const char* kAfter = "), see docs/urls.md and try again";

std::string in_hex(std::string_view bytes, bool upper, std::string_view before_each = "") {
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.append(before_each).append(1, digits[value >> 4U]).append(1, digits[value & 15U]);
  }
  return text;
}

std::string in_base64(std::string_view bytes, std::string_view last_two) {
  const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string text;
  unsigned kept = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    kept = kept << 8U | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6) text += digits[kept >> (bits - 6) & 63U];
  }
  if (bits != 0) text += digits[kept << (6 - bits) & 63U];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

// The secrets of that text, whatever their form.
std::set<std::size_t> shown(const Canary& canary, const std::string& text) {
  std::set<std::size_t> numbers;
  for (const Leak& leak : canary.leaks(kBefore + text + kAfter)) numbers.insert(leak.secret);
  return numbers;
}

// Calls check(number, secret) for each secret of a few seeds.
template <class Check>
void for_each_secret(Check check) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Canary canary(50, seed);
    for (std::size_t number = 1; number <= canary.size(); ++number) {
      CAPTURE(seed, number);
      check(canary, number, canary.secret(number));
    }
  }
}

}  // namespace

TEST_CASE("random secrets are long, alike for one seed, and hold what providers use", "[canary]") {
  const Canary canary;
  REQUIRE(canary.size() == 50);
  std::set<char> characters;
  std::set<std::string> different;
  for (std::size_t number = 1; number <= 50; ++number) {
    const std::string& secret = canary.secret(number);
    CHECK((secret.size() >= 16 && secret.size() <= 128));
    characters.insert(secret.begin(), secret.end());
    different.insert(secret);
    CHECK(secret == Canary(50, 1).secret(number));
  }
  CHECK(different.size() == 50);
  CHECK(std::ranges::all_of(std::string("!&#$^<>-%@:/+=\"'\\`"),
                            [&](char c) { return characters.contains(c); }));
  CHECK(canary.secret(1) != Canary(50, 2).secret(1));
}

TEST_CASE("what can't be watched for is refused", "[canary]") {
  Canary canary(0);
  CHECK_THROWS_AS(canary.watch("1234567"), std::invalid_argument);
  CHECK(canary.watch("12345678") == 1);
  CHECK_THROWS_AS(canary.secret(0), std::out_of_range);
  CHECK_THROWS_AS(canary.secret(2), std::out_of_range);
}

TEST_CASE("a secret is found as it is, in another case, and in part", "[canary]") {
  for_each_secret([](const Canary& canary, std::size_t number, std::string secret) {
    CHECK(shown(canary, secret) == std::set{number});
    CHECK(shown(canary, secret.substr(secret.size() - 8)).contains(number));
    CHECK(shown(canary, secret.substr(3, 8)).contains(number));
    std::ranges::transform(secret, secret.begin(), [](unsigned char c) { return std::tolower(c); });
    CHECK(shown(canary, secret).contains(number));
    std::ranges::transform(secret, secret.begin(), [](unsigned char c) { return std::toupper(c); });
    CHECK(shown(canary, secret).contains(number));
  });
}

TEST_CASE("any subset of characters may be percent-encoded or escaped", "[canary]") {
  std::mt19937 random(7);
  for_each_secret([&](const Canary& canary, std::size_t number, const std::string& secret) {
    for (const std::string_view before : {"%", "\\x", "\\u00"}) {
      std::string text;
      for (const char c : secret) {
        const std::string_view byte(&c, 1);
        text += random() % 2 == 0 ? std::string(byte) : in_hex(byte, random() % 2 == 0, before);
      }
      CHECK(shown(canary, text).contains(number));
      CHECK(shown(canary, in_hex(secret, true, before)).contains(number));
      CHECK(shown(canary, in_hex(secret.substr(5, 8), false, before)).contains(number));
    }
  });
}

TEST_CASE("strings of JSON, C and a shell are undone", "[canary]") {
  for_each_secret([](const Canary& canary, std::size_t number, const std::string& secret) {
    std::string quoted;
    std::string octal;
    for (const char c : secret) {
      if (std::string_view("\"\\/'$`").find(c) != std::string_view::npos) quoted += '\\';
      quoted += c;
      octal += '\\';
      for (const unsigned shift : {6U, 3U, 0U}) {
        octal += static_cast<char>('0' + (static_cast<unsigned char>(c) >> shift & 7U));
      }
    }
    CHECK(shown(canary, "\"" + quoted + "\"").contains(number));
    CHECK(shown(canary, octal).contains(number));
  });
}

TEST_CASE("line ends and characters beyond ASCII are found in their escapes", "[canary]") {
  Canary canary(0);
  canary.watch("ab\ncd\tef\x1bgh");
  canary.watch("p\u00e4ssw\u00f6rt\u20ac");
  CHECK(shown(canary, R"(ab\ncd\tef\u001bgh)") == std::set<std::size_t>{1});
  CHECK(shown(canary, R"(ab\ncd\tef\egh)") == std::set<std::size_t>{1});
  CHECK(shown(canary, "p\\u00e4ssw\\u00F6rt\\u20ac") == std::set<std::size_t>{2});
  CHECK(shown(canary, "p%C3%A4ssw%c3%b6rt%E2%82%AC") == std::set<std::size_t>{2});
  CHECK(shown(canary, R"(p\303\244ssw\303\266rt)") == std::set<std::size_t>{2});
}

TEST_CASE("base64 is found in both alphabets, at every alignment, wrapped and escaped", "[canary]") {
  for_each_secret([](const Canary& canary, std::size_t number, const std::string& secret) {
    for (const std::string before : {"", "a", "ab"}) {
      for (const std::string_view last_two : {"+/", "-_"}) {
        const std::string text = in_base64(before + secret + "and more", last_two);
        CHECK(shown(canary, text).contains(number));
        CHECK(shown(canary, "x" + text).contains(number));
        CHECK(shown(canary, text.substr(0, 9) + "\r\n" + text.substr(9)).contains(number));
        CHECK(shown(canary, in_base64(before + secret.substr(4, 8), last_two)).contains(number));
      }
      std::string escaped;
      for (const char c : in_base64(before + secret, "+/")) {
        escaped += c == '+' ? "%2B" : c == '/' ? "\\/" : std::string(1, c);
      }
      CHECK(shown(canary, escaped).contains(number));
    }
  });
}

TEST_CASE("hex is found in either case, with and without separators", "[canary]") {
  for_each_secret([](const Canary& canary, std::size_t number, const std::string& secret) {
    CHECK(shown(canary, in_hex(secret, false)).contains(number));
    CHECK(shown(canary, "a" + in_hex(secret, true)).contains(number));
    CHECK(shown(canary, in_hex(secret, false, ":")).contains(number));
    CHECK(shown(canary, in_hex(secret.substr(2, 8), true, " ")).contains(number));
  });
}

TEST_CASE("a leak names the secret, its form and its place, and never the secret", "[canary]") {
  Canary canary(0);
  canary.watch("first secret");
  canary.watch("second/secret");
  CHECK(canary.leaks("ab first secret") == std::vector<Leak>{{1, LeakForm::plain, 3}});
  CHECK(canary.leaks("ab second%2Fsec, second%2fsec") ==
        std::vector<Leak>{{2, LeakForm::percent_encoded, 3}});
  CHECK(canary.report("ab second\\/sec, " + in_hex("second/s", false)) ==
        "secret 2 stands at byte 3, escaped\n"
        "secret 2 stands at byte 16, in hex\n");
  CHECK(canary.report(in_base64("x;" + canary.secret(1), "+/")) == "secret 1 stands at byte 2, in base64\n");
  CHECK(canary.report("first secret").starts_with("secret 1 stands at byte 0, as it is\n"));
}

TEST_CASE("what shows no secret is no leak", "[canary]") {
  const Canary canary;
  for (std::size_t number = 1; number <= canary.size(); ++number) {
    const std::string& secret = canary.secret(number);
    CAPTURE(number);
    for (const std::string& seven : {secret.substr(0, 7), secret.substr(9, 7)}) {
      CHECK(canary.report("\n" + seven + "\n" + seven + "\n").empty());
      CHECK(canary.report("\n" + in_hex(seven, false, "%") + "\n").empty());
      CHECK(canary.report(kBefore + in_hex(seven, true) + kAfter).empty());
      CHECK(canary.report(kBefore + in_base64(seven, "+/") + kAfter).empty());
    }
    CHECK(canary.report(std::string(secret.rbegin(), secret.rend())).empty());
  }
  CHECK(canary.report("").empty());
  CHECK(canary.report("%%%\\\\%2\\u00\\x").empty());
  const Canary others(50, 99);
  for (std::size_t number = 1; number <= others.size(); ++number) {
    CHECK(canary.report(others.secret(number)).empty());
    CHECK(canary.report(in_base64(others.secret(number), "-_")).empty());
  }
}

TEST_CASE("a secret that holds escapes itself is found with and without them", "[canary]") {
  Canary canary(0);
  canary.watch("%41%42%43\\n\\x41");
  CHECK(shown(canary, "%41%42%43") == std::set<std::size_t>{1});
  CHECK(shown(canary, "%2541%2542%2543") == std::set<std::size_t>{1});
  CHECK(shown(canary, "43\\n\\x41") == std::set<std::size_t>{1});
  CHECK(shown(canary, "43\\\\n\\\\x41") == std::set<std::size_t>{1});
}
