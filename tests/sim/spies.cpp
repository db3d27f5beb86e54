#include "sim/spies.h"

#include "sim/sightings.h"
#include "sim/world.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace redisconf::sim {

Spies* Spies::current = nullptr;

void Spies::require(bool kept, std::string_view rule) {
  if (!kept && violation_.empty()) violation_ = rule;
}

void Spies::compare(const CircuitBreaker& breaker, const std::function<void(BreakerModel&)>& model,
                    const std::function<void()>& real) {
  BreakerModel& expected = models_.try_emplace(&breaker, breaker_).first->second;
  const std::uint64_t before = expected.number();
  const Scheduler::Undisturbed undisturbed(World::current->scheduler);
  model(expected);
  real();
  saw(Sight::breaker_changes, expected.number() - before);
  require(breaker.state() == expected.state() && breaker.number() == expected.number(),
          "the circuit breaker is in state " + std::string(name_of(breaker.state())) + ", number " +
              std::to_string(breaker.number()) + "; by its rules it would be " +
              std::string(name_of(expected.state())) + ", number " + std::to_string(expected.number()));
}

void Spies::dial_starts(const DialGate& gate, std::optional<DialGate::Attempt> attempt, Time now) {
  Gate& known = gates_[&gate];
  if (!attempt) return;
  require(*attempt == known.round, "a dial that counts under a number that is over");
  require(!known.failing || !known.dialling, "two dials at once after one that failed");
  require(!known.failing || now >= known.due, "a dial that was not due yet");
  known.dialling = true;
}

void Spies::dial_succeeded(const DialGate& gate) {
  Gate& known = gates_[&gate];
  known.failing = false;
  known.dialling = false;
  ++known.round;
}

// Dials that started together count as one.
void Spies::dial_failed(const DialGate& gate, DialGate::Attempt attempt, Time due) {
  Gate& known = gates_[&gate];
  if (attempt != known.round) return;
  known.failing = true;
  known.dialling = false;
  known.due = due;
  ++known.round;
}

using Admission = CircuitBreaker::Admission;
using Attempt = DialGate::Attempt;
using Details = RedisError::Details;

void really_record(CircuitBreaker* self, std::uint64_t number, BreakerEffect effect, Time now,
                   Duration took) noexcept
    asm("__real__ZN9redisconf14CircuitBreaker6recordEmNS_13BreakerEffect"
        "ENSt6chrono10time_pointINS2_3_V212steady_clockENS2_8durationIl"
        "St5ratioILl1ELl1000000000EEEEEES9_");
void really_succeed(CircuitBreaker* self, std::uint64_t number) noexcept
    asm("__real__ZN9redisconf14CircuitBreaker15probe_succeededEm");
void really_fail(CircuitBreaker* self, std::uint64_t number, Time now) noexcept
    asm("__real__ZN9redisconf14CircuitBreaker12probe_failedEmNSt6chrono10time_pointINS1_3_V212steady_clock"
        "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
Admission really_admit(CircuitBreaker* self, Time now) noexcept
    asm("__real__ZN9redisconf14CircuitBreaker11admit_probeENSt6chrono10time_pointINS1_3_V212steady_clock"
        "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
std::optional<Attempt> really_start(DialGate* self, Time now) asm(
    "__real__ZN9redisconf8DialGate5startENSt6chrono10time_pointINS1_3_V212steady_clock"
    "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
void really_dialled(DialGate* self) asm("__real__ZN9redisconf8DialGate9succeededEv");
void really_not_dialled(DialGate* self, Attempt attempt, Time now, Details cause) asm(
    "__real__ZN9redisconf8DialGate6failedEmNSt6chrono10time_pointINS1_3_V212steady_clock"
    "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEENS_10RedisError7DetailsE");

void record(CircuitBreaker* self, std::uint64_t number, BreakerEffect effect, Time now,
            Duration took) noexcept
    asm("__wrap__ZN9redisconf14CircuitBreaker6recordEmNS_13BreakerEffectENSt6chrono10time_pointINS2_3_"
        "V212steady_clock"
        "ENS2_8durationIlSt5ratioILl1ELl1000000000EEEEEES9_");
void probe_succeeded(CircuitBreaker* self, std::uint64_t number) noexcept
    asm("__wrap__ZN9redisconf14CircuitBreaker15probe_succeededEm");
void probe_failed(CircuitBreaker* self, std::uint64_t number, Time now) noexcept
    asm("__wrap__ZN9redisconf14CircuitBreaker12probe_failedEmNSt6chrono10time_pointINS1_3_V212steady_clock"
        "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
Admission admit_probe(CircuitBreaker* self, Time now) noexcept
    asm("__wrap__ZN9redisconf14CircuitBreaker11admit_probeENSt6chrono10time_pointINS1_3_V212steady_clock"
        "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
std::optional<Attempt> start(DialGate* self, Time now) asm(
    "__wrap__ZN9redisconf8DialGate5startENSt6chrono10time_pointINS1_3_V212steady_clock"
    "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEE");
void dialled(DialGate* self) asm("__wrap__ZN9redisconf8DialGate9succeededEv");
void not_dialled(DialGate* self, Attempt attempt, Time now, Details cause) asm(
    "__wrap__ZN9redisconf8DialGate6failedEmNSt6chrono10time_pointINS1_3_V212steady_clock"
    "ENS1_8durationIlSt5ratioILl1ELl1000000000EEEEEENS_10RedisError7DetailsE");

void record(CircuitBreaker* self, std::uint64_t number, BreakerEffect effect, Time now,
            Duration took) noexcept {
  saw(Sight::breaker_records);
  Spies::current->compare(
      *self, [&](BreakerModel& model) { model.record(number, effect, now, took); },
      [&] { really_record(self, number, effect, now, took); });
}

void probe_succeeded(CircuitBreaker* self, std::uint64_t number) noexcept {
  saw(Sight::probe_succeeds);
  Spies::current->compare(
      *self, [&](BreakerModel& model) { model.probe_succeeded(number); },
      [&] { really_succeed(self, number); });
}

void probe_failed(CircuitBreaker* self, std::uint64_t number, Time now) noexcept {
  saw(Sight::probe_fails);
  Spies::current->compare(
      *self, [&](BreakerModel& model) { model.probe_failed(number, now); },
      [&] { really_fail(self, number, now); });
}

Admission admit_probe(CircuitBreaker* self, Time now) noexcept {
  saw(Sight::probe_is_admitted);
  Admission admission{};
  CircuitBreaker::Verdict expected{};
  Spies::current->compare(
      *self, [&](BreakerModel& model) { expected = model.ask_for_probe(now); },
      [&] { admission = really_admit(self, now); });
  Spies::current->require(admission.verdict == expected, "the circuit breaker let the wrong call probe");
  return admission;
}

std::optional<Attempt> start(DialGate* self, Time now) {
  saw(Sight::dial_starts);
  const auto attempt = really_start(self, now);
  Spies::current->dial_starts(*self, attempt, now);
  return attempt;
}

void dialled(DialGate* self) {
  saw(Sight::dial_succeeds);
  really_dialled(self);
  Spies::current->dial_succeeded(*self);
}

// wait() rounds up to milliseconds.
void not_dialled(DialGate* self, Attempt attempt, Time now, Details cause) {
  saw(Sight::dial_fails);
  really_not_dialled(self, attempt, now, std::move(cause));
  Spies::current->dial_failed(*self, attempt, now + self->wait(now) - std::chrono::milliseconds(1));
}

}  // namespace redisconf::sim
