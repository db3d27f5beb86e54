// Standard output and standard error of the tool.
#pragma once

#include <string>
#include <string_view>

#include "output/writer.h"

namespace redisconf::compiler {

void print(std::string_view text);
void print_error(std::string_view text);

// "redisconf: message", and where help is.
void print_usage_error(std::string_view message);

// True on a terminal, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise.
[[nodiscard]] bool output_has_colour();
[[nodiscard]] bool error_output_has_colour();

// What to tell of a failed write, and the exit status that belongs to it.
[[nodiscard]] std::string write_error(const std::string& path, const WriteResult& result);
[[nodiscard]] int write_status(const WriteResult& result) noexcept;

// Reports a failed write; returns the exit status that belongs to the result.
[[nodiscard]] int report_write(const std::string& path, const WriteResult& result);

}  // namespace redisconf::compiler
