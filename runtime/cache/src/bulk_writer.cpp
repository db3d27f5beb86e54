#include "redisconf/cache/bulk_writer.h"

#include "cache_key.h"
#include "envelope.h"
#include "hybrid_clock.h"
#include "lifetime.h"
#include "redis_tier.h"
#include "tier_scripts.h"
#include "value_header.h"

#include <redisconf/client/client.h>
#include <redisconf/client/errors.h>
#include <redisconf/config/random_token.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <utility>

namespace redisconf {
namespace {

using cache::Version;
using std::chrono::milliseconds;

constexpr std::int64_t kRefreshEvery = 5'000;      // the server's clock, and what it has lost
constexpr std::chrono::seconds kLongestBatch{30};  // large values over a slow network
constexpr std::uint64_t kClockError = 1'000;  // ms, at most, between two instances' idea of the server's time
constexpr unsigned kLogicalBits = 16;         // of a version's time, below the milliseconds
constexpr std::size_t kNumberDigits = 16;

std::string stamp_of(Version version) {
  std::array<char, 2 * kNumberDigits + 1> text{};
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(version.time),
                static_cast<unsigned long long>(version.instance));
  return text.data();
}

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<Version> version_in(std::string_view stamp) {
  if (stamp.size() != 2 * kNumberDigits) return std::nullopt;
  const auto time = number_in(stamp.substr(0, kNumberDigits));
  const auto instance = number_in(stamp.substr(kNumberDigits));
  if (!time || !instance) return std::nullopt;
  return Version{*time, *instance};
}

// What EVALSHA takes of one item.
struct Write {
  std::string key;
  std::string envelope;
  std::string life;
};

BulkOutcome outcome_of(const Reply& reply) { return static_cast<BulkOutcome>(reply.as_integer()); }

}  // namespace

class CacheBulkWriter::Impl {
 public:
  Impl(Client& client, const CacheSettings& settings, ValueForm form, std::string_view stamp)
      : client_(client),
        settings_(settings),
        form_(form),
        clock_(*environment_.clock, environment_.chance->bits()),
        tier_(client, clock_, cache::floor_key(settings_.key_prefix)) {
    refresh();
    if (stamp.empty()) {
      version_ = clock_.next();
      version_.time -= kClockError << kLogicalBits;
    } else if (const auto version = version_in(stamp)) {
      version_ = *version;
    } else {
      throw cache::cache_usage_error("the stamp of a bulk writer is none", "give what stamp() returned");
    }
  }

  std::vector<BulkOutcome> run(std::span<const BulkItem> items, BulkPolicy policy, bool looks) {
    for (const BulkItem& item : items) check(item);
    if (clock_.monotonic() - refreshed_at_ > kRefreshEvery) refresh();
    version_.time = std::max(version_.time, floor_.time);
    std::vector<BulkOutcome> outcomes(items.size(), BulkOutcome::expired);
    std::vector<std::size_t> places;
    std::vector<Write> writes;
    for (std::size_t index = 0; index < items.size(); ++index) {
      if (auto write = write_of(items[index])) {
        writes.push_back(std::move(*write));
        places.push_back(index);
      }
    }
    const std::vector<BulkOutcome> sent =
        send(writes, policy == BulkPolicy::keep ? "keep" : "replace", looks ? "look" : "write");
    for (std::size_t index = 0; index < places.size(); ++index) outcomes[places[index]] = sent[index];
    if (!looks && settings_.near_cache) tell(items, outcomes);
    return outcomes;
  }

  [[nodiscard]] std::string stamp() const { return stamp_of(version_); }

 private:
  void refresh() {
    const cache::RedisTier::Time time = tier_.ask_time();
    clock_.synchronize(time.server, time.asked, time.answered);
    const auto floors =
        client_.eval(cache::tier_scripts().raise_floor, {cache::floor_key(settings_.key_prefix)}, {"", ""})
            .as_array();
    floor_text_ = floors.at(0).as_string();
    floor_ = cache::unpack_version(floor_text_).value_or(Version{});
    clock_.observe(floor_);
    refreshed_at_ = clock_.monotonic();
  }

  // Milliseconds to live without the stale window: 0 for ever; nothing when the end has passed.
  [[nodiscard]] std::optional<std::int64_t> life_of(const BulkItem& item) {
    if (item.expires_at) {
      const std::int64_t left = item.expires_at->time_since_epoch().count() - clock_.server_time();
      return left > 0 ? std::optional(left) : std::nullopt;
    }
    if (item.time_to_live) return item.time_to_live->count();
    if (settings_.time_to_live.count() == 0) return 0;
    return cache::jittered_life(settings_, *environment_.chance).count();
  }

  [[nodiscard]] std::optional<Write> write_of(const BulkItem& item) {
    const auto life = life_of(item);
    if (!life) return std::nullopt;
    const std::int64_t window = cache::stale_window(settings_, *life > 0).count();
    std::string value;
    value.reserve(cache::ValueHeader::kSize + item.value.size());
    cache::append_header({.form = form_, .made_at = environment_.clock->wall(), .stale_for = window}, value);
    value += item.value;
    const std::int64_t end = *life == 0 ? 0 : clock_.server_time() + *life + window;
    return Write{.key = cache::cache_key(settings_.key_prefix, item.id),
                 .envelope = cache::pack({cache::EnvelopeKind::value, version_, end}, value),
                 .life = std::to_string(*life == 0 ? 0 : *life + window)};
  }

  [[nodiscard]] std::vector<BulkOutcome> send(const std::vector<Write>& writes, std::string_view policy,
                                              std::string_view mode) {
    std::vector<BulkOutcome> outcomes;
    if (writes.empty()) return outcomes;
    outcomes.reserve(writes.size());
    const Script& script = cache::tier_scripts().bulk_set;
    Pipeline pipeline = client_.pipeline();
    for (const Write& write : writes) {
      pipeline.append(
          {"EVALSHA", script.sha1(), "1", write.key, write.envelope, write.life, floor_text_, policy, mode});
    }
    const std::vector<Reply> replies = pipeline.execute(Deadline::after(kLongestBatch));
    for (std::size_t index = 0; index < writes.size(); ++index) {
      const Write& write = writes[index];
      try {
        outcomes.push_back(outcome_of(replies[index]));
      } catch (const RedisError&) {  // most often the server lacks the script: eval() brings it
        outcomes.push_back(outcome_of(
            client_.eval(script, {write.key}, {write.envelope, write.life, floor_text_, policy, mode})));
      }
    }
    return outcomes;
  }

  // Copies in other processes are of what was there before.
  void tell(std::span<const BulkItem> items, const std::vector<BulkOutcome>& outcomes) {
    std::vector<std::string_view> changed;
    for (std::size_t index = 0; index < items.size(); ++index) {
      const BulkOutcome outcome = outcomes[index];
      if (outcome == BulkOutcome::written || outcome == BulkOutcome::repeated) {
        changed.push_back(items[index].id);
      }
    }
    if (changed.empty()) return;
    client_.publish(cache::changes_channel(settings_.key_prefix), cache::changes_message(instance_, changed));
  }

  Client& client_;
  const CacheSettings settings_;
  const ValueForm form_;
  const cache::Environment environment_ = cache::Environment::system();
  const std::string instance_ = random_token();
  cache::HybridClock clock_;
  cache::RedisTier tier_;
  Version version_;
  Version floor_;
  std::string floor_text_;
  std::int64_t refreshed_at_ = 0;
};

CacheBulkWriter::CacheBulkWriter(Client& client, const CacheSettings& settings, ValueForm form,
                                 std::string_view stamp)
    : impl_(std::make_unique<Impl>(client, settings, form, stamp)) {}
CacheBulkWriter::CacheBulkWriter(CacheBulkWriter&&) noexcept = default;
CacheBulkWriter& CacheBulkWriter::operator=(CacheBulkWriter&&) noexcept = default;
CacheBulkWriter::~CacheBulkWriter() = default;

void CacheBulkWriter::check(const BulkItem& item) {
  cache::check_cache_id(item.id);
  if (item.time_to_live && item.time_to_live->count() <= 0) {
    throw cache::cache_usage_error("a time to live must be at least 1ms", "leave the entry out");
  }
}

std::vector<BulkOutcome> CacheBulkWriter::write(std::span<const BulkItem> items, BulkPolicy policy) {
  return impl_->run(items, policy, false);
}

std::vector<BulkOutcome> CacheBulkWriter::look(std::span<const BulkItem> items, BulkPolicy policy) {
  return impl_->run(items, policy, true);
}

std::string CacheBulkWriter::stamp() const { return impl_->stamp(); }

}  // namespace redisconf
