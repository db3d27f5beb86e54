#include "edit/starting_schema.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "render/ctemplate.h"
#include "render/templates.h"
#include "schema/yaml_text.h"

namespace redisconf::compiler {
namespace {

std::string expand(std::string_view name, const ctemplate::TemplateDictionary& values) {
  const auto& templates = starting_templates();
  const auto found = std::ranges::find(templates, name, &EmbeddedTemplate::name);
  const std::unique_ptr<ctemplate::Template> text(ctemplate::Template::StringToTemplate(
      {found->text.data(), found->text.size()}, ctemplate::DO_NOT_STRIP));
  std::string result;
  text->Expand(&result, &values);
  return result;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A sentence of plain words needs no quotes; one word might be `null`.
std::string sentence(const std::string& text) {
  const auto is_plain = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view(" .,;()-").find(c) != std::string_view::npos;
  };
  const bool words = text.find(' ') != std::string::npos && text.find("  ") == std::string::npos;
  const bool plain =
      words && is_letter(text.front()) && text.back() != ' ' && std::ranges::all_of(text, is_plain);
  return plain ? text : yaml_text(text);
}

}  // namespace

std::string starting_shared_schema(const StartingSchema& schema) {
  ctemplate::TemplateDictionary values("redis.yaml");
  if (schema.defaults.empty()) values.ShowSection("FROM_NOTHING");
  values.SetValue("DEFAULTS", schema.defaults);
  values.SetValue("HOST_VARIABLE", schema.host_variable);
  values.SetValue("PORT_VARIABLE", schema.port_variable);
  values.SetValue("NOTES", schema.notes);
  return expand("redis.yaml", values);
}

std::string starting_service_schema(const std::string& name, const std::string& summary) {
  ctemplate::TemplateDictionary values("service.yaml");
  values.SetValue("NAME", name);
  values.SetValue("SUMMARY", sentence(summary));
  return expand("service.yaml", values);
}

}  // namespace redisconf::compiler
