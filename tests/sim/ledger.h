// What callers asked and what the server did about it, to be compared when a history is over. A
// command bears the number of its call: "#17;" in one of its arguments.
//
// Thread-safety: none. Errors: Violation.
#pragma once

#include "sim/chance.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::sim {

class Ledger {
 public:
  using CallNumber = std::size_t;

  struct Call {
    std::string what;  // for the report
    bool idempotent = false;
    std::size_t most_runs = 1;
    std::size_t runs = 0;  // by the server
    bool ended = false;
    bool certainly_not_run = false;  // as the client said
  };

  [[nodiscard]] CallNumber begin(std::string what, bool idempotent, std::size_t most_runs);
  void end(CallNumber number) { calls_.at(number).ended = true; }
  void certainly_not_run(CallNumber number) { calls_.at(number).certainly_not_run = true; }

  // By the server.
  void ran(CallNumber number) { ++calls_.at(number).runs; }

  [[nodiscard]] static std::string tag(CallNumber number) { return "#" + std::to_string(number) + ";"; }
  [[nodiscard]] static std::optional<CallNumber> tag_in(std::string_view text) noexcept;

  [[nodiscard]] std::size_t calls() const noexcept { return calls_.size(); }

  // How often the server ran a call again.
  [[nodiscard]] std::size_t repetitions() const noexcept;

  // When nothing is on its way any more.
  void balance() const;

 private:
  std::vector<Call> calls_;
};

}  // namespace redisconf::sim
