// Any bytes as a Redis URL: one meaning that is written and read back, or an error that shows none
// of them. A byte 1 in the input stands for a password.
#include <redisconf/config/url.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "planted.h"
#include "require.h"

namespace {

using namespace redisconf;
using fuzz::require;

void require_error(const ParsedUrl& parsed) {
  require(!parsed.fix.empty(), "an error says what to write instead");
  fuzz::require_hidden(parsed.error);
  fuzz::require_hidden(parsed.fix);
}

void require_meaning(const RedisUrl& url) {
  require(url.host.empty() != url.socket.empty(), "a URL names a host or a socket");
  require(url.port >= (url.socket.empty() ? 1 : 0) && url.port <= 65535, "a port is one");
  require(!url.password || !url.password->empty(), "a password is not empty");
  require(!url.username || url.password, "a user has a password");
  const std::string canonical = format_redis_url(url, true);
  // Escapes make it longer; then it need not fit.
  if (canonical.size() > kMaxUrlBytes) return;
  const ParsedUrl again = parse_redis_url(canonical);
  require(again.error.empty(), "the canonical form is read");
  require(format_redis_url(again.url, true) == canonical, "the canonical form is one");
  require(again.url.username == url.username && again.url.host == url.host && again.url.port == url.port &&
              again.url.database == url.database && again.url.socket == url.socket &&
              again.url.tls == url.tls,
          "the canonical form means the same");
  require(!url.password || again.url.password->reveal() == url.password->reveal(), "the password is kept");
  const std::string masked = format_redis_url(url);
  require(!url.password || masked.find(":***@") != std::string::npos, "a password is masked");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = fuzz::with_password(data, size);
  const ParsedUrl parsed = parse_redis_url(text);
  if (parsed.error.empty()) {
    require_meaning(parsed.url);
  } else {
    require_error(parsed);
  }
  return 0;
}
