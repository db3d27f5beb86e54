// One primary, its replicas and the Sentinels that watch them: real servers for one test.
//
// Takes about two seconds to start. All of it vanishes with the object and with the test, as RedisServer
// does.
//
// Ownership:     owns the servers.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::runtime_error, as RedisServer; also when the Sentinels do not agree within 30 s.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <string>
#include <vector>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

struct SentinelOptions {
  int replicas = 1;
  int sentinels = 3;  // most of them must agree that the primary is gone
  bool tls = false;   // servers and Sentinels
  std::vector<std::string> names{"localhost", "127.0.0.1"};  // of the certificates
  std::string password{};                                    // of the servers' default user
  std::string sentinel_password{};                           // of the Sentinels' default user
  std::vector<std::string> users{};                          // ACL rules of the servers
  std::vector<std::string> sentinel_users{};                 // ACL rules of the Sentinels
  std::chrono::milliseconds down_after{500};                 // silence that a Sentinel takes for the end
  std::chrono::milliseconds failover_timeout{
      10000};                                // twice this passes before a failed failover is tried again
  std::vector<std::string> configuration{};  // further lines of the servers' redis.conf
};

class SentinelSetup {
 public:
  explicit SentinelSetup(SentinelOptions options = {});

  [[nodiscard]] const SentinelOptions& options() const noexcept { return options_; }

  // What the Sentinels call the primary: "main".
  [[nodiscard]] static std::string master_name() { return "main"; }

  // The first is the primary at the start.
  [[nodiscard]] std::vector<RedisServer>& servers() noexcept { return servers_; }
  [[nodiscard]] const std::vector<RedisServer>& servers() const noexcept { return servers_; }
  [[nodiscard]] std::vector<RedisServer>& sentinels() noexcept { return sentinels_; }
  [[nodiscard]] const std::vector<RedisServer>& sentinels() const noexcept { return sentinels_; }

  // "127.0.0.1:10001,127.0.0.1:10002,127.0.0.1:10003".
  [[nodiscard]] std::string sentinel_nodes() const;

  // The one that the Sentinels that run name as the primary now.
  [[nodiscard]] RedisServer& primary();

  // Returns when the Sentinels that run name another primary than `before`.
  void await_failover_from(const RedisServer& before) const;

 private:
  void start_servers();
  void start_sentinels();
  void await_agreement() const;

  SentinelOptions options_;
  std::shared_ptr<const CertificateAuthority> authority_;
  std::vector<RedisServer> servers_;
  std::vector<RedisServer> sentinels_;
};

}  // namespace redisconf
}  // namespace redisconf
