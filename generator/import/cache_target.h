// Lines into a cache.
// Thread-safety: none. Errors: as Target.
#pragma once

#include <redisconf/cache/bulk_writer.h>
#include <redisconf/client/client.h>
#include <redisconf/config/resources.h>

#include <vector>

#include "cache_line.h"
#include "target.h"

namespace redisconf::import_tool {

enum class OnConflict : std::uint8_t { keep, replace, fail };

class CacheTarget : public Target {
 public:
  CacheTarget(Client& client, const CacheSettings& settings, ValueForm form, OnConflict on_conflict,
              const std::string& stamp);

  void add(std::string_view line, std::uint64_t number) override;
  [[nodiscard]] std::size_t bytes() const noexcept override { return bytes_; }
  void write(Position& to) override;
  void look(Tally& tally) override;
  void clear() override;
  [[nodiscard]] std::string stamp() const override { return writer_.stamp(); }

 private:
  [[nodiscard]] std::vector<BulkItem> items() const;
  void refuse_conflicts(const std::vector<BulkOutcome>& outcomes) const;

  CacheBulkWriter writer_;
  const bool takes_json_;
  const OnConflict on_conflict_;
  std::vector<CacheLine> lines_;
  std::vector<std::uint64_t> numbers_;
  std::size_t bytes_ = 0;
  bool tried_ = false;  // to write this batch
};

}  // namespace redisconf::import_tool
