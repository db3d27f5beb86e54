#include "redisconf/config/to_url.h"

#include "redisconf/config/errors.h"
#include "redisconf/config/service_config.h"
#include "redisconf/config/settings.h"
#include "redisconf/config/url.h"
#include "url_parts.h"

namespace redisconf {

std::string to_url(const ServiceConfig& config, Reveal reveal) {
  const ConnectionSettings& connection = config.connection();
  if (!config.sentinel().nodes.empty())
    throw Error(std::string(config.service()) + " asks sentinels for its server, and no URL says that");
  RedisUrl url;
  url.tls = config.tls().enabled;
  if (const auto memory = memory_server_name(connection.socket); !memory.empty()) {
    url.scheme = "memory";
    url.host = memory;
    url.database = connection.database;
    return format_redis_url(url);  // nobody signs in there
  }
  if (connection.socket.empty()) {
    url.scheme = url.tls ? "rediss" : "redis";
    url.host = url_parts::lower_case(connection.host);
    url.port = connection.port;
    url.port_given = true;
  } else {
    url.scheme = "unix";
    url.socket = connection.socket;
  }
  url.database = connection.database;
  if (!connection.username.empty()) url.username = connection.username;
  if (!connection.password.empty()) url.password = Secret(connection.password.reveal());
  std::string text = format_redis_url(url, reveal == Reveal::yes);
  if (text.size() <= kMaxUrlBytes) return text;
  wipe_memory(text.data(), text.size());
  throw Error("the URL of " + std::string(config.service()) + " would be longer than " +
              std::to_string(kMaxUrlBytes) + " bytes: its user name or password is too long for one");
}

}  // namespace redisconf
