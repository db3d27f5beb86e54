// What YAML, .env, Dockerfiles, properties and shell scripts have in common: values without a
// type, with ${VARIABLE:-stand-in} in them, and paths of keys.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scan/file_sites.h"
#include "scan/raw_value.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {

// A piece of the file.
struct Piece {
  std::string_view text;
  std::size_t offset = 0;

  [[nodiscard]] Piece from(std::size_t begin) const noexcept {
    begin = begin < text.size() ? begin : text.size();
    return {text.substr(begin), offset + begin};
  }
  [[nodiscard]] Piece first(std::size_t size) const noexcept { return {text.substr(0, size), offset}; }
};

[[nodiscard]] Piece trimmed(Piece piece) noexcept;
[[nodiscard]] Piece without_quotes(Piece piece) noexcept;

// The value without the comment behind it. An @ within that comment may be the end of a password
// with a # in it: then nothing is cut.
[[nodiscard]] Piece without_comment(Piece value) noexcept;

[[nodiscard]] std::vector<Piece> lines_of(std::string_view text);

// The value as a literal, a variable with its stand-in, or computed.
[[nodiscard]] RawValue config_value(Piece value);

// Adds what NAME=value says, and what is in the value whatever its name.
void add_variable(FileSites& sites, std::string_view name, Piece value);

// Adds what stands under a path of keys: spring.redis.host, [redis] port, redis.tls.enabled.
// False when the path is none of Redis'.
bool add_path(FileSites& sites, std::span<const std::string_view> path, Piece value);

// Adds the variables that ${...} somewhere in the value reads.
void add_references(FileSites& sites, Piece value);

// Adds the addresses and variables that are somewhere in the value.
void add_mentions(FileSites& sites, Piece value);

// Adds the literal password of `--requirepass X` and `redis-cli -a X`.
void add_password_option(FileSites& sites, Piece line);

}  // namespace redisconf::compiler::scan
