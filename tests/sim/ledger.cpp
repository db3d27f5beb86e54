#include "sim/ledger.h"

#include "sim/scheduler.h"

#include <charconv>
#include <utility>

namespace redisconf::sim {

Ledger::CallNumber Ledger::begin(std::string what, bool idempotent, std::size_t most_runs) {
  Call call;
  call.what = std::move(what);
  call.idempotent = idempotent;
  call.most_runs = most_runs;
  calls_.push_back(std::move(call));
  return calls_.size() - 1;
}

std::optional<Ledger::CallNumber> Ledger::tag_in(std::string_view text) noexcept {
  const std::size_t start = text.find('#');
  if (start == std::string_view::npos) return std::nullopt;
  CallNumber number = 0;
  const auto [end, error] = std::from_chars(text.data() + start + 1, text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != ';') return std::nullopt;
  return number;
}

std::size_t Ledger::repetitions() const noexcept {
  std::size_t again = 0;
  for (const Call& call : calls_) again += call.runs > 1 ? call.runs - 1 : 0;
  return again;
}

void Ledger::balance() const {
  for (std::size_t number = 0; number < calls_.size(); ++number) {
    const Call& call = calls_[number];
    const std::size_t most = call.idempotent ? call.most_runs : 1;
    if (call.ended && !(call.certainly_not_run && call.runs > 0) && call.runs <= most) continue;
    const std::string name = "call " + std::to_string(number) + " (" + call.what + ")";
    if (!call.ended) throw Violation(name + " never ended");
    if (call.certainly_not_run && call.runs > 0)
      throw Violation(name + " ran, though its caller was told that it certainly did not");
    throw Violation(name + " ran " + std::to_string(call.runs) + " times; at most " + std::to_string(most));
  }
}

}  // namespace redisconf::sim
