// For code that must complete without Redis: the work is done first, and telling of it comes after and
// may fail.
//
//   const auto done = redisconf::critical_operation(
//       [&] { return users.create(name); },
//       [&](const User& user) { return publisher.publish(to_json(user)); });
//   if (!done.told()) log("nobody was told of " + name + ": " + done.problem);
//   return done.value;
//
// With a channel that has a spool, the notification follows by itself when Redis is back, and told() is
// false only when the disk fails as well.
//
// Errors: what the work throws comes out, and nobody is told then. What telling throws is in `problem`.
#pragma once

#include <redisconf/publisher/publisher.h>

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace redisconf {

template <class Value>
struct CriticalOutcome {
  Value value;                       // of the work
  std::optional<Promise> promise{};  // of telling
  std::string problem{};             // why there is none

  [[nodiscard]] bool told() const noexcept { return promise.has_value(); }
};

// `tell` gets the work's value and returns what publish() returned.
template <class Work, class Tell>
[[nodiscard]] auto critical_operation(Work&& work, Tell&& tell)
    -> CriticalOutcome<decltype(std::forward<Work>(work)())> {
  CriticalOutcome<decltype(std::forward<Work>(work)())> outcome{std::forward<Work>(work)()};
  try {
    outcome.promise = std::forward<Tell>(tell)(std::as_const(outcome.value));
  } catch (const std::exception& error) {
    outcome.problem = error.what();
  }
  return outcome;
}

}  // namespace redisconf
