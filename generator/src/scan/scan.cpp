#include "scan/scan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "scan/characters.h"
#include "scan/config_scanner.h"
#include "scan/language.h"
#include "scan/source_scanner.h"
#include "scan/walker.h"
#include "schema/file_loader.h"

namespace redisconf::compiler::scan {
namespace {

// One of these is in every file that has something to find, in any case of letters.
constexpr std::array<std::string_view, 9> kTraces{"redis",      "valkey",         "jedis",
                                                  "celery",     "6379",           "bullmq",
                                                  "broker_url", "result_backend", "connectionmultiplexer"};

bool starts_with_any_case(std::string_view text, std::string_view lower) noexcept {
  if (text.size() < lower.size()) return false;
  for (std::size_t at = 0; at < lower.size(); ++at) {
    if (to_lower(text[at]) != lower[at]) return false;
  }
  return true;
}

constexpr std::array<bool, 256> first_bytes() {
  std::array<bool, 256> first{};
  for (const std::string_view trace : kTraces) {
    const auto byte = static_cast<unsigned char>(trace[0]);
    first[byte] = true;
    if (is_lower(trace[0])) first[byte - 'a' + 'A'] = true;
  }
  return first;
}

bool has_trace(std::string_view text) noexcept {
  static constexpr std::array<bool, 256> kFirst = first_bytes();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!kFirst[static_cast<unsigned char>(text[at])]) continue;
    for (const std::string_view trace : kTraces) {
      if (starts_with_any_case(text.substr(at), trace)) return true;
    }
  }
  return false;
}

bool is_binary(std::string_view text) noexcept {
  return text.substr(0, 8192).find('\0') != std::string_view::npos;
}

// Long lines throughout: what a machine has put together.
bool is_minified(std::string_view text, Language language) noexcept {
  constexpr std::size_t kSmall = 8192;
  constexpr std::size_t kLongLine = 1000;
  if (language != Language::javascript || text.size() < kSmall) return false;
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  return text.size() / lines > kLongLine;
}

std::string_view stem_of(std::string_view path) noexcept {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.find('.'));
}

std::string_view kind_of(Language language) noexcept {
  switch (language) {
    case Language::dotenv:
      return "environment file";
    case Language::dockerfile:
      return "Dockerfile";
    case Language::properties:
      return "settings file";
    case Language::shell:
      return "shell script";
    case Language::yaml:
      return "YAML file";
    case Language::json:
      return "JSON file";
    default:
      return "variables and addresses";
  }
}

std::vector<Site> dispatch(std::string_view path, std::string_view text, Language language) {
  switch (language) {
    case Language::none:
      return {};
    case Language::yaml:
      return scan_yaml(text, stem_of(path));
    case Language::dotenv:
    case Language::dockerfile:
    case Language::properties:
    case Language::shell:
      return scan_assignments(text, language);
    default:
      return scan_source(text, language);
  }
}

void scan_file(const std::string& folder, const std::string& path, Inventory& inventory) {
  const LoadedFile file = load_file(folder + '/' + path, kMaxFileBytes);
  if (!file.error.empty()) {
    ++inventory.skipped.unreadable;
  } else if (file.bytes.size() > kMaxFileBytes) {
    ++inventory.skipped.too_large;
  } else if (is_binary(file.bytes)) {
    ++inventory.skipped.binary;
  } else if (is_minified(file.bytes, language_of(path))) {
    ++inventory.skipped.minified;
  } else {
    ++inventory.files;
    std::ranges::move(scan_text(path, file.bytes), std::back_inserter(inventory.sites));
  }
}

}  // namespace

std::vector<Site> scan_text(const std::string& path, std::string_view text) {
  const bool traces = has_trace(text) || has_trace(stem_of(path));
  if (!traces) return {};
  const Language language = language_of(path);
  std::vector<Site> sites = dispatch(path, text, language);
  for (Site& site : sites) {
    site.file = path;
    if (site.kind == SiteKind::file) site.what = kind_of(language);
  }
  return sites;
}

TreeScan scan_tree(const std::string& folder, const std::vector<std::string>& excluded) {
  TreeScan scan;
  Tree tree = list_files(folder, excluded);
  scan.error = std::move(tree.error);
  if (!scan.error.empty()) return scan;
  scan.inventory.skipped = tree.skipped;
  for (const std::string& path : tree.files) scan_file(folder, path, scan.inventory);
  return scan;
}

}  // namespace redisconf::compiler::scan
