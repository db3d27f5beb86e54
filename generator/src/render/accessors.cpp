#include "render/accessors.h"

#include <redisconf/config/value.h>

#include <limits>

#include "render/cpp_text.h"
#include "schema/wrapper_names.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

std::string joined(std::string_view doc, std::string_view facts) {
  std::string text = sentence(doc);
  if (!text.empty()) text += ' ';
  return text.append(facts);
}

std::string call(std::string_view function, std::size_t index) {
  return std::string(function) + '(' + std::to_string(index) + ')';
}

Accessor accessor_of(const Cache& cache, std::size_t index) {
  std::string facts = cache.time_to_live_ms == 0 ? std::string("Entries live for ever")
                                                 : "Time to live " + format_duration(cache.time_to_live_ms);
  switch (cache.fallback) {
    case generated::CacheFallback::none:
      facts += ", no memory fallback.";
      break;
    case generated::CacheFallback::memory:
      facts += ", falls back to memory.";
      break;
    case generated::CacheFallback::open:
      facts += ", misses while Redis is away.";
      break;
    case generated::CacheFallback::environment:
      facts += ", falls back as the environment does.";
      break;
  }
  return {"const redisconf::CacheSettings&", cache_accessor(cache.name), joined(cache.doc, facts),
          call("cache", index)};
}

Accessor accessor_of(const Channel& channel, std::size_t index) {
  const std::string facts = channel.spool_bytes == 0
                                ? std::string("Nothing is spooled while Redis is away.")
                                : "Spooled up to " + format_size(channel.spool_bytes) + '.';
  return {"const redisconf::ChannelSettings&", channel_accessor(channel.name), joined(channel.doc, facts),
          call("channel", index)};
}

Accessor accessor_of(const Queue& queue, std::size_t index) {
  std::string facts = queue.priorities == 1 ? std::string("One priority, ")
                                            : std::to_string(queue.priorities) + " priorities, ";
  facts +=
      queue.max_attempts == 1 ? std::string("one attempt") : std::to_string(queue.max_attempts) + " attempts";
  facts += ", lease " + format_duration(queue.lease_ms);
  if (queue.retention_ms != 0) facts += ", finished jobs kept for " + format_duration(queue.retention_ms);
  return {"const redisconf::QueueSettings&", queue_accessor(queue.name), joined(queue.doc, facts + '.'),
          call("queue", index)};
}

bool fits_int(const CustomSetting& custom) {
  return custom.minimum >= std::numeric_limits<int>::min() &&
         custom.maximum <= std::numeric_limits<int>::max();
}

std::string cast_to(const std::string& type, const std::string& number) {
  return "static_cast<" + type + ">(" + number + ')';
}

Accessor accessor_of(const CustomSetting& custom, std::size_t index) {
  const std::string accepted = accepted_by(custom);
  std::string facts = custom.variable;
  if (!accepted.empty()) facts += ", " + accepted;
  Accessor accessor{{}, custom.name, joined(custom.doc, facts + '.'), {}};
  const std::string number = call("custom_number", index);
  switch (custom.type) {
    case SettingType::boolean:
      accessor.type = "bool";
      accessor.expression = number + " != 0";
      break;
    case SettingType::duration:
      accessor.type = "redisconf::Duration";
      accessor.expression = "{" + number + "}";
      break;
    case SettingType::size:
      accessor.type = "unsigned long long";
      accessor.expression = cast_to(accessor.type, number);
      break;
    case SettingType::choice:
      accessor.type = pascal_case(custom.name);
      accessor.expression = cast_to(accessor.type, number);
      break;
    case SettingType::text:
      accessor.type = "const char*";
      accessor.expression = call("custom_text", index);
      break;
    default:
      accessor.type = fits_int(custom) ? "int" : "long long";
      accessor.expression = fits_int(custom) ? cast_to("int", number) : number;
      break;
  }
  return accessor;
}

template <class Items>
void append(const Items& items, std::vector<Accessor>& accessors) {
  for (std::size_t index = 0; index < items.size(); ++index) {
    accessors.push_back(accessor_of(items[index], index));
  }
}

}  // namespace

std::string accepted_by(const CustomSetting& custom) {
  switch (custom.type) {
    case SettingType::integer:
      return std::to_string(custom.minimum) + " to " + std::to_string(custom.maximum);
    case SettingType::duration:
      return format_duration(custom.minimum) + " to " + format_duration(custom.maximum);
    case SettingType::size:
      return format_size(custom.minimum) + " to " + format_size(custom.maximum);
    case SettingType::choice:
      return accepted_values(custom.info());
    default:
      return {};
  }
}

std::vector<Accessor> accessors_of(const ServiceSchema& service) {
  std::vector<Accessor> accessors;
  append(service.caches, accessors);
  append(service.channels, accessors);
  append(service.queues, accessors);
  append(service.customs, accessors);
  return accessors;
}

}  // namespace redisconf::compiler
