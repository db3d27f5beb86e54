#include "compare/resource_comparer.h"

#include <redisconf/config/value.h>

#include <limits>
#include <utility>

#include "compare/risk.h"
#include "schema/cache_options.h"
#include "schema/channel_text.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler::compare {
namespace {

constexpr std::string_view kCompiles = "code that still uses it no longer compiles";
constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

using FormatNumber = std::string (*)(std::int64_t);

std::string plain(std::int64_t number) { return std::to_string(number); }
std::string number_or_none(std::int64_t number) { return number == 0 ? "none" : plain(number); }
std::string duration_or_none(std::int64_t number) { return number == 0 ? "none" : format_duration(number); }
std::string size_or_none(std::int64_t number) { return number == 0 ? "none" : format_size(number); }

std::string fallback_text(std::int64_t fallback) {
  const std::string_view word = fallback_word(static_cast<generated::CacheFallback>(fallback));
  return std::string(word.empty() ? "as the environment says" : word);
}

// One service's resources of one kind.
template <class Resource>
class ResourceComparer {
 public:
  ResourceComparer(std::string section, const ServiceSchema& after, Collector& collector)
      : section_(std::move(section)), after_(after), collector_(collector) {}

  // Tells of what is added and removed; calls each(pair) for what stays.
  template <class Each>
  void compare(const std::vector<Resource>& before, const std::vector<Resource>& after, Assessment added,
               Assessment removed, const Each& each) {
    const auto name = [](const Resource& resource) { return std::string_view(resource.name); };
    for (const Pair<Resource>& pair : paired(before, after, name)) {
      const std::string subject = section_ + '.' + pair.any.name;
      if (pair.on_both()) {
        each(pair);
      } else if (pair.before == nullptr) {
        add(subject, {{}, "declared"}, added, pair);
      } else {
        add(subject, {"declared", {}}, removed, pair);
      }
    }
  }

  void number(const Pair<Resource>& pair, std::string_view key, std::int64_t before, std::int64_t after,
              FormatNumber format, Assessment assessment) {
    const std::string subject = section_ + '.' + pair.any.name + '.' + std::string(key);
    add(subject, {format(before), format(after)}, assessment, pair);
  }

  void add(const std::string& subject, Values values, Assessment assessment, const Pair<Resource>& pair) {
    Hit hit{.service = after_.name, .file = after_.file};
    if (pair.before != nullptr) hit.before = &pair.before->place;
    if (pair.after != nullptr) hit.after = &pair.after->place;
    collector_.add(ChangeKind::resource, subject, std::move(values), assessment, hit);
  }

 private:
  std::string section_;
  const ServiceSchema& after_;
  Collector& collector_;
};

// 0 is for ever, which is longer than any time.
Assessment assess_time_to_live(std::int64_t before, std::int64_t after) {
  if (after == 0) return {Risk::high, "entries never expire: the server's memory fills"};
  return assess_number(before == 0 ? kForEver : before, after,
                       {Risk::medium, "entries expire sooner: more misses"},
                       {Risk::medium, "entries live longer, and may be older than is good"});
}

Assessment assess_fallback(generated::CacheFallback after) {
  if (after == generated::CacheFallback::none) return {Risk::medium, "calls fail while Redis is away"};
  if (after == generated::CacheFallback::open) {
    return {Risk::medium, "while Redis is away all reads are misses, and writes are dropped"};
  }
  return {Risk::high, "while Redis is away each process may answer from a memory of its own"};
}

Assessment assess(const CacheOption& option) {
  if (option.serves_older) return {Risk::medium, "answers may be older than they were, or the reverse"};
  return {Risk::low, "answers stay as fresh as they were"};
}

void compare_caches(const ServiceSchema& before, const ServiceSchema& after, Collector& collector) {
  ResourceComparer<Cache> comparer("caches", after, collector);
  comparer.compare(before.caches, after.caches, {Risk::low, "a new cache"}, {Risk::low, kCompiles},
                   [&comparer](const Pair<Cache>& pair) {
                     const Cache& old_cache = *pair.before;
                     const Cache& new_cache = *pair.after;
                     comparer.number(
                         pair, "ttl", old_cache.time_to_live_ms, new_cache.time_to_live_ms, duration_or_none,
                         assess_time_to_live(old_cache.time_to_live_ms, new_cache.time_to_live_ms));
                     comparer.number(pair, "fallback", static_cast<std::int64_t>(old_cache.fallback),
                                     static_cast<std::int64_t>(new_cache.fallback), fallback_text,
                                     assess_fallback(new_cache.fallback));
                     for (const CacheOption& option : kCacheOptions) {
                       comparer.add("caches." + pair.any.name + '.' + std::string(option.field.setting.path),
                                    {option_text(option, old_cache.options.*option.value),
                                     option_text(option, new_cache.options.*option.value)},
                                    assess(option), pair);
                     }
                   });
}

void compare_stream(ResourceComparer<Channel>& comparer, const Pair<Channel>& pair) {
  const generated::ChannelOptions& before = pair.before->options;
  const generated::ChannelOptions& after = pair.after->options;
  const std::string subject = "channels." + pair.any.name;
  comparer.add(subject + ".kind", {std::string(name_of(before.kind)), std::string(name_of(after.kind))},
               {Risk::high, "readers of the one get nothing from the other"}, pair);
  const Assessment sooner{Risk::high, "readers that are behind lose messages sooner"};
  const Assessment later{Risk::medium, "the stream takes more of the server's memory"};
  const auto bound = [](std::int64_t number) { return number == 0 ? kForEver : number; };
  comparer.number(pair, "max_length", before.max_length, after.max_length, number_or_none,
                  assess_number(bound(before.max_length), bound(after.max_length), sooner, later));
  comparer.number(pair, "retention", before.retention_ms, after.retention_ms, duration_or_none,
                  assess_number(bound(before.retention_ms), bound(after.retention_ms), sooner, later));
}

void compare_channel_options(ResourceComparer<Channel>& comparer, const Pair<Channel>& pair) {
  compare_stream(comparer, pair);
  const generated::ChannelOptions& before = pair.before->options;
  const generated::ChannelOptions& after = pair.after->options;
  const std::string subject = "channels." + pair.any.name;
  comparer.add(subject + ".directory", {yaml_text(pair.before->directory), yaml_text(pair.after->directory)},
               {Risk::high, "what is spooled in the old directory is not sent"}, pair);
  const bool weaker = after.sync > before.sync;
  comparer.add(subject + ".fsync", {std::string(name_of(before.sync)), std::string(name_of(after.sync))},
               weaker ? Assessment{Risk::high, "a crash of the machine loses spooled messages"}
                      : Assessment{Risk::low, "spooling waits for the disk"},
               pair);
  comparer.add(subject + ".when_full",
               {std::string(name_of(before.when_full)), std::string(name_of(after.when_full))},
               {Risk::high, "other messages are lost when the spool is full"}, pair);
  comparer.number(pair, "group_commit", before.group_commit_ms, after.group_commit_ms, format_duration,
                  {Risk::low, "publishers wait for the disk longer or shorter"});
  comparer.number(pair, "sync_interval", before.sync_interval_ms, after.sync_interval_ms, format_duration,
                  {Risk::medium, "a crash of the machine loses messages of another time"});
}

void compare_channels(const ServiceSchema& before, const ServiceSchema& after, Collector& collector) {
  ResourceComparer<Channel> comparer("channels", after, collector);
  comparer.compare(before.channels, after.channels, {Risk::low, "a new channel"},
                   {Risk::high, "subscribers get nothing more; what is spooled is not sent"},
                   [&comparer](const Pair<Channel>& pair) {
                     const std::int64_t old_spool = pair.before->spool_bytes;
                     const std::int64_t new_spool = pair.after->spool_bytes;
                     comparer.number(pair, "spool", old_spool, new_spool, size_or_none,
                                     assess_number(old_spool, new_spool,
                                                   {Risk::high, "a shorter absence of Redis loses messages"},
                                                   {Risk::low, "more disk is used while Redis is away"}));
                     compare_channel_options(comparer, pair);
                   });
}

void compare_queue(ResourceComparer<Queue>& comparer, const Pair<Queue>& pair) {
  const Queue& old_queue = *pair.before;
  const Queue& new_queue = *pair.after;
  comparer.number(pair, "priorities", old_queue.priorities, new_queue.priorities, plain,
                  assess_number(old_queue.priorities, new_queue.priorities,
                                {Risk::high, "jobs that wait at a priority that is gone"},
                                {Risk::medium, "workers that run still do not know the new priority"}));
  comparer.number(
      pair, "max_attempts", old_queue.max_attempts, new_queue.max_attempts, plain,
      assess_number(old_queue.max_attempts, new_queue.max_attempts,
                    {Risk::medium, "jobs are given up sooner"}, {Risk::low, "jobs are given up later"}));
  comparer.number(pair, "lease", old_queue.lease_ms, new_queue.lease_ms, format_duration,
                  assess_number(old_queue.lease_ms, new_queue.lease_ms,
                                {Risk::high, "a slow worker's job is given to another one as well"},
                                {Risk::medium, "a dead worker's jobs wait longer"}));
  comparer.number(pair, "retention", old_queue.retention_ms, new_queue.retention_ms, duration_or_none,
                  assess_number(old_queue.retention_ms, new_queue.retention_ms,
                                {Risk::low, "finished jobs are forgotten sooner"},
                                {Risk::medium, "finished jobs take memory for longer"}));
}

void compare_queues(const ServiceSchema& before, const ServiceSchema& after, Collector& collector) {
  ResourceComparer<Queue> comparer("queues", after, collector);
  comparer.compare(before.queues, after.queues, {Risk::low, "a new queue"},
                   {Risk::high, "jobs that wait in it are never worked on"},
                   [&comparer](const Pair<Queue>& pair) { compare_queue(comparer, pair); });
}

// Values of custom settings are compared as those of other settings are; here, what they accept.
void compare_customs(const ServiceSchema& before, const ServiceSchema& after, Collector& collector) {
  ResourceComparer<CustomSetting> comparer("custom", after, collector);
  const auto name = [](const CustomSetting& custom) { return std::string_view(custom.name); };
  for (const Pair<CustomSetting>& pair : paired(before.customs, after.customs, name)) {
    if (!pair.on_both()) continue;
    comparer.add("custom." + pair.any.name + " accepts",
                 {accepted_values(pair.before->info()), accepted_values(pair.after->info())},
                 {Risk::medium, "a variable that was accepted may be refused, or the reverse"}, pair);
  }
}

}  // namespace

void compare_resources(const ServiceSchema& before, const ServiceSchema& after, Collector& collector) {
  collector.add(ChangeKind::key_prefix, "key_prefix",
                {yaml_text(before.key_prefix), yaml_text(after.key_prefix)},
                {Risk::critical, "all keys under the old prefix are lost to sight"},
                {.service = after.name,
                 .before = &before.key_prefix_place,
                 .after = &after.key_prefix_place,
                 .file = after.file});
  compare_caches(before, after, collector);
  compare_channels(before, after, collector);
  compare_queues(before, after, collector);
  compare_customs(before, after, collector);
}

}  // namespace redisconf::compiler::compare
