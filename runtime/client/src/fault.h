// What the layers below a connection throw: the cause without the endpoint and the stage, which
// only the caller knows. Never leaves the library: connection.cpp makes a RedisError of it.
#pragma once

#include "redisconf/client/errors.h"

#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace redisconf {

class Fault : public std::exception {
 public:
  Fault(ErrorCategory category, std::string cause, std::string fix = {})
      : category_(category), cause_(std::move(cause)), fix_(std::move(fix)) {}

  [[nodiscard]] ErrorCategory category() const noexcept { return category_; }
  [[nodiscard]] const std::string& cause() const noexcept { return cause_; }
  [[nodiscard]] const std::string& fix() const noexcept { return fix_; }
  [[nodiscard]] const char* what() const noexcept override { return cause_.c_str(); }

 private:
  ErrorCategory category_;
  std::string cause_;
  std::string fix_;
};

// What `action` throws of it, with "out of memory" among that.
template <class Action>
[[nodiscard]] std::optional<Fault> fault_of(const Action& action) try {
  action();
  return std::nullopt;
} catch (const Fault& fault) {
  return fault;
} catch (const std::bad_alloc&) {
  return Fault(ErrorCategory::closed, "out of memory");
}

// "connection refused" for ECONNREFUSED.
[[nodiscard]] std::string errno_text(int error);

// How messages call a setting: "connection.host (REDIS_HOST)".
[[nodiscard]] std::string setting(std::string_view path);

}  // namespace redisconf
