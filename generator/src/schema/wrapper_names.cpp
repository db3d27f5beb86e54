#include "schema/wrapper_names.h"

#include <array>
#include <unordered_map>
#include <utility>

#include "schema/group_reader.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

// Members of ServiceConfig beside the groups of settings (redisconf/config/service_config.h).
constexpr std::array<std::string_view, 11> kBaseMembers{
    "service", "environment", "strict", "key_prefix",    "origin",     "load",
    "cache",   "channel",     "queue",  "custom_number", "custom_text"};

class NameTable {
 public:
  NameTable(const ReadContext& context, const Node& root) : context_(context), root_(root) {
    for (const std::string_view name : kBaseMembers) taken_.emplace(name, "a member of every wrapper");
    for (const std::string_view name : group_names()) taken_.emplace(name, "a group of settings");
    taken_.emplace("RedisConfig", "the wrapper's class");
    taken_.emplace("ServiceConfig", "the wrapper's base class");
    taken_.emplace("SettingGroups", "the wrapper's base class");
  }

  void take(std::string member, std::string_view section, std::string_view name) {
    const std::string owner = join_path(section, name);
    const auto [found, is_new] = taken_.try_emplace(std::move(member), owner);
    if (is_new) return;
    if (context_.diagnostics.full(context_.file)) return context_.diagnostics.leave_out(context_.file);
    context_.diagnostics.add(context_.file, key_of(section, name),
                             owner + " would be " + found->first + " in C++, which is " + found->second, {},
                             "rename it");
  }

  // A setting's variable must not be that of another setting.
  void take_variable(const CustomSetting& custom, std::string_view prefix) {
    const std::string_view own = std::string_view(custom.variable).substr(prefix.size());
    for (const SettingInfo& setting : catalogue()) {
      const bool file = setting.type == SettingType::secret && own == std::string(setting.variable) + "_FILE";
      if (own != setting.variable && !file) continue;
      context_.diagnostics.add(context_.file, key_of("custom", custom.name),
                               custom.path + " would be read from " + custom.variable + ", as " +
                                   std::string(setting.path) + " is",
                               {}, "rename it");
    }
  }

 private:
  [[nodiscard]] const Node& key_of(std::string_view section, std::string_view name) const {
    return root_.find(section)->value.find(name)->key;
  }

  const ReadContext& context_;
  const Node& root_;
  std::unordered_map<std::string, std::string> taken_;
};

}  // namespace

void check_wrapper_names(const ReadContext& context, const Node& root, const ServiceSchema& service) {
  NameTable names(context, root);
  for (const Cache& cache : service.caches) names.take(cache_accessor(cache.name), "caches", cache.name);
  for (const Channel& channel : service.channels) {
    names.take(channel_accessor(channel.name), "channels", channel.name);
  }
  for (const Queue& queue : service.queues) names.take(queue_accessor(queue.name), "queues", queue.name);
  for (const CustomSetting& custom : service.customs) {
    names.take(custom.name, "custom", custom.name);
    if (custom.type == SettingType::choice) names.take(pascal_case(custom.name), "custom", custom.name);
    names.take_variable(custom, service.variable_prefix);
  }
}

}  // namespace redisconf::compiler
