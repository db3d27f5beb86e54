// Which variables the SDK reads, whatever the schema says: those of the settings, and those that
// providers and orchestrators hand over. Names stand here without a service's prefix.
//
// Thread-safety: pure. Errors: std::bad_alloc of variable_names() alone.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

// How every name begins.
inline constexpr std::string_view kStem = "REDIS";

// Asked of each variable of the environment: no call of a function, since the length is a constant.
[[nodiscard]] inline bool begins_with_stem(std::string_view name) noexcept {
  return name.size() >= kStem.size() && std::memcmp(name.data(), kStem.data(), kStem.size()) == 0;
}

enum class Meaning : std::uint8_t {
  nothing,
  setting,       // REDIS_HOST
  setting_file,  // REDIS_PASSWORD_FILE: of secrets
  alias,         // REDIS_AUTH_TOKEN, REDISHOST: a provider's name for a setting
  url,           // REDIS_URL
  url_file,      // REDIS_URL_FILE
  tls_url,       // REDIS_TLS_URL, which Heroku sets beside REDIS_URL
};

struct Term {
  Meaning meaning = Meaning::nothing;
  std::uint8_t setting = 0;  // position in the catalogue; of setting, setting_file and alias
};

// `name` begins with kStem.
[[nodiscard]] Term find_term(std::string_view name) noexcept;

// Every name but the providers' aliases, for suggestions.
[[nodiscard]] std::vector<std::string> variable_names();

// True for what Kubernetes and Docker set for a service called redis, which nobody reads:
// REDIS_SERVICE_HOST, REDIS_PORT_6379_TCP_ADDR, or any name whose value begins with tcp://.
[[nodiscard]] bool is_injected(std::string_view name, std::string_view value) noexcept;

}  // namespace redisconf
