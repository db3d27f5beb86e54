// Example: a configuration for redis-plus-plus (sewenew/redis-plus-plus 1.3). Copy it.
//
//   sw::redis::ConnectionOptions connection;
//   sw::redis::ConnectionPoolOptions pool;
//   fill_redis_plus_plus(connection, pool, config);
//   sw::redis::Redis redis(connection, pool);
//
// Templates over the library's option types, so that this header includes none of its own. Throws
// redisconf::Error for what the library can't do: it never gets less TLS than the configuration asks.
#pragma once

#include <redisconf/config/errors.h>
#include <redisconf/config/service_config.h>
#include <redisconf/config/settings.h>
#include <redisconf/config/value.h>

#include <string>

// redis-plus-plus takes files where redisconf has secrets: the paths of the same PEM texts.
struct RedisPlusPlusFiles {
  std::string ca;
  std::string certificate;
  std::string key;
};

inline void refuse_for_redis_plus_plus(const std::string& why) {
  throw redisconf::Error("redis-plus-plus can't serve this configuration: " + why);
}

template <class ConnectionOptions>
void fill_redis_plus_plus_tls(ConnectionOptions& options, const redisconf::ServiceConfig& config,
                              const RedisPlusPlusFiles& files) {
  const redisconf::TlsSettings& tls = config.tls();
  if (tls.verify == redisconf::TlsVerify::full) {
    refuse_for_redis_plus_plus("it does not check the server's name (tls.verify is full)");
  }
  if (!tls.pin.empty()) refuse_for_redis_plus_plus("it checks no key (tls.pin)");
  if (!tls.ca.empty() && files.ca.empty()) refuse_for_redis_plus_plus("it needs tls.ca as a file");
  if (!tls.certificate.empty() && (files.certificate.empty() || files.key.empty())) {
    refuse_for_redis_plus_plus("it needs tls.certificate and tls.key as files");
  }
  if constexpr (requires { options.tls.enabled; }) {
    options.tls.enabled = true;
    options.tls.cacert = files.ca;
    options.tls.cert = files.certificate;
    options.tls.key = files.key;
    const std::string& name = tls.server_name.empty() ? config.connection().host : tls.server_name;
    if (!redisconf::is_address(name)) options.tls.sni = name;
    if (tls.verify != redisconf::TlsVerify::none) return;
    if constexpr (requires { options.tls.verify_mode; }) {
      options.tls.verify_mode = 0;  // REDIS_SSL_VERIFY_NONE
    } else {
      refuse_for_redis_plus_plus("this version always verifies (tls.verify is none)");
    }
  } else {
    refuse_for_redis_plus_plus("it was built without TLS");
  }
}

template <class ConnectionOptions, class PoolOptions>
void fill_redis_plus_plus(ConnectionOptions& options, PoolOptions& pool,
                          const redisconf::ServiceConfig& config, const RedisPlusPlusFiles& files = {}) {
  const redisconf::ConnectionSettings& connection = config.connection();
  if (connection.socket.empty()) {
    options.host = connection.host;
    options.port = connection.port;
  } else {
    options.type = decltype(options.type)::UNIX;
    options.path = connection.socket;
  }
  options.db = connection.database;
  if (!connection.username.empty()) options.user = connection.username;
  options.password = std::string(connection.password.reveal());
  options.name = connection.client_name.empty() ? config.service() : connection.client_name;
  options.connect_timeout = config.timeouts().connect;
  options.socket_timeout = config.timeouts().command;
  if (config.tls().enabled) fill_redis_plus_plus_tls(options, config, files);
  pool.size = static_cast<std::size_t>(config.pool().connections);
  pool.wait_timeout = config.timeouts().command;  // 0 would wait for ever
}
