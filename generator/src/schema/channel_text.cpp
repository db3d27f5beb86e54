#include "schema/channel_text.h"

#include <redisconf/config/value.h>

#include "schema/yaml_text.h"

namespace redisconf::compiler {

std::string_view name_of(ChannelKind kind) noexcept {
  return kind == ChannelKind::stream ? "stream" : "pubsub";
}

std::string_view name_of(SpoolSync sync) noexcept {
  if (sync == SpoolSync::always) return "always";
  return sync == SpoolSync::interval ? "interval" : "never";
}

std::string_view name_of(SpoolFull policy) noexcept {
  if (policy == SpoolFull::refuse) return "refuse";
  return policy == SpoolFull::block ? "block" : "drop_oldest";
}

std::vector<std::pair<std::string_view, std::string>> channel_text(const Channel& channel) {
  const Channel standard;
  const generated::ChannelOptions& options = channel.options;
  std::vector<std::pair<std::string_view, std::string>> text;
  text.emplace_back("spool", channel.spool_bytes == 0 ? "none" : format_size(channel.spool_bytes));
  if (options.kind != standard.options.kind) text.emplace_back("kind", name_of(options.kind));
  if (options.max_length != 0) text.emplace_back("max_length", std::to_string(options.max_length));
  if (options.retention_ms != 0) text.emplace_back("retention", format_duration(options.retention_ms));
  if (channel.directory != standard.directory) text.emplace_back("directory", yaml_text(channel.directory));
  if (options.sync != standard.options.sync) text.emplace_back("fsync", name_of(options.sync));
  if (options.when_full != standard.options.when_full)
    text.emplace_back("when_full", name_of(options.when_full));
  if (options.group_commit_ms != standard.options.group_commit_ms)
    text.emplace_back("group_commit", format_duration(options.group_commit_ms));
  if (options.sync_interval_ms != standard.options.sync_interval_ms)
    text.emplace_back("sync_interval", format_duration(options.sync_interval_ms));
  return text;
}

}  // namespace redisconf::compiler
