// The base of every generated wrapper: one service's settings in one environment.
//
// Ownership:     shares one immutable state; copies are cheap and keep it alive.
// Thread-safety: every member may run concurrently.
// Errors:        only load() of the wrapper throws (ConfigurationError).
//
// Kept free of heavy headers, because every wrapper includes it: include
// <redisconf/config/settings.h> to read into a group, resources.h for caches and channels.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/config/inputs.h>
#include <redisconf/config/setting_groups.h>

namespace redisconf REDISCONF_PUBLIC {

struct CacheSettings;
struct ChannelSettings;
struct QueueSettings;

namespace generated {
struct Schema;
}

// The interface numbers of generated code that this runtime works with. They change
// when the shape of generated code does, not with releases.
inline constexpr int kOldestGeneratedInterface = 1;
inline constexpr int kNewestGeneratedInterface = 2;

[[nodiscard]] constexpr bool supports_generated_interface(int number) noexcept {
  return kOldestGeneratedInterface <= number && number <= kNewestGeneratedInterface;
}

// A length of time in whole milliseconds; becomes any std::chrono duration that can hold it.
struct Duration {
  long long milliseconds = 0;

  template <class Chrono>
  requires requires { Chrono::period::den; }
  [[nodiscard]] constexpr operator Chrono() const noexcept {  // NOLINT(google-explicit-constructor)
    using Period = typename Chrono::period;
    return Chrono(static_cast<typename Chrono::rep>(milliseconds * Period::den / (1000 * Period::num)));
  }
};

class ServiceConfig : public SettingGroups {
 public:
  ServiceConfig(const ServiceConfig& other) noexcept;
  ServiceConfig& operator=(const ServiceConfig& other) noexcept;
  ~ServiceConfig();

  [[nodiscard]] const char* service() const noexcept;      // "auth"
  [[nodiscard]] const char* environment() const noexcept;  // "production"
  [[nodiscard]] bool strict() const noexcept;              // fails fast, as staging and production do
  [[nodiscard]] const char* key_prefix() const noexcept;   // "auth:"

  // Where a setting's value came from ("REDIS_HOST", or schema file and key path); nullptr
  // for a path that is no setting of this service.
  [[nodiscard]] const char* origin(const char* path) const noexcept;

 protected:
  // Reads and checks everything; throws ConfigurationError with all that is wrong.
  ServiceConfig(const generated::Schema& schema, const Inputs& inputs);

  // By position in the schema.
  [[nodiscard]] const CacheSettings& cache(unsigned index) const noexcept;
  [[nodiscard]] const ChannelSettings& channel(unsigned index) const noexcept;
  [[nodiscard]] const QueueSettings& queue(unsigned index) const noexcept;
  [[nodiscard]] long long custom_number(unsigned index) const noexcept;
  [[nodiscard]] const char* custom_text(unsigned index) const noexcept;

 private:
  friend struct ConfigAccess;  // describe() and ConfigWatcher: src/service_state.h
  struct State;

  explicit ServiceConfig(const State* state) noexcept;  // owns it from now on

  const State* state_;
};

}  // namespace redisconf
