#include "output/ownership.h"

#include <algorithm>
#include <filesystem>

#include "output/writer.h"
#include "schema/file_loader.h"

namespace redisconf::compiler {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxGeneratedBytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kMarkWithin = 1024;

bool has_line_that_starts(std::string_view text, std::string_view start) {
  for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

bool has_merge_conflict(std::string_view text) {
  return has_line_that_starts(text, "<<<<<<< ") && has_line_that_starts(text, ">>>>>>> ");
}

// Some file systems leave an empty or a zeroed file after a power failure: nothing that one wrote.
bool is_blank(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

FileState state_of(std::string_view name, std::string_view bytes, const Manifest& manifest) {
  if (is_blank(bytes) || manifest.knows(name, bytes)) return FileState::outdated;
  const bool marked = bytes.substr(0, kMarkWithin).find(kGeneratedMark) != std::string_view::npos;
  if (manifest.owns(name)) return has_merge_conflict(bytes) ? FileState::conflicted : FileState::edited;
  // Written before there were manifests, or by a tool that generated another set of files.
  return marked ? FileState::outdated : FileState::foreign;
}

// Reads what stands there; the state is still open when it could be read.
Inspection read_target(const std::string& path) {
  Inspection found;
  found.fault = target_fault(path);
  if (!found.fault.empty()) {
    found.state = FileState::blocked;
    return found;
  }
  LoadedFile file = load_file(path, kMaxGeneratedBytes);
  if (!file.error.empty()) {
    found.state = file.missing ? FileState::missing : FileState::blocked;
    found.fault = file.missing ? std::string() : "can't be read: " + file.error;
    return found;
  }
  found.state = FileState::current;
  found.bytes = std::move(file.bytes);
  return found;
}

}  // namespace

bool is_certainly_ours(const std::string& path, const Manifest& manifest) {
  const Inspection found = read_target(path);
  if (found.state != FileState::current) return found.state == FileState::missing;
  const std::string name = fs::path(path).filename().string();
  if (is_blank(found.bytes)) return true;
  return name == kManifestName ? looks_like_manifest(found.bytes) : manifest.knows(name, found.bytes);
}

Inspection inspect_file(const std::string& path, std::string_view wanted, const Manifest& manifest) {
  Inspection found = read_target(path);
  if (found.state == FileState::current && found.bytes != wanted) {
    found.state = state_of(fs::path(path).filename().string(), found.bytes, manifest);
  }
  return found;
}

Inspection inspect_manifest(const std::string& path, std::string_view wanted) {
  Inspection found = read_target(path);
  if (found.state == FileState::current && found.bytes != wanted) {
    const bool ours = is_blank(found.bytes) || looks_like_manifest(found.bytes);
    found.state = ours ? FileState::outdated : FileState::foreign;
  }
  return found;
}

std::vector<Orphan> find_orphans(const std::string& folder, const Manifest& manifest,
                                 const std::vector<std::string_view>& wanted) {
  std::vector<Orphan> orphans;
  for (const auto& [name, digests] : manifest.digests) {
    if (std::ranges::find(wanted, name) != wanted.end()) continue;
    const Inspection found = read_target((fs::path(folder) / name).string());
    if (found.state == FileState::missing) continue;
    const bool untouched = found.state == FileState::current && manifest.knows(name, found.bytes);
    orphans.push_back({name, !untouched});
  }
  return orphans;
}

}  // namespace redisconf::compiler
