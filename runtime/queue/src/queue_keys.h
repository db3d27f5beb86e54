// A queue's settings and the names of its keys in Redis (scripts.h tells what is in them).
// Thread-safety: constant data.
#pragma once

#include <redisconf/client/client.h>
#include <redisconf/client/script.h>
#include <redisconf/config/resources.h>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::queue {

using Milliseconds = std::chrono::milliseconds;
using ServerTime = std::chrono::sys_time<Milliseconds>;

inline constexpr const char* kGroup = "w";

class QueueKeys {
 public:
  explicit QueueKeys(QueueSettings settings);

  [[nodiscard]] const QueueSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] const std::string& prefix() const noexcept { return settings_.key_prefix; }
  [[nodiscard]] const std::string& lanes() const noexcept { return lane_count_; }  // as a script's argument
  [[nodiscard]] const std::string& lane(int lane) const { return lanes_.at(static_cast<std::size_t>(lane)); }
  [[nodiscard]] std::string bell(std::string_view generation) const;
  [[nodiscard]] std::string feed(std::string_view name) const;

  // The priority itself; throws std::invalid_argument for one that the queue does not have.
  [[nodiscard]] int checked(int priority) const;

  // The lane that a stream's key stands for; -1 for a bell.
  [[nodiscard]] int lane_of(std::string_view key) const noexcept;

  [[nodiscard]] static constexpr int waiting_lane(int priority) noexcept { return 2 * priority + 1; }
  [[nodiscard]] static constexpr int returned_lane(int priority) noexcept { return 2 * priority; }
  [[nodiscard]] static constexpr int priority_of(int lane) noexcept { return lane / 2; }

 private:
  QueueSettings settings_;
  std::vector<std::string> lanes_;
  std::string lane_count_;
};

[[nodiscard]] Reply run(Client& client, const Script& script, const QueueKeys& keys,
                        std::span<const std::string_view> arguments);
[[nodiscard]] Reply run(Client& client, const Script& script, const QueueKeys& keys,
                        std::initializer_list<std::string_view> arguments);

// "", or what is wrong with the server's eviction policy.
[[nodiscard]] std::string eviction_warning(Client& client, const QueueKeys& keys);

// What to do about it.
inline constexpr const char* kEvictionFix =
    "set maxmemory-policy noeviction, or give the queues a server of their own";

// The same; throws RedisError (usage) in a strict environment.
std::string check_eviction(Client& client, const QueueKeys& keys);

// Whole numbers in answers of scripts; 0 for what is none.
[[nodiscard]] long long number_in(std::string_view text) noexcept;

}  // namespace redisconf::queue
