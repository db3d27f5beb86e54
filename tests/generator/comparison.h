// Two small projects and what differs between them, for tests of `redisconf diff`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compare/comparer.h"
#include "support.h"

namespace redisconf::compiler::test {

class Comparison {
 public:
  // Service files by name; a project without any is no project.
  using Services = std::vector<std::pair<std::string, std::string>>;

  void before(std::string_view shared, const Services& services) { write("before", shared, services); }
  void after(std::string_view shared, const Services& services) { write("after", shared, services); }

  // Compares; one line a change: "critical tls.verify: full -> ca in demo.production\n".
  [[nodiscard]] std::string lines();

  [[nodiscard]] const std::vector<compare::Change>& changes();

 private:
  void write(const std::string& side, std::string_view shared, const Services& services);
  [[nodiscard]] std::unique_ptr<Project> load(const std::string& side) const;

  TemporaryFolder folder_;
  std::unique_ptr<Project> before_;
  std::unique_ptr<Project> after_;
  std::vector<compare::Change> changes_;
};

// Both sides have the usual shared schema and the service demo, with these lines added.
[[nodiscard]] std::string service_difference(const std::string& before, const std::string& after);

// Both sides have the service demo; the shared schemas are these.
[[nodiscard]] std::string shared_difference(std::string_view before, std::string_view after);

}  // namespace redisconf::compiler::test
