// Where something has to happen for a path to lead to another file: in the folder of each of its
// components, and of those of every link on the way. Kubernetes' `..data` is such a link.
//
// Thread-safety: may run concurrently. Errors: std::bad_alloc alone; a way that ends early is right,
// since it goes on when its missing component appears.
#pragma once

#include <string>
#include <vector>

namespace redisconf {

struct WatchedName {
  std::string folder;  // without links in it
  std::string name;    // of the entry that leads on
};

[[nodiscard]] std::vector<WatchedName> names_on_the_way(const std::string& path);

}  // namespace redisconf
