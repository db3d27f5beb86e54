// Properties that hold for random inputs. RapidCheck prints a shrunken counterexample and the seed
// that gives it again: RC_PARAMS="reproduce=..." in the environment, as with max_success.
#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <string>

namespace redisconf::test {

template <class Testable>
[[nodiscard]] bool holds_for_all(const std::string& property, Testable&& testable) {
  ::setenv("RC_PARAMS", "max_success=1000", 0);
  return rc::check(property, std::forward<Testable>(testable));
}

}  // namespace redisconf::test
