#include <redisconf/config/service_config.h>

#include <algorithm>

#include "render/accessors.h"
#include "render/cpp_text.h"
#include "render/ctemplate.h"
#include "render/render.h"
#include "render/templates.h"
#include "text/names.h"

namespace redisconf::compiler {
namespace {

constexpr std::string_view kDocumentation = "  /// ";

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// "Signs users in." goes on after a colon as "signs users in."; "HTTP ..." stays.
std::string continued(std::string text) {
  if (text.size() > 1 && is_upper(text[0]) && (is_lower(text[1]) || text[1] == ' ')) {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

std::string class_documentation(const ServiceSchema& service) {
  const std::string subject = "Redis settings of the " + service.name + " service";
  const std::string summary = sentence(service.summary);
  return comment(summary.empty() ? subject + '.' : subject + ": " + continued(summary), "/// ");
}

// As clang-format breaks it.
std::string declaration(const Accessor& accessor) {
  const std::string type = "  [[nodiscard]] " + accessor.type;
  const std::string name = accessor.name + "()";
  std::string line = type + ' ' + name + " const noexcept;";
  if (line.size() <= kColumnLimit) return line;
  const std::string start = type + ' ' + name;
  if (start.size() <= kColumnLimit) return start + "\n      const noexcept;";
  return type + "\n  " + name + " const noexcept;";
}

std::string enumeration(const CustomSetting& custom) {
  const std::string head = "  enum class " + pascal_case(custom.name) + " {";
  std::string line = head;
  std::string lines = head;
  for (std::size_t index = 0; index < custom.values.size(); ++index) {
    const std::string name = identifier_of(custom.values[index]);
    line += (index == 0 ? " " : ", ") + name;
    lines += "\n    " + name + ',';
  }
  line += " };";
  return line.size() <= kColumnLimit ? line : lines + "\n  };";
}

void add_enumerations(const ServiceSchema& service, ctemplate::TemplateDictionary& values) {
  for (const CustomSetting& custom : service.customs) {
    if (custom.type != SettingType::choice) continue;
    ctemplate::TemplateDictionary* const entry = values.AddSectionDictionary("ENUM");
    entry->SetValue("DOCUMENTATION", comment("Values of " + custom.name + "().", kDocumentation));
    entry->SetValue("DEFINITION", enumeration(custom));
  }
}

// The oldest that knows all that the service says, so that its code fits older runtimes too.
int interface_of(const ServiceSchema& service) {
  const bool caches = std::ranges::any_of(service.caches, [](const Cache& cache) {
    return cache.fallback == generated::CacheFallback::open || cache.options != generated::CacheOptions{};
  });
  const bool channels = std::ranges::any_of(service.channels, [](const Channel& channel) {
    return channel.options != generated::ChannelOptions{} || channel.directory != Channel{}.directory;
  });
  return caches || channels ? 2 : 1;
}

}  // namespace

std::string render_header(const ResolvedService& resolved) {
  const ServiceSchema& service = *resolved.service;
  ctemplate::TemplateDictionary values("redis_config.h");
  values.SetValue("SCHEMA_FILE", service.file->label());
  values.SetIntValue("INTERFACE", interface_of(service));
  values.SetValue("NAMESPACE", service.identifier);
  values.SetValue("DOCUMENTATION", class_documentation(service));
  add_enumerations(service, values);
  for (const Accessor& accessor : accessors_of(service)) {
    ctemplate::TemplateDictionary* const entry = values.AddSectionDictionary("ACCESSOR");
    entry->SetValue("DOCUMENTATION", comment(accessor.documentation, kDocumentation));
    entry->SetValue("DECLARATION", declaration(accessor));
  }
  return Templates::expand("redis_config.h", values);
}

}  // namespace redisconf::compiler
