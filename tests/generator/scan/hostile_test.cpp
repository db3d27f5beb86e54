// Input that nobody wrote by hand: every text is read to its end, in bounded time and memory.
#include <random>

#include "found.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan::test;

namespace {

constexpr std::size_t kBytes = std::size_t{1024} * 1024;

std::string repeated(std::string_view piece, std::size_t bytes = kBytes) {
  std::string text = "redis ";
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

const std::vector<std::string> kPaths{"a.py", "a.ts",  "a.rb", "a.go",       "a.cpp", "A.java", "a.kt",
                                      "a.cs", "a.yml", ".env", "Dockerfile", "a.sh",  "a.ini",  "a.json"};

}  // namespace

TEST_CASE("a lot of one thing") {
  const auto* const piece = GENERATE(
      "(", "{", "[", "'", "\"", "`", "\\'", "${", "`${", "#{", "/*", "\"\"\"", "R\"x(", "R\"", "/", "{{",
      "<%", "redis://", "redis://a:b@", "://", "redis: {", "Redis(", "new Queue(", "getenv(\"REDIS_A\", ",
      "process.env.REDIS_A || ", "ENV.fetch('REDIS_A') { ", "a = a ", "#if 0\n", "- ", "  a:\n", ",");
  for (const std::string& path : kPaths) {
    INFO(path << ' ' << piece);
    CHECK_NOTHROW(sites(path, repeated(piece, kBytes / 32)));
  }
}

TEST_CASE("a full megabyte on one line") {
  const auto* const piece =
      GENERATE("new Queue('q', {connection: {host: 'h'}}); ", "f(redis_host='h', ", "\\'");
  CHECK_NOTHROW(sites("a.js", repeated(piece)));
  CHECK_NOTHROW(sites("a.py", repeated(piece)));
}

TEST_CASE("random bytes, and source with bytes missing") {
  const std::string source =
      "client = redis.Redis(host=os.environ.get('REDIS_HOST', f\"{x}\"), ssl={'ca': `a${b}`}) # "
      "redis://u:p@h\n"
      "redis: {host: \"h\", url: 'redis://a:b@c:1/2?db=3'} /* */ R\"(x)\" - name: REDIS_PORT\n  value: 1\n";
  const auto seed = GENERATE(range(0U, 40U));
  std::mt19937 random(seed);
  std::string noise = "redis";
  for (int count = 0; count < 4096; ++count) noise += static_cast<char>(random() % 256);
  std::string torn = source + source;
  for (int count = 0; count < 12; ++count) torn.erase(random() % torn.size(), 1 + random() % 8);
  for (int count = 0; count < 4; ++count) torn[random() % torn.size()] = static_cast<char>(random() % 256);
  for (const std::string& path : kPaths) {
    INFO(path << ' ' << seed);
    CHECK_NOTHROW(reports(path, noise));
    CHECK_NOTHROW(reports(path, torn));
  }
}

TEST_CASE("the end of the text is the end of everything") {
  const std::string source =
      "x = redis.Redis(host=os.environ.get('REDIS_HOST', 'localhost'), port=[{'a': `b${c}`}])";
  for (std::size_t size = 0; size <= source.size(); ++size) {
    for (const std::string& path : kPaths) CHECK_NOTHROW(sites(path, source.substr(0, size)));
  }
}
