// Which names the schema language allows, and the C++ names that become of them.
//
// Thread-safety: pure. Errors: returned.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace redisconf::compiler {

[[nodiscard]] bool is_service_name(std::string_view name) noexcept;      // ^[a-z][a-z0-9_-]{0,62}$
[[nodiscard]] bool is_environment_name(std::string_view name) noexcept;  // the same
[[nodiscard]] bool is_member_name(std::string_view name) noexcept;       // ^[a-z][a-z0-9_]{0,62}$
[[nodiscard]] bool is_variable_name(std::string_view name) noexcept;     // POSIX, at most 128 bytes
[[nodiscard]] bool is_secret_name(std::string_view name) noexcept;       // also the name of a file

// What the C++20 compiler, or a macro that is always there, has already taken; and namespaces that
// would clash with a global name of the C library, with std or with ours.
[[nodiscard]] std::span<const std::string_view> reserved_words() noexcept;
[[nodiscard]] std::span<const std::string_view> taken_namespaces() noexcept;

[[nodiscard]] bool is_reserved_word(std::string_view identifier) noexcept;
[[nodiscard]] bool is_taken_namespace(std::string_view identifier) noexcept;

[[nodiscard]] std::string identifier_of(std::string_view name);  // "user-events" -> "user_events"
[[nodiscard]] std::string upper_case(std::string_view name);     // "user-events" -> "USER_EVENTS"
[[nodiscard]] std::string pascal_case(std::string_view name);    // "user_events" -> "UserEvents"

// RFC 3986, 2.1: all but unreserved characters and those of `kept`.
[[nodiscard]] std::string percent_encoded(std::string_view text, std::string_view kept);

}  // namespace redisconf::compiler
