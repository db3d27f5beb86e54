#include "redisconf/testing/sentinel_setup.h"

#include "await.h"
#include "redis_conf.h"
#include "redisconf/client/info.h"

#include <algorithm>
#include <utility>

namespace redisconf::testing {
namespace {

std::string address_of(const RedisServer& server) {
  return server.host() + ":" + std::to_string(server.port());
}

bool is_linked(const RedisServer& replica) {
  const Reply info = replica.command({"INFO", "replication"});
  return info_field(info.as_string(), "master_link_status") == "up";
}

// "host:port" of the primary, as the Sentinel tells it.
std::string named_by(const RedisServer& sentinel) {
  const Reply reply = sentinel.command({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", SentinelSetup::master_name()});
  if (reply.is_nil()) return {};
  return reply.as_array().at(0).as_string() + ":" + reply.as_array().at(1).as_string();
}

std::size_t known(const RedisServer& sentinel, std::string_view what) {
  return sentinel.command({"SENTINEL", what, SentinelSetup::master_name()}).as_array().size();
}

// How often Sentinels look at the servers and tell each other of themselves. Not kept over a restart.
void set_pace(const RedisServer& sentinel, std::string_view info, std::string_view publish) {
  static_cast<void>(sentinel.command({"SENTINEL", "DEBUG", "info-period", info, "publish-period", publish}));
}

RedisServerOptions server_options(const SentinelOptions& options,
                                  std::shared_ptr<const CertificateAuthority> authority) {
  RedisServerOptions wanted;
  wanted.tls = options.tls;
  wanted.names = options.names;
  wanted.password = options.password;
  wanted.users = options.users;
  wanted.shared_authority = std::move(authority);
  wanted.configuration = options.configuration;
  wanted.configuration.emplace_back(kSynchronizeOverDisk);
  if (options.tls) wanted.configuration.emplace_back("tls-replication yes");
  if (!options.password.empty())
    wanted.configuration.push_back("masterauth " + conf_quoted(options.password));
  return wanted;
}

RedisServerOptions sentinel_options(const SentinelOptions& options,
                                    std::shared_ptr<const CertificateAuthority> authority,
                                    const RedisServer& primary) {
  const std::string name = SentinelSetup::master_name();
  RedisServerOptions wanted;
  wanted.mode = RedisServerMode::sentinel;
  wanted.tls = options.tls;
  wanted.names = options.names;
  wanted.password = options.sentinel_password;
  wanted.users = options.sentinel_users;
  wanted.shared_authority = std::move(authority);
  auto& lines = wanted.configuration;
  if (options.tls) lines.emplace_back("tls-replication yes");
  lines.push_back("sentinel monitor " + name + " " + primary.host() + " " + std::to_string(primary.port()) +
                  " " + std::to_string(options.sentinels / 2 + 1));
  lines.push_back("sentinel down-after-milliseconds " + name + " " +
                  std::to_string(options.down_after.count()));
  lines.push_back("sentinel failover-timeout " + name + " " +
                  std::to_string(options.failover_timeout.count()));
  if (!options.password.empty())
    lines.push_back("sentinel auth-pass " + name + " " + conf_quoted(options.password));
  if (!options.sentinel_password.empty())
    lines.push_back("sentinel sentinel-pass " + conf_quoted(options.sentinel_password));
  return wanted;
}

}  // namespace

SentinelSetup::SentinelSetup(SentinelOptions options)
    : options_(std::move(options)), authority_(std::make_shared<const CertificateAuthority>()) {
  start_servers();
  start_sentinels();
  await_agreement();
}

void SentinelSetup::start_servers() {
  RedisServerOptions wanted = server_options(options_, authority_);
  servers_.emplace_back(wanted);
  const std::string primary = servers_.front().host() + " " + std::to_string(servers_.front().port());
  wanted.configuration.push_back("replicaof " + primary);
  for (int i = 0; i < options_.replicas; ++i) servers_.emplace_back(wanted);
  await("the link of the replicas",
        [this] { return std::all_of(servers_.begin() + 1, servers_.end(), is_linked); });
}

void SentinelSetup::start_sentinels() {
  for (int i = 0; i < options_.sentinels; ++i) {
    sentinels_.emplace_back(sentinel_options(options_, authority_, servers_.front()));
    set_pace(sentinels_.back(), "100", "100");
  }
}

void SentinelSetup::await_agreement() const {
  const auto agrees = [this](const RedisServer& sentinel) {
    return known(sentinel, "REPLICAS") == servers_.size() - 1 &&
           known(sentinel, "SENTINELS") == sentinels_.size() - 1;
  };
  await("the agreement of the Sentinels",
        [&] { return std::all_of(sentinels_.begin(), sentinels_.end(), agrees); });
  for (const RedisServer& sentinel : sentinels_) set_pace(sentinel, "10000", "2000");
}

std::string SentinelSetup::sentinel_nodes() const {
  std::string text;
  for (const RedisServer& sentinel : sentinels_)
    text.append(text.empty() ? "" : ",").append(address_of(sentinel));
  return text;
}

RedisServer& SentinelSetup::primary() {
  RedisServer* found = nullptr;
  await("one primary", [&] {
    const auto running = std::find_if(sentinels_.begin(), sentinels_.end(),
                                      [](const RedisServer& sentinel) { return sentinel.pid() != 0; });
    if (running == sentinels_.end()) throw std::runtime_error("no Sentinel runs");
    const std::string address = named_by(*running);
    for (RedisServer& server : servers_) {
      if (address_of(server) == address) found = &server;
    }
    return found != nullptr;
  });
  return *found;
}

void SentinelSetup::await_failover_from(const RedisServer& before) const {
  const std::string address = address_of(before);
  await("the failover", [&] {
    return std::all_of(sentinels_.begin(), sentinels_.end(), [&](const RedisServer& sentinel) {
      return sentinel.pid() == 0 || named_by(sentinel) != address;
    });
  });
}

}  // namespace redisconf::testing
