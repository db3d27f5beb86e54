#include "schema/resource_reader.h"

#include <array>
#include <utility>

#include "schema/cache_options.h"
#include "schema/resource_fields.h"
#include "text/names.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

// `doc` and the keys of the fields.
template <std::size_t count>
constexpr std::array<std::string_view, count + 1> keys_of(const std::array<ResourceField, count>& fields) {
  std::array<std::string_view, count + 1> keys{"doc"};
  for (std::size_t index = 0; index < count; ++index) keys[index + 1] = fields[index].setting.path;
  return keys;
}

constexpr auto kCacheKeys = keys_of(kCacheFields);
constexpr auto kChannelKeys = keys_of(kChannelFields);
constexpr auto kQueueKeys = keys_of(kQueueFields);

// Calls read(member, path) for each well-named member of the section.
template <class Read>
void for_each(const ReadContext& context, const Node& root, std::string_view section, std::string_view what,
              std::span<const std::string_view> keys, const Read& read) {
  const Member* const found = root.find(section);
  if (found == nullptr || !expect_mapping(context, found->value, section)) return;
  for (const Member& member : section_members(context, found->value, section)) {
    const std::string path = join_path(section, member.key.text);
    if (!is_good_member_name(context, member.key, what)) continue;
    if (!expect_mapping(context, member.value, path)) continue;
    refuse_unknown_keys(context, member.value, path, keys);
    read(member, path);
  }
}

// The field's value; `standard` when it is absent or wrong.
std::int64_t read_number(const ReadContext& context, const Node& mapping, std::string_view path,
                         const ResourceField& field, std::int64_t standard) {
  const Member* const member = mapping.find(field.setting.path);
  if (member == nullptr) return standard;
  const auto literal =
      read_literal(context, member->value, field.setting, join_path(path, field.setting.path));
  return literal ? literal->number : standard;
}

bool is_none(const Member* member) {
  return member != nullptr && member->value.is_scalar() && member->value.text == "none";
}

// In the order of the words in kCacheFallback.
generated::CacheFallback fallback_at(std::int64_t word) {
  constexpr std::array kOrder{generated::CacheFallback::none, generated::CacheFallback::memory,
                              generated::CacheFallback::open};
  return kOrder.at(static_cast<std::size_t>(word));
}

// What says something only together with something else.
void check_options(const ReadContext& context, const Node& node, const std::string& path,
                   const Cache& cache) {
  const Member* const soft = node.find("soft_timeout");
  if (soft != nullptr && cache.options.soft_timeout_ms != 0 && cache.options.stale_if_error_ms == 0) {
    context.diagnostics.add(context.file, soft->key, path + ".soft_timeout has nothing to answer with",
                            "a stale value answers, and none is kept without stale_if_error",
                            "add `stale_if_error: 10m`");
  }
  const Member* const early = node.find("early_refresh");
  if (early != nullptr && cache.options.early_refresh != 0 && is_none(node.find("ttl"))) {
    context.diagnostics.add(context.file, early->key, path + ".early_refresh is a part of no ttl",
                            "entries that live for ever are never refreshed", "give the cache a ttl");
  }
}

Cache read_cache(const ReadContext& context, const Member& member, const std::string& path) {
  Cache cache;
  cache.name = member.key.text;
  cache.place = place_of(context, member.key, path);
  cache.doc = read_document(context, member.value, path, "doc");
  const Member* const time_to_live = member.value.find("ttl");
  if (time_to_live == nullptr) {
    context.diagnostics.add(context.file, member.key, path + " has no ttl",
                            "a cache says how long its entries live; for ever is written `none`",
                            "add `ttl: 30m`");
  } else if (!is_none(time_to_live)) {
    cache.time_to_live_ms = read_number(context, member.value, path, kTimeToLive, 0);
  }
  if (member.value.find("fallback") != nullptr) {
    cache.fallback = fallback_at(read_number(context, member.value, path, kCacheFallback, 0));
  }
  for (const CacheOption& option : kCacheOptions) {
    std::int64_t& value = cache.options.*option.value;
    const bool none = option.field.takes_none && is_none(member.value.find(option.field.setting.path));
    value = none ? 0 : read_number(context, member.value, path, option.field, value);
  }
  check_options(context, member.value, path, cache);
  return cache;
}

// The folder is a path that means the same wherever the program is started.
void read_directory(const ReadContext& context, const Node& node, const std::string& path, Channel& channel) {
  const Member* const member = node.find("directory");
  if (member == nullptr) return;
  const auto literal = read_literal(context, member->value, kDirectory.setting, path + ".directory");
  if (!literal) return;
  channel.directory = literal->text;
  if (channel.directory.starts_with('/')) return;
  context.diagnostics.add(context.file, member->value, path + ".directory is not an absolute path",
                          "a spool must be found again, wherever the program is started",
                          "write `directory: /var/lib/redisconf`");
}

// Keys that mean nothing beside the others are most likely a mistake.
void refuse_idle_keys(const ReadContext& context, const Node& node, const std::string& path,
                      const Channel& channel) {
  const auto refuse = [&](std::string_view key, std::string_view rule, std::string_view fix) {
    const Member* const member = node.find(key);
    if (member == nullptr) return;
    context.diagnostics.add(context.file, member->key, path + '.' + std::string(key) + " means nothing here",
                            std::string(rule), std::string(fix));
  };
  if (channel.spool_bytes == 0) {
    for (const std::string_view key : {"directory", "fsync", "when_full", "group_commit", "sync_interval"})
      refuse(key, "the channel has no spool", "add `spool: 64MiB`, or remove it");
  }
  if (channel.options.kind != ChannelKind::pubsub) return;
  for (const std::string_view key : {"max_length", "retention"})
    refuse(key, "publish/subscribe keeps no messages", "write `kind: stream`, or remove it");
}

void read_channel_options(const ReadContext& context, const Node& node, const std::string& path,
                          Channel& channel) {
  generated::ChannelOptions& options = channel.options;
  const auto number = [&](const ResourceField& field, std::int64_t standard) {
    return read_number(context, node, path, field, standard);
  };
  options.kind = static_cast<ChannelKind>(number(kChannelKind, 0));
  options.max_length = number(kMaxLength, options.max_length);
  options.retention_ms = number(kStreamRetention, options.retention_ms);
  options.sync = static_cast<SpoolSync>(number(kFsync, 0));
  options.when_full = static_cast<SpoolFull>(number(kWhenFull, 0));
  options.group_commit_ms = number(kGroupCommit, options.group_commit_ms);
  options.sync_interval_ms = number(kSyncInterval, options.sync_interval_ms);
  read_directory(context, node, path, channel);
  refuse_idle_keys(context, node, path, channel);
}

Channel read_channel(const ReadContext& context, const Member& member, const std::string& path) {
  Channel channel;
  channel.name = member.key.text;
  channel.place = place_of(context, member.key, path);
  channel.doc = read_document(context, member.value, path, "doc");
  if (!is_none(member.value.find("spool"))) {
    channel.spool_bytes = read_number(context, member.value, path, kSpool, 0);
  }
  read_channel_options(context, member.value, path, channel);
  return channel;
}

Queue read_queue(const ReadContext& context, const Member& member, const std::string& path) {
  const Node& node = member.value;
  Queue queue;
  queue.name = member.key.text;
  queue.place = place_of(context, member.key, path);
  queue.doc = read_document(context, node, path, "doc");
  queue.priorities = static_cast<int>(read_number(context, node, path, kPriorities, queue.priorities));
  queue.max_attempts = static_cast<int>(read_number(context, node, path, kMaxAttempts, queue.max_attempts));
  queue.lease_ms = read_number(context, node, path, kLease, queue.lease_ms);
  queue.retention_ms = read_number(context, node, path, kRetention, queue.retention_ms);
  return queue;
}

}  // namespace

std::span<const Member> section_members(const ReadContext& context, const Node& section,
                                        std::string_view path) {
  const std::span<const Member> members(section.members);
  if (members.size() <= kMaxMembers) return members;
  context.diagnostics.add(context.file, members[kMaxMembers].key,
                          std::string(path) + " has more than " + std::to_string(kMaxMembers) + " members",
                          {}, "divide them among several services; a program may load several wrappers");
  return members.first(kMaxMembers);
}

bool is_good_member_name(const ReadContext& context, const Node& key, std::string_view what) {
  const std::string name = "'" + printable(std::string_view(key.text).substr(0, 64)) + "'";
  if (!is_member_name(key.text)) {
    context.diagnostics.add(context.file, key, name + " can't be the name of a " + std::string(what),
                            "a lower-case letter, then lower-case letters, digits and '_', at most 63",
                            "rename it, such as user_events");
    return false;
  }
  if (is_reserved_word(key.text)) {
    context.diagnostics.add(context.file, key, name + " can't be the name of a " + std::string(what),
                            "it is a word of C++", "rename it");
    return false;
  }
  return true;
}

void read_resources(const ReadContext& context, const Node& root, ServiceSchema& service) {
  for_each(context, root, "caches", "cache", kCacheKeys, [&](const Member& member, const std::string& path) {
    service.caches.push_back(read_cache(context, member, path));
  });
  for_each(context, root, "channels", "channel", kChannelKeys,
           [&](const Member& member, const std::string& path) {
             service.channels.push_back(read_channel(context, member, path));
           });
  for_each(context, root, "queues", "queue", kQueueKeys, [&](const Member& member, const std::string& path) {
    service.queues.push_back(read_queue(context, member, path));
  });
}

}  // namespace redisconf::compiler
