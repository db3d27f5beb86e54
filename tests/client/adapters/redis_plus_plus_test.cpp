// The example for redis-plus-plus. Debian has no package of it: without its header, structs with the
// members of its release 1.3 stand for its option types.
#include "redis_plus_plus.h"

#include "support/catch.h"

#include <redisconf/config/settings_builder.h>

#include <chrono>

#if __has_include(<sw/redis++/redis++.h>)
#include <sw/redis++/redis++.h>
using sw::redis::ConnectionOptions;
using sw::redis::ConnectionPoolOptions;
#else
namespace {

struct TlsOptions {
  bool enabled = false;
  std::string cacert, cacertdir, cert, key, sni;
  int verify_mode = 1;
};

enum class ConnectionType { TCP = 0, UNIX };

struct ConnectionOptions {
  ConnectionType type = ConnectionType::TCP;
  std::string path;
  std::string host;
  int port = 6379;
  std::string user = "default";
  std::string password;
  int db = 0;
  std::chrono::milliseconds connect_timeout{0};
  std::chrono::milliseconds socket_timeout{0};
  TlsOptions tls;
  std::string name;
};

struct ConnectionPoolOptions {
  std::size_t size = 1;
  std::chrono::milliseconds wait_timeout{0};
};

}  // namespace
#endif

using namespace std::chrono_literals;
using redisconf::Secret;
using redisconf::SettingsBuilder;
using redisconf::Strict;
using redisconf::TlsVerify;
using redisconf::test::contains;

namespace {

SettingsBuilder builder() {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().host("redis.example").port(6380);
  return builder;
}

ConnectionOptions filled(const SettingsBuilder& builder, const RedisPlusPlusFiles& files = {}) {
  ConnectionOptions options;
  ConnectionPoolOptions pool;
  fill_redis_plus_plus(options, pool, builder.build(), files);
  return options;
}

std::string refusal(const SettingsBuilder& builder, const RedisPlusPlusFiles& files = {}) {
  try {
    static_cast<void>(filled(builder, files));
  } catch (const redisconf::Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("redis-plus-plus gets server, user, timeouts and pool", "[adapter]") {
  auto settings = builder();
  settings.connection().username("app").password(Secret("correct-battery")).database(3);
  settings.timeouts().connect(750ms).command(250ms);
  settings.pool().connections(8);
  ConnectionOptions options;
  ConnectionPoolOptions pool;
  fill_redis_plus_plus(options, pool, settings.build());

  CHECK(options.host == "redis.example");
  CHECK(options.port == 6380);
  CHECK(options.user == "app");
  CHECK(options.password == "correct-battery");
  CHECK(options.db == 3);
  CHECK(options.name == "worker");
  CHECK(options.connect_timeout == 750ms);
  CHECK(options.socket_timeout == 250ms);
  CHECK_FALSE(options.tls.enabled);
  CHECK(pool.size == 8);
  CHECK(pool.wait_timeout == 250ms);
}

TEST_CASE("redis-plus-plus gets a Unix socket", "[adapter]") {
  SettingsBuilder builder("worker");
  builder.environment("test", Strict::no).connection().socket("/run/redis.sock");
  const auto options = filled(builder);
  CHECK(options.type == decltype(options.type)::UNIX);
  CHECK(options.path == "/run/redis.sock");
}

TEST_CASE("redis-plus-plus never gets less TLS than was asked", "[adapter]") {
  auto settings = builder();
  settings.tls().enabled(true);
  CHECK_THAT(refusal(settings), contains("server's name"));

  settings.tls().verify(TlsVerify::ca).ca(Secret("authority")).certificate(Secret("c")).key(Secret("k"));
  CHECK_THAT(refusal(settings), contains("tls.ca as a file"));
  CHECK_THAT(refusal(settings, {.ca = "/run/ca", .certificate = "/run/c", .key = ""}),
             contains("tls.certificate and tls.key"));
  const auto options = filled(settings, {.ca = "/run/ca", .certificate = "/run/c", .key = "/run/k"});
  CHECK(options.tls.enabled);
  CHECK(options.tls.cacert == "/run/ca");
  CHECK(options.tls.cert == "/run/c");
  CHECK(options.tls.key == "/run/k");
  CHECK(options.tls.sni == "redis.example");
  CHECK(options.tls.verify_mode == 1);

  auto pinned = builder();
  pinned.tls().enabled(true).verify(TlsVerify::ca).pin("sha256/" + std::string(43, 'A') + "=");
  CHECK_THAT(refusal(pinned), contains("tls.pin"));

  settings.tls().verify(TlsVerify::none);
  CHECK(filled(settings, {.ca = "/run/ca", .certificate = "/run/c", .key = "/run/k"}).tls.verify_mode == 0);
}
