// A service's settings built in code, for tests and for programs without a schema:
//
//   const ServiceConfig config = SettingsBuilder("worker")
//                                    .environment("production", Strict::yes)
//                                    .connection()
//                                        .host("redis.example")
//                                        .port(6380)
//                                        .password(Secret(password))
//                                        .done()
//                                    .pool()
//                                        .connections(8)
//                                        .build();
//   Client client = connect(config);
//
// Each group of the catalogue has a sub-builder (group_builders.h), each setting a function of its
// name; what is not named keeps the catalogue's value. docs/settings-in-code.md tells more.
//
// Ownership:     owns what it is told; what it builds is independent of it.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        build() throws one ConfigurationError with all that is wrong.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/group_builders.h>
#include <redisconf/config/inputs.h>
#include <redisconf/config/service_config.h>

#include <cstdint>
#include <memory>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

// Whether an environment fails fast and insists on credentials and on verified TLS, as staging and
// production do.
enum class Strict : std::uint8_t { no, yes };

class SettingsBuilder : public GroupBuilders<SettingsBuilder> {
 public:
  // Keys are prefixed with "<service>:" unless key_prefix() says otherwise.
  explicit SettingsBuilder(std::string service);
  SettingsBuilder(SettingsBuilder&&) noexcept;
  SettingsBuilder& operator=(SettingsBuilder&&) noexcept;
  ~SettingsBuilder();

  // Required: there is no environment to assume.
  SettingsBuilder& environment(std::string name, Strict strict);
  SettingsBuilder& key_prefix(std::string prefix);

  // Why this strict environment may do without TLS, or with less than its full verification; stands in
  // summary(), as `because` of a schema does.
  SettingsBuilder& unverified_because(std::string reason);

  // Every bound and every rule of the catalogue, those of strict environments included. Reads no
  // variable; files and tools only for secrets that were given by name. Leaves the builder as it is.
  [[nodiscard]] ServiceConfig build() const;

  // The same with variables and .env files laid over what the code says, as load() of a wrapper does
  // (docs/precedence.md): REDIS_HOST, WORKER_REDIS_HOST, REDIS_URL, ...
  [[nodiscard]] ServiceConfig build(const Inputs& inputs) const;

 private:
  friend class GroupBuilder;
  class Impl;

  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
