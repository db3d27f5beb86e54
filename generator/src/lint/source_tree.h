// The schema's files as trees, for places that the model does not keep.
//
// Ownership: owns the trees; refers to the project's files, which must outlive it.
#pragma once

#include <initializer_list>
#include <string_view>
#include <unordered_map>

#include "schema/project.h"
#include "yaml/node.h"

namespace redisconf::compiler {

class SourceTree {
 public:
  // Reads files again that were read without a fault before.
  explicit SourceTree(const Project& project);

  [[nodiscard]] const Node& root(const SourceFile& file) const;

  // The member at a key path; nullptr when there is none.
  [[nodiscard]] const Member* find(const SourceFile& file,
                                   std::initializer_list<std::string_view> path) const;

 private:
  std::unordered_map<const SourceFile*, Node> roots_;
};

}  // namespace redisconf::compiler
