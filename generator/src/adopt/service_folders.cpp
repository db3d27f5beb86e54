#include "adopt/service_folders.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/names.h"

namespace redisconf::compiler {
namespace {

// Folders whose folders are the services.
constexpr std::array<std::string_view, 9> kHolders{
    "services", "apps", "packages", "cmd", "src", "projects", "modules", "backend-services", "microservices"};

bool usable(const std::string& name) {
  const std::string identifier = identifier_of(name);
  return is_service_name(name) && !is_reserved_word(identifier) && !is_taken_namespace(identifier);
}

// "Order Service.v2" -> "order-service-v2".
std::string name_of_folder(std::string_view folder) {
  constexpr std::size_t kLongest = 48;  // leaves room for what makes it usable
  std::string name;
  for (const char c : folder.substr(0, kLongest)) {
    const bool upper = c >= 'A' && c <= 'Z';
    const char lower = upper ? static_cast<char>(c - 'A' + 'a') : c;
    const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '_';
    name += kept ? lower : '-';
  }
  if (usable(name)) return name;
  name = "service-" + name;
  return usable(name) ? name : std::string{};
}

}  // namespace

ServiceFolders::ServiceFolders(const std::map<std::string, std::string>& told) {
  for (const auto& [name, folder] : told) {
    std::string path = folder;
    while (path.starts_with("./")) path.erase(0, 2);
    if (!path.ends_with('/')) path += '/';
    told_.emplace(std::move(path), name);
  }
}

std::string ServiceFolders::service_of(std::string_view file) const {
  if (!told_.empty()) {
    const auto found = std::ranges::find_if(
        told_, [file](const auto& entry) { return entry.first == "./" || file.starts_with(entry.first); });
    return found == told_.end() ? std::string{} : found->second;
  }
  for (;;) {
    const auto slash = file.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view folder = file.substr(0, slash);
    if (std::ranges::find(kHolders, folder) == kHolders.end()) return name_of_folder(folder);
    file.remove_prefix(slash + 1);
  }
}

}  // namespace redisconf::compiler
