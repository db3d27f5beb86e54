// From the names that people and client libraries use to the names of the settings catalogue:
// `socket_connect_timeout`, `connectTimeout` and `REDIS_CONNECT_TIMEOUT` are `timeouts.connect`.
//
// Thread-safety: pure. Errors: returned.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redisconf::compiler::scan {

// What a value of a setting looks like in hand-written code.
enum class ValueForm : std::uint8_t {
  host,     // or host:port
  address,  // host:port
  addresses,
  port,
  number,
  boolean,
  switch_on,         // an object or a context that is there at all: true
  verify_policy,     // none, required, CERT_NONE, VERIFY_PEER ...
  verify_flag,       // true means verified
  skip_verify_flag,  // true means not verified
  duration,
  secret,
  secret_file,  // PEM text or the path of a file
  text,
  url,
  opaque,  // a strategy, a callback: that it is there is all there is to say
};

struct NamedSetting {
  std::string_view path;  // "timeouts.connect"
  ValueForm form = ValueForm::text;
};

// Of an argument or key: "socket_connect_timeout". `in_tls`: within an object that is named tls or
// ssl, where short names (key, cert, ca) have a meaning.
[[nodiscard]] std::optional<NamedSetting> setting_of_argument(std::string_view name, bool in_tls = false);

// Of an environment variable, a constant or a key that has Redis in its name: "AUTH_REDIS_HOST",
// "redisPort", "CELERY_BROKER_URL".
[[nodiscard]] std::optional<NamedSetting> setting_of_variable(std::string_view name);

// "other.redis_ttl": the name of what only the file itself has a name for.
[[nodiscard]] std::string other_setting(std::string_view variable);

// True when one of the words of the name is redis or valkey, in any spelling.
[[nodiscard]] bool is_redis_name(std::string_view name);

// True for tls, ssl, ssl_params, tlsConfig ...
[[nodiscard]] bool is_tls_name(std::string_view name);

// True for names that hold a secret whatever they belong to: api_token, masterPassword.
[[nodiscard]] bool is_secret_name(std::string_view name);

// "socketConnect_Timeout" -> "socketconnecttimeout".
[[nodiscard]] std::string canonical_name(std::string_view name);

}  // namespace redisconf::compiler::scan
