// Example: a configuration for Boost.Redis (Boost 1.84 or newer). Copy it.
//
//   auto [settings, tls] = boost_redis_settings<boost::redis::config, boost::asio::ssl::context>(config);
//   boost::redis::connection connection(io_context, std::move(tls));
//   connection.async_run(settings, ...);
//
// Pass both on: without the context Boost.Redis verifies nothing. The context holds trust, client
// certificate and the server's name, also for reconnections; Boost.Redis sends no SNI. Templates over
// the library's types, so that this header includes none of its own.
#pragma once

#include <redisconf/client/tls_session.h>
#include <redisconf/config/errors.h>
#include <redisconf/config/service_config.h>
#include <redisconf/config/settings.h>

#include <string>

template <class Config, class TlsContext>
struct BoostRedisSettings {
  Config settings;
  TlsContext tls;
};

template <class TlsContext>
TlsContext boost_redis_tls(const redisconf::ServiceConfig& config) {
  if (!config.tls().enabled) return TlsContext(TlsContext::tls_client);
  return TlsContext(redisconf::new_tls_context(config).release());
}

template <class Config, class TlsContext>
BoostRedisSettings<Config, TlsContext> boost_redis_settings(const redisconf::ServiceConfig& config) {
  if (config.cluster().enabled)
    throw redisconf::Error("Boost.Redis knows no cluster (cluster.enabled is true)");
  const redisconf::ConnectionSettings& connection = config.connection();
  BoostRedisSettings<Config, TlsContext> result{Config{}, boost_redis_tls<TlsContext>(config)};
  Config& settings = result.settings;
  settings.use_ssl = config.tls().enabled;
  if (connection.socket.empty()) {
    settings.addr.host = connection.host;
    settings.addr.port = std::to_string(connection.port);
  } else if constexpr (requires { settings.unix_socket; }) {
    settings.unix_socket = connection.socket;
  } else {
    throw redisconf::Error("this version of Boost.Redis knows no Unix sockets (connection.socket)");
  }
  if (!connection.username.empty()) settings.username = connection.username;
  settings.password = std::string(connection.password.reveal());
  settings.clientname = connection.client_name.empty() ? config.service() : connection.client_name;
  settings.database_index = connection.database;
  settings.resolve_timeout = config.timeouts().resolve;
  settings.connect_timeout = config.timeouts().connect;
  settings.ssl_handshake_timeout = config.timeouts().tls;
  settings.reconnect_wait_interval = config.retry().max_backoff;
  return result;
}
