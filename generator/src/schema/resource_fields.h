// What caches, channels and queues say of themselves besides `doc`: their keys, as rows of a
// catalogue. The reader and the JSON Schema for editors share them.
//
// Units: durations in ms, sizes in bytes. Thread-safety: constant data.
#pragma once

#include <redisconf/config/catalogue.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace redisconf::compiler {

struct ResourceField {
  SettingInfo setting;      // its path is the key alone
  bool takes_none = false;  // `none` is a value besides: for ever, or nothing
  bool required = false;
};

inline constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
inline constexpr std::int64_t kCentury = 36500 * kDay;  // as ns it still fits in 64 bits

inline constexpr ResourceField kTimeToLive{
    .setting = {.path = "ttl",
                .type = SettingType::duration,
                .minimum = 1,
                .maximum = kCentury,
                .summary = "How long an entry lives; none is for ever"},
    .takes_none = true,
    .required = true};
inline constexpr ResourceField kCacheFallback{
    .setting = {.path = "fallback",
                .type = SettingType::choice,
                .choices = "none|memory|open",
                .summary = "What happens while Redis is away: calls fail, memory answers, or reads miss; "
                           "without it, as the environment says"}};

inline constexpr ResourceField kSpool{
    .setting = {.path = "spool",
                .type = SettingType::size,
                .standard = "none",
                .minimum = 1,
                .maximum = 1LL << 40,
                .summary = "How much is kept on disk while Redis is away; none keeps nothing"},
    .takes_none = true};

inline constexpr ResourceField kChannelKind{
    .setting = {.path = "kind",
                .type = SettingType::choice,
                .standard = "stream",
                .choices = "stream|pubsub",
                .summary = "A stream, which keeps messages, or publish/subscribe, which forgets them"}};
inline constexpr ResourceField kMaxLength{
    .setting = {.path = "max_length",
                .type = SettingType::integer,
                .minimum = 1,
                .maximum = 1'000'000'000'000,
                .summary = "About how many messages the stream keeps; without it all of them"}};
inline constexpr ResourceField kStreamRetention{
    .setting = {.path = "retention",
                .type = SettingType::duration,
                .minimum = 1,
                .maximum = 3650 * kDay,
                .summary = "About how long the stream keeps a message; without it for ever"}};
inline constexpr ResourceField kDirectory{
    .setting = {.path = "directory",
                .type = SettingType::text,
                .standard = "/var/lib/redisconf",
                .summary = "Where the spool is, in a folder of the service and the channel"}};
inline constexpr ResourceField kFsync{
    .setting = {.path = "fsync",
                .type = SettingType::choice,
                .standard = "always",
                .choices = "always|interval|never",
                .summary = "When a spooled message is on the disk, and not only with the kernel"}};
inline constexpr ResourceField kWhenFull{
    .setting = {.path = "when_full",
                .type = SettingType::choice,
                .standard = "refuse",
                .choices = "refuse|block|drop_oldest",
                .summary = "What a full spool does with one more message"}};
inline constexpr ResourceField kGroupCommit{
    .setting = {.path = "group_commit",
                .type = SettingType::duration,
                .standard = "1ms",
                .minimum = 1,
                .maximum = 1000,
                .summary = "Least time between two syncs of fsync: always"}};
inline constexpr ResourceField kSyncInterval{
    .setting = {.path = "sync_interval",
                .type = SettingType::duration,
                .standard = "1s",
                .minimum = 1,
                .maximum = 60LL * 60 * 1000,
                .summary = "Time between two syncs of fsync: interval"}};

inline constexpr ResourceField kPriorities{.setting = {.path = "priorities",
                                                       .type = SettingType::integer,
                                                       .standard = "1",
                                                       .minimum = 1,
                                                       .maximum = 16,
                                                       .summary = "How many priorities jobs have"}};
inline constexpr ResourceField kMaxAttempts{.setting = {.path = "max_attempts",
                                                        .type = SettingType::integer,
                                                        .standard = "3",
                                                        .minimum = 1,
                                                        .maximum = 1000,
                                                        .summary = "How often a job is tried"}};
inline constexpr ResourceField kLease{
    .setting = {.path = "lease",
                .type = SettingType::duration,
                .standard = "8s",
                .minimum = 100,
                .maximum = kDay,
                .summary = "Time until a silent worker's jobs are given back"}};
inline constexpr ResourceField kRetention{
    .setting = {.path = "retention",
                .type = SettingType::duration,
                .minimum = 1,
                .maximum = 3650 * kDay,
                .summary = "How long finished jobs are kept; without it they are not"}};

inline constexpr std::array kChannelFields{kSpool, kChannelKind, kMaxLength,   kStreamRetention, kDirectory,
                                           kFsync, kWhenFull,    kGroupCommit, kSyncInterval};
inline constexpr std::array kQueueFields{kPriorities, kMaxAttempts, kLease, kRetention};

// The type of a custom setting, and the bounds that it has by itself.
struct CustomType {
  std::string_view name;
  SettingType type;
  std::int64_t minimum;
  std::int64_t maximum;
};

inline constexpr std::array kCustomTypes{CustomType{"integer", SettingType::integer, INT64_MIN, INT64_MAX},
                                         CustomType{"boolean", SettingType::boolean, 0, 0},
                                         CustomType{"string", SettingType::text, 0, 0},
                                         CustomType{"enum", SettingType::choice, 0, 0},
                                         CustomType{"duration", SettingType::duration, 0, kCentury},
                                         CustomType{"size", SettingType::size, 0, INT64_MAX}};

// Whether such a setting takes `min` and `max`.
[[nodiscard]] constexpr bool has_bounds(SettingType type) noexcept {
  return type == SettingType::integer || type == SettingType::duration || type == SettingType::size;
}

}  // namespace redisconf::compiler
