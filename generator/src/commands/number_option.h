// Options that take a whole number.
//
// Thread-safety: none. Errors: UsageError, when the command line is read, for what is none or too large.
#pragma once

#include <boost/program_options.hpp>
#include <charconv>
#include <concepts>
#include <limits>
#include <string>
#include <system_error>

#include "commands/command_line.h"

namespace redisconf::compiler {

// From 0 to `most`. `into` holds what it is without the option, and must outlive the parsing. (What the
// library reads by itself takes -1 for the largest number there is.)
template <std::unsigned_integral Number>
[[nodiscard]] boost::program_options::typed_value<std::string>* number_option(
    Number& into, const std::string& name, Number most = std::numeric_limits<Number>::max()) {
  const auto read = [&into, name, most](const std::string& text) {
    Number number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc() || rest != end || number > most) {
      throw UsageError("--" + name + " takes a whole number from 0 to " + std::to_string(most));
    }
    into = number;
  };
  return boost::program_options::value<std::string>()
      ->value_name("NUMBER")
      ->default_value(std::to_string(into))
      ->notifier(read);
}

}  // namespace redisconf::compiler
