// The example for Boost.Redis: its TLS with the real Boost.Asio against real servers, its settings with
// the real header where Boost is 1.84 or newer, else with a struct of the same members.
#include "boost_redis.h"

#include "support/catch.h"

#include <redisconf/config/settings_builder.h>
#include <redisconf/testing/redis_server.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string>
#include <string_view>

#if __has_include(<boost/redis/config.hpp>)
#include <boost/redis/config.hpp>
using Config = boost::redis::config;
#else
#include <chrono>
#include <optional>
namespace {

struct Address {
  std::string host = "127.0.0.1";
  std::string port = "6379";
};

struct Config {
  bool use_ssl = false;
  Address addr;
  std::string unix_socket;
  std::string username = "default";
  std::string password;
  std::string clientname = "Boost.Redis";
  std::optional<int> database_index = 0;
  std::chrono::steady_clock::duration resolve_timeout = std::chrono::seconds{10};
  std::chrono::steady_clock::duration connect_timeout = std::chrono::seconds{10};
  std::chrono::steady_clock::duration ssl_handshake_timeout = std::chrono::seconds{10};
  std::chrono::steady_clock::duration reconnect_wait_interval = std::chrono::seconds{1};
};

}  // namespace
#endif

namespace asio = boost::asio;
using namespace std::chrono_literals;
using redisconf::Secret;
using redisconf::SettingsBuilder;
using redisconf::Strict;
using redisconf::testing::RedisServer;
using redisconf::testing::RedisServerOptions;

namespace {

SettingsBuilder builder_for(const RedisServer& server) {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().host(server.host()).port(server.port());
  builder.tls().enabled(true).ca(Secret(server.authority().certificate()));
  return builder;
}

// Whether the server answers a PING over TLS as Boost.Redis sets it up: asio's stream over the
// connection's context.
bool is_answered(const SettingsBuilder& builder) {
  auto [settings, tls] = boost_redis_settings<Config, asio::ssl::context>(builder.build());
  asio::io_context io;
  asio::ssl::stream<asio::ip::tcp::socket> stream(io, tls);
  asio::ip::tcp::resolver resolver(io);
  asio::connect(stream.lowest_layer(), resolver.resolve(settings.addr.host, settings.addr.port));
  boost::system::error_code error;
  stream.handshake(asio::ssl::stream_base::client, error);
  if (error) return false;
  asio::write(stream, asio::buffer(std::string_view("PING\r\n")), error);
  std::array<char, 7> answer{};
  if (!error) asio::read(stream, asio::buffer(answer), error);
  return !error && std::string_view(answer.data(), answer.size()) == "+PONG\r\n";
}

}  // namespace

TEST_CASE("Boost.Redis gets server, user and timeouts", "[adapter]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no)
      .connection()
      .host("redis.example")
      .port(6380)
      .username("app")
      .password(Secret("correct-battery"))
      .database(3);
  builder.timeouts().resolve(1s).connect(750ms).tls(1500ms);
  const auto [settings, tls] = boost_redis_settings<Config, asio::ssl::context>(builder.build());

  CHECK_FALSE(settings.use_ssl);
  CHECK(settings.addr.host == "redis.example");
  CHECK(settings.addr.port == "6380");
  CHECK(settings.username == "app");
  CHECK(settings.password == "correct-battery");
  CHECK(settings.clientname == "worker");
  CHECK(settings.database_index == 3);
  CHECK(settings.resolve_timeout == 1s);
  CHECK(settings.connect_timeout == 750ms);
  CHECK(settings.ssl_handshake_timeout == 1500ms);

  builder.cluster().enabled(true);
  builder.connection().database(0);
  CHECK_THROWS_AS((boost_redis_settings<Config, asio::ssl::context>(builder.build())), redisconf::Error);
}

TEST_CASE("the TLS that Boost.Redis gets knows the server's name and authority", "[adapter][redis]") {
  const RedisServer server(RedisServerOptions{.tls = true});
  auto builder = builder_for(server);
  CHECK(is_answered(builder));

  builder.tls().server_name("other.example");
  CHECK_FALSE(is_answered(builder));
  builder.tls().verify(redisconf::TlsVerify::ca);
  CHECK(is_answered(builder));

  const redisconf::testing::CertificateAuthority stranger;
  builder.tls().ca(Secret(stranger.certificate()));
  CHECK_FALSE(is_answered(builder));
  builder.tls().verify(redisconf::TlsVerify::none);
  CHECK(is_answered(builder));
}

TEST_CASE("the TLS that Boost.Redis gets shows the client's certificate", "[adapter][redis]") {
  const RedisServer server(RedisServerOptions{.tls = true, .require_client_certificate = true});
  const auto own = server.authority().issue({});
  auto builder = builder_for(server);
  CHECK_FALSE(is_answered(builder));
  builder.tls().certificate(Secret(own.certificate)).key(Secret(own.key));
  CHECK(is_answered(builder));
}

TEST_CASE("a TLS session is made of good settings only", "[adapter]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().host("redis.example");
  CHECK_THROWS_AS(static_cast<void>(redisconf::new_tls_session(builder.build())), redisconf::Error);
  builder.tls().enabled(true).ca(Secret("no certificate"));
  CHECK_THROWS_AS(static_cast<void>(redisconf::new_tls_context(builder.build())), redisconf::Error);

  builder.tls().verify(redisconf::TlsVerify::none);
  const auto session = redisconf::new_tls_session(builder.build());
  CHECK(std::string(SSL_get_servername(session.get(), TLSEXT_NAMETYPE_host_name)) == "redis.example");
}

TEST_CASE("Boost.Redis speaks to no server but the one whose key is pinned", "[adapter][redis]") {
  const RedisServer server(RedisServerOptions{.tls = true});
  CHECK(is_answered(builder_for(server)));
  auto pinned = builder_for(server);
  pinned.tls().pin("sha256/" + std::string(43, 'A') + "=");
  CHECK_FALSE(is_answered(pinned));
}

TEST_CASE("Boost.Redis gets a Unix socket", "[adapter]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().socket("/run/redis.sock");
  const auto [settings, tls] = boost_redis_settings<Config, asio::ssl::context>(builder.build());
  CHECK(settings.unix_socket == "/run/redis.sock");
}
