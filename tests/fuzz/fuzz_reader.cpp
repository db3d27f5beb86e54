// Any bytes as one schema file: a tree whose places lie in the file, or diagnostics.
#include <cstddef>
#include <cstdint>
#include <string>

#include "reports.h"
#include "yaml/reader.h"

namespace {

using namespace redisconf::compiler;
using redisconf::fuzz::require;

void require_places(const Node& node, std::size_t size) {
  require(node.offset <= size && node.length <= size - node.offset, "a node lies in its file");
  require(node.end <= size, "a node ends in its file");
  for (const Node& item : node.items) require_places(item, size);
  for (const Member& member : node.members) {
    require_places(member.key, size);
    require_places(member.value, size);
    require(node.find(member.key.text) == &member, "no key stands twice");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMaxFileBytes) return -1;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const SourceFile file("schema/redis.yaml", "schema/redis.yaml", text);
  Diagnostics diagnostics;
  const auto root = read_yaml(file, diagnostics);
  require(root || diagnostics.has_errors(), "a tree, or a reason why there is none");
  if (root) require_places(*root, size);
  redisconf::fuzz::require_reports(diagnostics, "");
  return 0;
}
