// Secrets in the words of others.
#include <redisconf/config/mask.h>

#include "support/catch.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

using redisconf::mask_secrets;
using redisconf::shows_secret;

namespace {

constexpr std::string_view kHidden = "(not shown, since it holds a secret)";

std::string masked(std::string_view text, std::vector<std::string_view> secrets) {
  return mask_secrets(text, secrets);
}

}  // namespace

TEST_CASE("a secret becomes stars, wherever and however often it stands", "[mask]") {
  CHECK(masked("login as s3cret-token failed", {"s3cret-token"}) == "login as *** failed");
  CHECK(masked("s3cret-token, s3cret-token", {"s3cret-token"}) == "***, ***");
  CHECK(masked("one first-secret, two other-secret", {"other-secret", "first-secret"}) == "one ***, two ***");
  CHECK(masked("nothing here", {"s3cret-token"}) == "nothing here");
  CHECK(masked("", {"s3cret-token"}).empty());
  CHECK(masked("nothing to hide", {}) == "nothing to hide");
}

TEST_CASE("eight bytes in a row are masked, seven are not", "[mask]") {
  CHECK(masked("token s3cret-t...", {"s3cret-token"}) == "token ***...");
  CHECK(masked("token s3cret-...", {"s3cret-token"}) == "token s3cret-...");
  CHECK(masked("cret-token-and-more", {"s3cret-token"}) == "***-and-more");
}

TEST_CASE("a short secret is masked as a whole, a tiny one not at all", "[mask]") {
  CHECK(masked("pin 48213", {"48213"}) == "pin ***");
  CHECK(masked("pin 4821", {"48213"}) == "pin 4821");
  CHECK(masked("a cat sat", {"cat", "", "a"}) == "a cat sat");
  CHECK_FALSE(shows_secret("a cat sat", "cat"));
}

TEST_CASE("a secret in other clothes hides the whole text", "[mask]") {
  const std::string_view secret = "p@ss/word\"1\n2";
  const std::string_view text = GENERATE(values<std::string_view>(
      {"user p%40ss%2Fword%221 failed", "user p%40ss%2fword failed", R"({"token": "p@ss\/word\"1\n2"})",
       R"(p\x40ss\x2fword)", R"(p\u0040ss\u002Fword)", "Basic cEBzcy93b3JkIjEKMg==",
       "Basic dTpwQHNzL3dvcmQiMQoy", "x cEBzcy93b3JkIjEKMg, x", "token 7040 70407373 2f776f7264",
       "hex 704073732f776f726422", "\\ a70407373 %", "70407373 xx cEBzcy93b3JkIjEKMg"}));
  CAPTURE(text);
  const bool shows =
      text.find("70407373 2f") == std::string_view::npos && text.find("\\ a7") == std::string_view::npos;
  CHECK(shows_secret(text, secret) == shows);
  CHECK((masked(text, {secret}) == kHidden) == shows);
}

TEST_CASE("what only looks like an escape is left", "[mask]") {
  for (const std::string_view text :
       {"100%", "%", "%4", "%zz", "\\", "\\x", "\\x4", "\\u", "\\u0040", "\\u20ac", "a\\"}) {
    CHECK(masked(text, {"some secret"}) == text);
  }
  CHECK(masked("say \\n\\t\\r\\q", {"\n\t\rq"}) == kHidden);
}
