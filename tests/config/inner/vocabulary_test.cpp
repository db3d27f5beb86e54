#include "vocabulary.h"

#include "redisconf/config/catalogue.h"
#include "support/catch.h"

#include <string>

using redisconf::find_term;
using redisconf::is_injected;
using redisconf::Meaning;

TEST_CASE("every variable of the catalogue is known, a secret's file form too", "[vocabulary]") {
  std::size_t position = 0;
  for (const auto& setting : redisconf::catalogue()) {
    const auto term = find_term(setting.variable);
    CHECK(term.meaning == Meaning::setting);
    CHECK(term.setting == position);
    const auto file = find_term(std::string(setting.variable) + "_FILE");
    const bool is_secret = setting.type == redisconf::SettingType::secret;
    CHECK(file.meaning == (is_secret ? Meaning::setting_file : Meaning::nothing));
    ++position;
  }
}

TEST_CASE("providers' names and URLs are known, others are not", "[vocabulary]") {
  CHECK(find_term("REDIS_URL").meaning == Meaning::url);
  CHECK(find_term("REDIS_URL_FILE").meaning == Meaning::url_file);
  CHECK(find_term("REDIS_TLS_URL").meaning == Meaning::tls_url);
  CHECK(find_term("REDISHOST").meaning == Meaning::alias);
  for (const char* const name : {"REDIS", "REDIS_X", "REDIS_HOSTS", "REDIS_TLS_URL_FILE", "redis_host"}) {
    CHECK(find_term(name).meaning == Meaning::nothing);
  }
}

TEST_CASE("what an orchestrator injects is told by name or value", "[vocabulary]") {
  for (const char* const name : {"REDIS_SERVICE_HOST", "REDIS_SERVICE_PORT", "REDIS_SERVICE_PORT_TLS",
                                 "REDIS_PORT_6379_TCP", "REDIS_PORT_6379_UDP_ADDR"}) {
    CHECK(is_injected(name, "x"));
  }
  CHECK(is_injected("REDIS_MAIN_PORT", "tcp://10.0.0.1:6379"));
  CHECK(is_injected("REDIS_MAIN_PORT", "udp://10.0.0.1:6379"));
  for (const char* const name : {"REDIS_PORT", "REDIS_PORT_", "REDIS_PORT_TCP", "REDIS_PORT_6379",
                                 "REDIS_PORT_6379_HTTP", "REDIS_HOST"}) {
    CHECK_FALSE(is_injected(name, "6379"));
  }
}
