#include "redisconf/config/service_config.h"

#include "detect_environment.h"
#include "input_files.h"
#include "loader.h"
#include "service_state.h"

#include <chrono>

namespace redisconf {
namespace {

CacheFallback fallback_of(generated::CacheFallback declared, FallbackMode standard) noexcept {
  switch (declared) {
    case generated::CacheFallback::none:
      return CacheFallback::none;
    case generated::CacheFallback::memory:
      return CacheFallback::memory;
    case generated::CacheFallback::open:
      return CacheFallback::open;
    case generated::CacheFallback::environment:
      break;
  }
  return standard == FallbackMode::memory ? CacheFallback::memory : CacheFallback::none;
}

CacheSettings make_cache(const generated::Schema& schema, const generated::Cache& cache,
                         FallbackMode standard) {
  using std::chrono::milliseconds;
  const generated::CacheOptions& options = cache.options;
  return {.name = cache.name,
          .key_prefix = std::string(schema.key_prefix) + cache.name + ":",
          .time_to_live = milliseconds(cache.time_to_live_ms),
          .fallback = fallback_of(cache.fallback, standard),
          .ttl_jitter = static_cast<int>(options.ttl_jitter),
          .memory_bytes = static_cast<std::uint64_t>(options.memory_size),
          .memory_entries = static_cast<std::uint64_t>(options.memory_entries),
          .dirty_log_entries = static_cast<std::uint64_t>(options.dirty_log),
          .stale_if_error = milliseconds(options.stale_if_error_ms),
          .soft_timeout = milliseconds(options.soft_timeout_ms),
          .negative_ttl = milliseconds(options.negative_ttl_ms),
          .lock_timeout = milliseconds(options.lock_timeout_ms),
          .early_refresh = static_cast<int>(options.early_refresh),
          .near_cache = options.near_cache != 0};
}

ChannelSettings make_channel(const generated::Schema& schema, const generated::Channel& channel) {
  const generated::ChannelOptions& options = channel.options;
  return {channel.name,
          std::string(schema.key_prefix) + channel.name,
          static_cast<std::uint64_t>(channel.spool_bytes),
          options.kind,
          static_cast<std::uint64_t>(options.max_length),
          std::chrono::milliseconds(options.retention_ms),
          std::string(channel.directory) + '/' + schema.service + '/' + channel.name,
          options.sync,
          options.when_full,
          std::chrono::milliseconds(options.group_commit_ms),
          std::chrono::milliseconds(options.sync_interval_ms)};
}

// The braces keep all keys of a queue in one slot of a cluster (Redis Cluster specification, hash tags).
QueueSettings make_queue(const generated::Schema& schema, const generated::Queue& queue) {
  return {queue.name,
          "{" + std::string(schema.key_prefix) + queue.name + "}:",
          queue.priorities,
          queue.max_attempts,
          std::chrono::milliseconds(queue.lease_ms),
          std::chrono::milliseconds(queue.retention_ms)};
}

}  // namespace

ServiceConfig::State::State(const generated::Schema& from, const generated::Environment& where,
                            FinalValues final_values)
    : schema(from), environment(where), values(std::move(final_values)) {
  bind_settings(values, settings);
  caches.reserve(schema.caches.size());
  channels.reserve(schema.channels.size());
  queues.reserve(schema.queues.size());
  for (const auto& cache : schema.caches) caches.push_back(make_cache(schema, cache, settings.fallback.mode));
  for (const auto& channel : schema.channels) channels.push_back(make_channel(schema, channel));
  for (const auto& queue : schema.queues) queues.push_back(make_queue(schema, queue));
}

std::unique_ptr<ConfigState> load_state(const generated::Schema& schema,
                                        const generated::Environment& environment, const Inputs& inputs,
                                        const VariableLayer& process) {
  Loader loader(schema, environment, inputs, process);
  auto state = std::make_unique<ConfigState>(schema, environment, loader.load());
  state->names = loader.take_names();
  state->warnings = loader.take_warnings();
  return state;
}

ServiceConfig::ServiceConfig(const generated::Schema& schema, const Inputs& inputs)
    : SettingGroups(nullptr), state_(nullptr) {
  VariableLayer process(schema, {});
  InputFiles(inputs).fill(process);
  auto state = load_state(schema, detect_environment(schema, process), inputs, process);
  settings_ = &state->settings;
  state_ = state.release();
}

ServiceConfig::ServiceConfig(const State* state) noexcept : SettingGroups(&state->settings), state_(state) {}

ServiceConfig::ServiceConfig(const ServiceConfig& other) noexcept
    : SettingGroups(other), state_(other.state_) {
  state_->owners.fetch_add(1, std::memory_order_relaxed);
}

ServiceConfig& ServiceConfig::operator=(const ServiceConfig& other) noexcept {
  ServiceConfig copy(other);
  std::swap(settings_, copy.settings_);
  std::swap(state_, copy.state_);
  return *this;
}

ServiceConfig::~ServiceConfig() {
  if (state_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete state_;
}

const char* ServiceConfig::service() const noexcept { return state_->schema.service; }
const char* ServiceConfig::environment() const noexcept { return state_->environment.name; }
bool ServiceConfig::strict() const noexcept { return state_->environment.strict; }
const char* ServiceConfig::key_prefix() const noexcept { return state_->schema.key_prefix; }

const char* ServiceConfig::origin(const char* path) const noexcept {
  const std::string_view wanted = path;
  std::size_t index = 0;
  for (const SettingInfo& setting : catalogue()) {
    if (setting.path == wanted) return state_->values.at(index).origin;
    ++index;
  }
  for (const generated::Custom& custom : state_->schema.customs) {
    if (custom.path == wanted) return state_->values.at(index).origin;
    ++index;
  }
  return nullptr;
}

const CacheSettings& ServiceConfig::cache(unsigned index) const noexcept { return state_->caches[index]; }
const ChannelSettings& ServiceConfig::channel(unsigned index) const noexcept {
  return state_->channels[index];
}
const QueueSettings& ServiceConfig::queue(unsigned index) const noexcept { return state_->queues[index]; }

long long ServiceConfig::custom_number(unsigned index) const noexcept {
  return state_->values.number(catalogue().size() + index);
}

const char* ServiceConfig::custom_text(unsigned index) const noexcept {
  return state_->values.text(catalogue().size() + index).data();
}

}  // namespace redisconf
