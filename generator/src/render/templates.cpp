#include "render/templates.h"

#include <sys/stat.h>

#include "schema/file_loader.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxTemplateBytes = std::size_t{256} * 1024;

ctemplate::TemplateString key_of(std::string_view name) { return {name.data(), name.size()}; }

// {{#NAME}}, {{/NAME}} or {{! comment }} alone on its line.
bool is_standalone_marker(std::string_view line) {
  if (line.size() < 5 || !line.starts_with("{{") || !line.ends_with("}}")) return false;
  const std::string_view inside = line.substr(2, line.size() - 4);
  const bool section = inside.front() == '#' || inside.front() == '/' || inside.front() == '!';
  return section && inside.find("}}") == std::string_view::npos;
}

// A section marker alone on its line leaves no empty line behind.
std::string without_marker_lines(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    result += line;
    const bool ended = end != std::string_view::npos;
    if (ended && !is_standalone_marker(line)) result += '\n';
    text.remove_prefix(ended ? end + 1 : text.size());
  }
  return result;
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool accept(std::string_view name, std::string_view text) {
  const std::string body = without_marker_lines(text);
  return ctemplate::StringToTemplateCache(key_of(name), {body.data(), body.size()}, ctemplate::DO_NOT_STRIP);
}

}  // namespace

std::vector<TemplateFault> Templates::load(const std::string& directory) {
  std::vector<TemplateFault> faults;
  if (!directory.empty() && !is_directory(directory)) {
    faults.push_back({directory, "is not a folder", true});
    return faults;
  }
  ctemplate::mutable_default_template_cache()->ClearCache();
  for (const EmbeddedTemplate& embedded : embedded_templates()) {
    const std::string path = directory + '/' + std::string(embedded.name) + ".tpl";
    const LoadedFile file =
        directory.empty() ? LoadedFile{{}, "none", true} : load_file(path, kMaxTemplateBytes);
    if (!file.error.empty() && !file.missing) {
      faults.push_back({path, "can't be read: " + file.error, true});
      continue;
    }
    if (!file.missing) paths_.push_back(path);
    if (!accept(embedded.name, file.missing ? embedded.text : std::string_view(file.bytes))) {
      faults.push_back({path, "is not a ctemplate template", false});
    }
  }
  return faults;
}

std::string Templates::expand(std::string_view name, const ctemplate::TemplateDictionary& values) {
  std::string text;
  ctemplate::ExpandTemplate(key_of(name), ctemplate::DO_NOT_STRIP, &values, &text);
  return text;
}

}  // namespace redisconf::compiler
