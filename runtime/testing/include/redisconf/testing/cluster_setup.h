// A Redis Cluster for one test: real servers that know each other, all slots among them.
//
// Takes about three seconds to start, with replicas up to ten, in which the nodes hear of each other. All of
// it vanishes with the object and with the test, as RedisServer does.
//
// Ownership:     owns the servers.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        std::runtime_error, as RedisServer; also when the nodes do not agree within 30 s.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/testing/redis_server.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace redisconf {
namespace testing REDISCONF_PUBLIC {

struct ClusterOptions {
  int primaries = 3;
  int replicas = 0;                                          // of each primary
  bool tls = false;                                          // clients and the nodes among themselves
  std::vector<std::string> names{"localhost", "127.0.0.1"};  // of the certificates
  std::string password{};                                    // of the default user
  std::vector<std::string> users{};                          // ACL rules
  std::chrono::milliseconds node_timeout{1000};  // silence that the others take for the end of a node
  std::vector<std::string> configuration{};      // further lines of redis.conf
};

class ClusterSetup {
 public:
  static constexpr int kSlots = 16384;

  explicit ClusterSetup(ClusterOptions options = {});

  [[nodiscard]] const ClusterOptions& options() const noexcept { return options_; }

  // First the primaries, the slots shared out among them in order; then the replicas, of the first primary,
  // of the second, and so on, over again.
  [[nodiscard]] std::vector<RedisServer>& nodes() noexcept { return nodes_; }
  [[nodiscard]] const std::vector<RedisServer>& nodes() const noexcept { return nodes_; }

  // The node's name on the bus, 40 hexadecimal digits.
  [[nodiscard]] static std::string id_of(const RedisServer& node);

  // The position in nodes() of the one that owns the slot now, as a node that runs sees it.
  [[nodiscard]] std::size_t owner_of(int slot) const;

  // Moves a slot with its keys, as redis-cli's resharding does.
  void move_slot(int slot, const RedisServer& from, const RedisServer& to) const;

  // Returns when each node that runs sees all slots served and its links are up.
  void await_healthy() const;

 private:
  void start_nodes();
  void introduce() const;
  void share_out_slots() const;
  void make_replicas() const;

  ClusterOptions options_;
  std::shared_ptr<const CertificateAuthority> authority_;
  std::vector<RedisServer> nodes_;
};

}  // namespace redisconf
}  // namespace redisconf
