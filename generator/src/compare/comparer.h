// Compares two schemas by what they mean: what every service gets in every environment.
//
// Ownership:     what is returned points into both projects.
// Thread-safety: pure. Errors: none; both projects must be without fault.
#pragma once

#include "compare/change.h"
#include "schema/project.h"

namespace redisconf::compiler::compare {

// `before` is nullptr where there was no schema: then everything is new.
[[nodiscard]] std::vector<Change> compare_projects(const Project* before, const Project& after);

}  // namespace redisconf::compiler::compare
