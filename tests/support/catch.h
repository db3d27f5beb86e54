// One include for Catch2 2.13 (Debian 12) and 3 (Ubuntu 24.04 and later).
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace redisconf::test {

// "Contains" under the name that both versions understand.
#if __has_include(<catch2/catch_all.hpp>)
inline auto contains(const std::string& text) { return Catch::Matchers::ContainsSubstring(text); }
#else
inline auto contains(const std::string& text) { return Catch::Matchers::Contains(text); }
#endif

}  // namespace redisconf::test
