#include "text/names.h"

#include <algorithm>
#include <array>

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxName = 63;
constexpr std::size_t kMaxVariableName = 128;

// C++20 [lex.key], the alternative tokens, and the macros of GNU mode.
constexpr auto kReservedWords = std::to_array<std::string_view>(
    {"alignas",       "alignof",     "and",       "and_eq",       "asm",       "auto",
     "bitand",        "bitor",       "bool",      "break",        "case",      "catch",
     "char",          "char16_t",    "char32_t",  "char8_t",      "class",     "co_await",
     "co_return",     "co_yield",    "compl",     "concept",      "const",     "const_cast",
     "consteval",     "constexpr",   "constinit", "continue",     "decltype",  "default",
     "delete",        "do",          "double",    "dynamic_cast", "else",      "enum",
     "errno",         "explicit",    "export",    "extern",       "false",     "float",
     "for",           "friend",      "goto",      "i386",         "if",        "inline",
     "int",           "linux",       "long",      "mutable",      "namespace", "new",
     "noexcept",      "not",         "not_eq",    "nullptr",      "operator",  "or",
     "or_eq",         "private",     "protected", "public",       "register",  "reinterpret_cast",
     "requires",      "return",      "short",     "signed",       "sizeof",    "static",
     "static_assert", "static_cast", "stderr",    "stdin",        "stdout",    "struct",
     "switch",        "template",    "this",      "thread_local", "throw",     "true",
     "try",           "typedef",     "typeid",    "typename",     "typeof",    "union",
     "unix",          "unsigned",    "using",     "virtual",      "void",      "volatile",
     "wchar_t",       "while",       "xor",       "xor_eq",       "assert",    "offsetof"});

// Namespaces of the language and of the SDK, and global functions of the C library and POSIX
// that a service might be called after.
constexpr auto kTakenNamespaces = std::to_array<std::string_view>(
    {"abort",  "abs",      "accept", "access",    "alarm",  "bind",     "calloc", "clock",
     "close",  "connect",  "daemon", "div",       "dup",    "environ",  "exit",   "exp",
     "fork",   "free",     "gamma",  "getopt",    "index",  "kill",     "link",   "listen",
     "log",    "malloc",   "mount",  "nice",      "open",   "optarg",   "pause",  "pipe",
     "poll",   "posix",    "pow",    "printf",    "profil", "puts",     "raise",  "rand",
     "random", "read",     "recv",   "redisconf", "remove", "rename",   "round",  "select",
     "send",   "shutdown", "signal", "sleep",     "socket", "splice",   "stat",   "std",
     "sync",   "syscall",  "system", "tee",       "time",   "truncate", "wait",   "write"});

bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_name(std::string_view name, bool hyphens) noexcept {
  if (name.empty() || name.size() > kMaxName || !is_lower(name.front())) return false;
  return std::ranges::all_of(
      name, [hyphens](char c) { return is_lower(c) || is_digit(c) || c == '_' || (hyphens && c == '-'); });
}

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& names, std::string_view name) noexcept {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool is_service_name(std::string_view name) noexcept { return is_name(name, true); }
bool is_environment_name(std::string_view name) noexcept { return is_name(name, true); }
bool is_member_name(std::string_view name) noexcept { return is_name(name, false); }

bool is_variable_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > kMaxVariableName || is_digit(name.front())) return false;
  return std::ranges::all_of(name,
                             [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '_'; });
}

bool is_secret_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > kMaxVariableName) return false;
  if (name.front() == '.' || name.front() == '-') return false;
  return std::ranges::all_of(name, [](char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
  });
}

std::span<const std::string_view> reserved_words() noexcept { return kReservedWords; }

std::span<const std::string_view> taken_namespaces() noexcept { return kTakenNamespaces; }

bool is_reserved_word(std::string_view identifier) noexcept { return contains(kReservedWords, identifier); }

bool is_taken_namespace(std::string_view identifier) noexcept {
  return contains(kTakenNamespaces, identifier);
}

std::string identifier_of(std::string_view name) {
  std::string identifier(name);
  std::ranges::replace(identifier, '-', '_');
  return identifier;
}

std::string upper_case(std::string_view name) {
  std::string upper = identifier_of(name);
  for (char& c : upper) {
    if (is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string pascal_case(std::string_view name) {
  std::string pascal;
  bool starts_word = true;
  for (const char c : name) {
    if (c == '_' || c == '-') {
      starts_word = true;
    } else {
      pascal += starts_word && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
      starts_word = false;
    }
  }
  return pascal;
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool unreserved = is_lower(c) || is_upper(c) || is_digit(c) ||
                            std::string_view("-._~").find(c) != std::string_view::npos;
    if (unreserved || kept.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kDigits[byte >> 4U];
      encoded += kDigits[byte & 15U];
    }
  }
  return encoded;
}

}  // namespace redisconf::compiler
