// A real redis-server for one test: on a free loopback port, in a private folder.
//
// Server and folder vanish with the object, and also when the test dies, be it by SIGKILL.
//
// Ownership:     owns the process and its folder.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::runtime_error with the end of the server's log when it does not start within
//                10 s, or when redis-server is not installed. command() throws RedisError.
#pragma once

#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>
#include <redisconf/testing/certificates.h>

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

// A node of a cluster has its bus on a free port too; SentinelSetup and ClusterSetup put several together.
enum class RedisServerMode : std::uint8_t { standalone, cluster_node, sentinel };

// The braces let callers name only the members that they mean, without a compiler warning.
struct RedisServerOptions {
  bool tls = false;                                          // the port then speaks TLS and nothing else
  std::vector<std::string> names{"localhost", "127.0.0.1"};  // of the certificate
  std::optional<Certificate> certificate{};                  // instead of one made for `names`
  bool require_client_certificate = false;                   // signed by authority()
  std::string password{};                                    // of the default user; empty: none
  std::vector<std::string> users{};                          // ACL rules: "app on >secret ~* &* +@all"
  std::vector<std::string> configuration{};                  // further lines of redis.conf
  RedisServerMode mode = RedisServerMode::standalone;
  std::shared_ptr<const CertificateAuthority> shared_authority{};  // instead of one of its own
};

class RedisServer {
 public:
  explicit RedisServer(RedisServerOptions options = {});
  RedisServer(RedisServer&&) noexcept;
  RedisServer& operator=(RedisServer&&) noexcept;
  ~RedisServer();

  [[nodiscard]] std::string host() const;  // "127.0.0.1"
  [[nodiscard]] int port() const noexcept;
  [[nodiscard]] int bus_port() const noexcept;  // of a cluster's node, else 0
  [[nodiscard]] bool tls() const noexcept;
  [[nodiscard]] const std::string& password() const noexcept;

  // Signed the server's certificate, unless that was given; signs those of clients.
  [[nodiscard]] const CertificateAuthority& authority() const;

  [[nodiscard]] pid_t pid() const noexcept;  // 0 while it does not run
  [[nodiscard]] const std::filesystem::path& directory() const noexcept;
  [[nodiscard]] std::string log() const;

  // One command through a connection of its own, as the default user: to look and to arrange, at the
  // time that dialling takes. At most 10 s.
  [[nodiscard]] Reply command(std::initializer_list<std::string_view> arguments) const;

  void stop();     // SIGTERM, and waits
  void kill();     // SIGKILL, and waits
  void restart();  // on the same port; stops it first when it runs
  void freeze();   // SIGSTOP: the kernel still accepts connections, nobody answers
  void resume();   // SIGCONT

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
}  // namespace redisconf
