#include "output/manifest.h"

#include <algorithm>
#include <filesystem>

#include "schema/file_loader.h"
#include "text/sha256.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kDigestLength = 64;
constexpr std::string_view kSeparator = "  ";  // of sha256sum, for text mode
constexpr std::string_view kAfterSource = ". DO NOT EDIT.";
constexpr std::size_t kMaxManifestBytes = std::size_t{1024} * 1024;

bool is_digest(std::string_view text) {
  return text.size() == kDigestLength && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A name inside the folder: what could lead out of it, or confuse a terminal, is none of ours.
bool is_owned_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name != kManifestName &&
         name.find('/') == std::string_view::npos && printable(name) == name;
}

void read_line(std::string_view line, Manifest& manifest) {
  if (line.starts_with("# ") && line.substr(2).starts_with(kGeneratedMark)) {
    line.remove_prefix(2 + kGeneratedMark.size());
    manifest.source = line.substr(0, line.find(kAfterSource));
    return;
  }
  if (line.size() <= kDigestLength + kSeparator.size()) return;
  const std::string_view digest = line.substr(0, kDigestLength);
  const std::string_view name = line.substr(kDigestLength + kSeparator.size());
  const bool separated = line.substr(kDigestLength, kSeparator.size()) == kSeparator;
  if (separated && is_digest(digest) && is_owned_name(name)) {
    manifest.digests[std::string(name)].emplace(digest);
  }
}

}  // namespace

void Manifest::add(std::string_view name, std::string_view content) {
  digests[std::string(name)].insert(sha256_hex(content));
}

void Manifest::add_all(const Manifest& other) {
  for (const auto& [name, others] : other.digests) digests[name].insert(others.begin(), others.end());
}

bool Manifest::knows(std::string_view name, std::string_view content) const {
  const auto found = digests.find(name);
  return found != digests.end() && found->second.contains(sha256_hex(content));
}

std::string Manifest::text() const {
  std::string text = "# " + std::string(kGeneratedMark) + source + std::string(kAfterSource) + '\n';
  for (const auto& [name, all] : digests) {
    for (const std::string& digest : all) text.append(digest).append(kSeparator).append(name).append("\n");
  }
  return text;
}

Manifest parse_manifest(std::string_view text) {
  Manifest manifest;
  while (!text.empty()) {
    const auto end = text.find('\n');
    read_line(text.substr(0, end), manifest);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return manifest;
}

bool looks_like_manifest(std::string_view text) {
  const Manifest manifest = parse_manifest(text);
  return text.empty() || !manifest.source.empty() || !manifest.digests.empty();
}

Manifest load_manifest(const std::string& folder) {
  const auto path = std::filesystem::path(folder) / kManifestName;
  return parse_manifest(load_file(path.string(), kMaxManifestBytes).bytes);
}

}  // namespace redisconf::compiler
