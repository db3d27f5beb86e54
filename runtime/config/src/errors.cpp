#include "redisconf/config/errors.h"

#include <utility>

namespace redisconf {
namespace {

void append_line(std::string& text, std::string_view label, std::string_view value) {
  if (value.empty()) return;
  text.append("\n     ").append(label).append(value);
}

std::string report(std::string_view service, std::string_view environment,
                   const std::vector<Problem>& problems) {
  std::string text = "the Redis configuration of " + std::string(service);
  if (!environment.empty()) text.append(" in ").append(environment);
  text += " is wrong: " + std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
  std::size_t number = 0;
  for (const Problem& problem : problems) {
    text += "\n  " + std::to_string(++number) + ". " + problem.where + " " + problem.rule;
    append_line(text, "schema  ", problem.entry);
    append_line(text, "fix     ", problem.fix);
  }
  return text;
}

}  // namespace

ConfigurationError::ConfigurationError(std::string_view service, std::string_view environment,
                                       std::vector<Problem> problems)
    : Error(report(service, environment, problems)), problems_(std::move(problems)) {}

std::string ConfigurationError::summary() const {
  const std::string_view whole = what();
  std::string text(whole.substr(0, whole.find('\n')));
  const char* separator = ": ";
  for (const Problem& problem : problems_) {
    text.append(separator).append(problem.where).append(" ").append(problem.rule);
    separator = "; ";
  }
  return text;
}

}  // namespace redisconf
