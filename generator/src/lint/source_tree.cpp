#include "lint/source_tree.h"

#include <utility>

#include "yaml/reader.h"

namespace redisconf::compiler {

SourceTree::SourceTree(const Project& project) {
  Diagnostics told_before;
  for (const auto& file : project.files) {
    auto root = read_yaml(*file, told_before);
    roots_.emplace(file.get(), root ? std::move(*root) : Node{});
  }
}

const Node& SourceTree::root(const SourceFile& file) const { return roots_.at(&file); }

const Member* SourceTree::find(const SourceFile& file, std::initializer_list<std::string_view> path) const {
  const Node* node = &root(file);
  const Member* member = nullptr;
  for (const std::string_view key : path) {
    member = node->find(key);
    if (member == nullptr) return nullptr;
    node = &member->value;
  }
  return member;
}

}  // namespace redisconf::compiler
