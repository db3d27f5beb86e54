#include "secret_bytes.h"

#include "support/catch.h"

#include <string>

using redisconf::characters_of_secret;
using redisconf::copy_secret;
using redisconf::find_in_secret;
using redisconf::has_nul;
using redisconf::stands_in_secret;

TEST_CASE("secret bytes are copied, found and counted as others are", "[secret-bytes]") {
  const std::string text = "p\xC3\xA4ss=w\xC3\xB6rd=";
  std::string copy(text.size() + 1, '#');
  copy_secret(copy.data(), text.data(), text.size());
  CHECK(copy == text + "#");
  copy_secret(copy.data(), nullptr, 0);
  CHECK(copy == text + "#");

  CHECK(find_in_secret(text, '=') == text.find('='));
  CHECK(find_in_secret(text, '!') == text.size());
  CHECK(find_in_secret("", '=') == 0);

  CHECK(stands_in_secret(text, "ss=w"));
  CHECK(stands_in_secret(text, "rd="));
  CHECK(stands_in_secret(text, ""));
  CHECK_FALSE(stands_in_secret(text, "ss=x"));
  CHECK_FALSE(stands_in_secret("ab", "abc"));

  CHECK(characters_of_secret(text) == 10);
}

TEST_CASE("a NUL is found wherever it stands", "[secret-bytes]") {
  for (std::size_t size = 0; size < 20; ++size) {
    const std::string text(size, '\x80');
    CHECK_FALSE(has_nul(text));
    CHECK_FALSE(has_nul(std::string(size, '\x01')));
    for (std::size_t at = 0; at < size; ++at) {
      std::string broken = text;
      broken[at] = '\0';
      CHECK(has_nul(broken));
    }
  }
}
