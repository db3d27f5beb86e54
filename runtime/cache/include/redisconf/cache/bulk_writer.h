// Puts values that were made elsewhere (a dump, another cache) into a cache, many in a round trip, so
// that its Cache<T> reads them as its own:
//
//   redisconf::CacheBulkWriter writer(client, config.sessions_cache(), {redisconf::CacheFormat::json, 1});
//   writer.write(items, redisconf::BulkPolicy::keep);
//
// All that one writer writes counts as written at one moment, that of its stamp: a second before it was
// made, for what clocks differ. What is newer than that stays, whoever wrote it: a service that goes on
// meanwhile is never set back. A program that was killed goes on under the same stamp, and what it
// repeats has no other effect than before.
//
// Ownership:     refers to the client, which must outlive it.
// Thread-safety: none.
// Errors:        RedisError: whatever `fallback` says, a value is in Redis or the call throws, and may
//                be made again. `usage` for a wrong id or time to live, before anything is written.
#pragma once

#include <redisconf/cache/codec.h>
#include <redisconf/config/export.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class Client;
struct CacheSettings;

struct BulkItem {
  std::string_view id;
  std::string_view value;                                   // as CacheCodec writes it
  std::optional<std::chrono::milliseconds> time_to_live{};  // nothing: as the settings say
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>>
      expires_at{};  // in its place, server's clock
};

enum class BulkPolicy : std::uint8_t {
  keep,     // what is there stays
  replace,  // only what is newer than the writer's stamp stays
};

enum class BulkOutcome : std::uint8_t {
  written,
  kept,      // an entry is there
  newer,     // changed or deleted after the stamp
  foreign,   // the key holds something else than an entry of a cache; `replace` replaces it
  repeated,  // of keep: an entry of this stamp is there, from before or of the same id
  expired,   // its end has passed
};

class CacheBulkWriter {
 public:
  // `stamp`: of an earlier writer, to go on as that one; empty: a new one.
  CacheBulkWriter(Client& client, const CacheSettings& settings, ValueForm form, std::string_view stamp = {});
  CacheBulkWriter(CacheBulkWriter&&) noexcept;
  CacheBulkWriter& operator=(CacheBulkWriter&&) noexcept;
  ~CacheBulkWriter();

  // Throws RedisError (usage) for what write() would refuse.
  static void check(const BulkItem& item);

  // One outcome an item, in one round trip.
  std::vector<BulkOutcome> write(std::span<const BulkItem> items, BulkPolicy policy);

  // What write() would do, without a change.
  [[nodiscard]] std::vector<BulkOutcome> look(std::span<const BulkItem> items, BulkPolicy policy);

  // 32 hex digits. It may become newer, when Redis has lost what was older: keep the last one.
  [[nodiscard]] std::string stamp() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
