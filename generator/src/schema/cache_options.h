// What a cache may say besides `ttl` and `fallback`: key, bounds, standard, and where the value is kept.
// Reader, renderers, comparer, listings and the JSON Schema go over this one table.
//
// Units: durations in ms, sizes in bytes; 0 stands for `none`, 1 for `true`. Thread-safety: constant data.
#pragma once

#include <redisconf/config/generated.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "schema/resource_fields.h"

namespace redisconf::compiler {

struct CacheOption {
  ResourceField field;
  std::int64_t generated::CacheOptions::*value = nullptr;
  const char* member = nullptr;  // of generated::CacheOptions
  bool serves_older = false;     // a change can make answers older than they were
};

inline constexpr std::int64_t kMaxEntries = 1'000'000'000;

inline constexpr std::array kCacheOptions{
    CacheOption{{.setting = {.path = "ttl_jitter",
                             .type = SettingType::integer,
                             .standard = "5",
                             .minimum = 0,
                             .maximum = 50,
                             .summary = "Percent of ttl that at most are taken from it, by chance, so that "
                                        "entries made together do not end together"}},
                &generated::CacheOptions::ttl_jitter,
                "ttl_jitter"},
    CacheOption{{.setting = {.path = "memory_size",
                             .type = SettingType::size,
                             .standard = "64MiB",
                             .minimum = 1,
                             .maximum = 1LL << 40,
                             .summary = "Most bytes that a store in memory takes"}},
                &generated::CacheOptions::memory_size,
                "memory_size"},
    CacheOption{{.setting = {.path = "memory_entries",
                             .type = SettingType::integer,
                             .standard = "100000",
                             .minimum = 1,
                             .maximum = kMaxEntries,
                             .summary = "Most entries that a store in memory holds"}},
                &generated::CacheOptions::memory_entries,
                "memory_entries"},
    CacheOption{{.setting = {.path = "dirty_log",
                             .type = SettingType::integer,
                             .standard = "10000",
                             .minimum = 1,
                             .maximum = kMaxEntries,
                             .summary = "Most keys changed while Redis is away that are remembered one by "
                                        "one; with more, all older entries are invalidated"}},
                &generated::CacheOptions::dirty_log,
                "dirty_log"},
    CacheOption{{.setting = {.path = "stale_if_error",
                             .type = SettingType::duration,
                             .standard = "none",
                             .minimum = 1,
                             .maximum = kCentury,
                             .summary = "How long after its end a value may stand in for one that can't be "
                                        "had"},
                 .takes_none = true},
                &generated::CacheOptions::stale_if_error_ms,
                "stale_if_error_ms",
                true},
    CacheOption{{.setting = {.path = "soft_timeout",
                             .type = SettingType::duration,
                             .standard = "none",
                             .minimum = 1,
                             .maximum = kDay,
                             .summary = "Time until a stale value answers while the fresh one is computed"},
                 .takes_none = true},
                &generated::CacheOptions::soft_timeout_ms,
                "soft_timeout_ms",
                true},
    CacheOption{{.setting = {.path = "negative_ttl",
                             .type = SettingType::duration,
                             .standard = "none",
                             .minimum = 1,
                             .maximum = kCentury,
                             .summary = "How long it is remembered that there is no value"},
                 .takes_none = true},
                &generated::CacheOptions::negative_ttl_ms,
                "negative_ttl_ms",
                true},
    CacheOption{{.setting = {.path = "lock_timeout",
                             .type = SettingType::duration,
                             .standard = "5s",
                             .minimum = 1,
                             .maximum = kDay,
                             .summary = "How long other processes wait for the one that computes a value; "
                                        "none: each computes its own"},
                 .takes_none = true},
                &generated::CacheOptions::lock_timeout_ms,
                "lock_timeout_ms"},
    CacheOption{{.setting = {.path = "early_refresh",
                             .type = SettingType::integer,
                             .standard = "none",
                             .minimum = 1,
                             .maximum = 99,
                             .summary = "Percent of ttl after which a value that is asked for is refreshed "
                                        "behind"},
                 .takes_none = true},
                &generated::CacheOptions::early_refresh,
                "early_refresh"},
    CacheOption{{.setting = {.path = "near_cache",
                             .type = SettingType::boolean,
                             .standard = "false",
                             .summary = "Whether each process keeps copies, which the others' changes "
                                        "invalidate"}},
                &generated::CacheOptions::near_cache,
                "near_cache",
                true}};

// ttl, fallback and the options.
inline constexpr auto kCacheFields = [] {
  std::array<ResourceField, kCacheOptions.size() + 2> fields{kTimeToLive, kCacheFallback};
  for (std::size_t index = 0; index < kCacheOptions.size(); ++index) {
    fields[index + 2] = kCacheOptions[index].field;
  }
  return fields;
}();

// The word in a schema; of `environment`, which has none, it is empty.
[[nodiscard]] std::string_view fallback_word(generated::CacheFallback fallback) noexcept;

// As the schema writes it: "none", "64MiB", "true", "5".
[[nodiscard]] std::string option_text(const CacheOption& option, std::int64_t value);

}  // namespace redisconf::compiler
