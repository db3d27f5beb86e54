// Questions to a server, each of which becomes a check.
#pragma once

#include <redisconf/client/errors.h>
#include <redisconf/client/reply.h>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "report.h"
#include "server_info.h"

namespace redisconf::doctor {

// Sends one command; throws RedisError.
using Ask = std::function<Reply(std::initializer_list<std::string_view> arguments)>;

// INFO of one section.
[[nodiscard]] ServerInfo info(const Ask& ask, std::string_view section);

// The setting of that name. CONFIG is often forbidden, as by managed services; nothing then.
[[nodiscard]] std::optional<std::string> configured(const Ask& ask, std::string_view name);

// Text of a reply that may be anything; empty when it is none.
[[nodiscard]] std::string text_in(const Reply& reply);

// The number that a text is or begins with; 0 when it is none.
[[nodiscard]] long long number_in(std::string_view text) noexcept;

[[nodiscard]] Check check_of(std::string name, Status status, std::string detail, std::string fix = {});

// Whether the server answered, and with an error.
[[nodiscard]] bool is_answer(const RedisError& error) noexcept;

[[nodiscard]] Check not_told(std::string name, const RedisError& error);

// A command that was refused skips the check; a connection that broke ends them all (RedisError).
template <class Make>
void add_check(Report& report, const std::string& name, const Make& make) {
  using Steady = std::chrono::steady_clock;
  const auto start = Steady::now();
  Check check;
  try {
    check = make();
  } catch (const RedisError& error) {
    if (!is_answer(error)) throw;
    check = not_told(name, error);
  }
  check.took = std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start);
  report.checks.push_back(std::move(check));
}

}  // namespace redisconf::doctor
