#include "sim/callers.h"

#include <redisconf/client/future.h>
#include <redisconf/client/pipeline.h>
#include <redisconf/config/settings.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace redisconf::sim {
namespace {

using namespace std::chrono_literals;

// A leader's receive may sleep through one slice of 20 ms, poll() counts milliseconds, and threads share
// one processor. 50 ms are promised.
constexpr Duration kSlack = 25ms;

// After the first success, so many calls in a row must succeed.
constexpr int kCallsOnceRecovered = 5;

std::vector<std::string_view> views(const std::vector<std::string>& words) {
  return {words.begin(), words.end()};
}

std::string text_of(const Reply& reply) {
  switch (reply.kind()) {
    case Reply::Kind::integer:
      return std::to_string(reply.as_integer());
    case Reply::Kind::string:
    case Reply::Kind::status:
      return reply.as_string();
    default:
      return {};
  }
}

// What a server says that works, and refuses.
bool is_refusal(const RedisError& error) {
  constexpr std::array<std::string_view, 4> kRefusals{"BUSY", "LOADING", "OOM", "TRYAGAIN"};
  if (std::ranges::find(kRefusals, error.code()) != kRefusals.end()) return true;
  return error.details().cause.find("max number of clients") != std::string::npos;
}

}  // namespace

void Caller::run() {
  while (world_.scheduler.now() < all_.trouble_ends) {
    // A program that fails waits before it asks again.
    const bool succeeded = call();
    const Duration least = succeeded ? Duration(0) : all_.longest_pause / 4;
    const Duration pause = world_.chance.between(least, all_.longest_pause);
    if (!succeeded || world_.chance.below(3) == 0)
      world_.scheduler.sleep_until(world_.scheduler.now() + pause);
  }
  recover();
}

void Caller::recover() {
  while (!call()) {
    if (world_.scheduler.now() > all_.trouble_ends + all_.recovery)
      throw Violation("calls still fail long after the trouble");
    world_.scheduler.sleep_until(world_.scheduler.now() +
                                 world_.chance.between(Duration(1ms), Duration(400ms)));
  }
  all_.first_recovery = std::min(all_.first_recovery, world_.scheduler.now());
  // By then the kernel has ended the connections that still were silent. All callers begin at once.
  world_.scheduler.sleep_until(all_.trouble_ends + 2 * all_.recovery);
  for (int i = 0; i < kCallsOnceRecovered; ++i) {
    // A connection that died unseen costs one call, and a dial of the pool that is under way another. A
    // server that has become slow may have opened the circuit.
    const Time latest = world_.scheduler.now() + all_.recovery;
    for (int failures = 0; !call();) {
      const bool refused = last_error_ == ErrorCategory::unavailable;
      failures += refused ? 0 : 1;
      if (failures > 2 || last_error_ == ErrorCategory::timeout || world_.scheduler.now() > latest)
        throw Violation("a call failed after everything had recovered");
      world_.scheduler.sleep_until(world_.scheduler.now() + 50ms);
    }
  }
}

// Whether it succeeded.
bool Caller::call() {
  failed_ = false;
  switch (world_.chance.below(12)) {
    case 0:
      submit_several();
      break;
    case 1:
      submit_and_drop();
      break;
    case 2:
      call_together();
      break;
    case 3:
      call_blocking();
      break;
    case 4:
      ping();
      break;
    case 5: {
      const Asked asked = ask_with("ECHO", true);
      submit_and_get(asked, Deadline(random_deadline()));
      break;
    }
    default:
      call_once(ask());
  }
  return !failed_;
}

Caller::Asked Caller::ask() {
  constexpr std::array<const char*, 4> kNames{"ECHO", "GET", "SET", "INCRBY"};
  return ask_with(kNames.at(world_.chance.below(kNames.size())), true);
}

Caller::Asked Caller::ask_with(const std::string& name, bool may_retry) {
  const bool idempotent = name != "INCRBY";
  const auto retries = static_cast<std::size_t>(all_.client.config().retry().max_retries);
  const auto number = world_.ledger.begin(name, idempotent, may_retry ? 1 + retries : 1);
  std::string tag = Ledger::tag(number);
  const bool large = world_.chance.below(16) == 0;
  const std::string padding(world_.chance.below(large ? 20'000 : 200), '.');
  if (name == "SET") return {number, {name, "k" + tag, padding}, "OK"};
  if (name == "INCRBY")
    return {number, {name, "n" + tag, std::to_string(number + 1)}, std::to_string(number + 1)};
  tag += padding;
  return {number, {name, tag}, tag};
}

bool Caller::watch(const std::vector<Ledger::CallNumber>& calls, Time deadline,
                   const std::function<void()>& body) {
  bool succeeded = true;
  const Time start = world_.scheduler.now();
  const Duration stalled_before = world_.stalled;
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(deadline - start).count();
  world_.trace.note(start, "asks, with so many us", calls.empty() ? 0 : calls.front(),
                    static_cast<std::uint64_t>(left));
  std::string error_text;
  ++world_.calls_under_way;
  try {
    body();
  } catch (const RedisError& error) {
    succeeded = false;
    error_text = error.what();
    last_error_ = error.category();
    if (error.retry_safe()) {
      for (const auto call : calls) world_.ledger.certainly_not_run(call);
    }
    if (error.category() == ErrorCategory::usage) throw Violation(std::string("wrong use: ") + error.what());
    if (error.category() == ErrorCategory::server && !is_refusal(error))
      throw Violation(std::string("an error that no server sent: ") + error.what());
  }
  --world_.calls_under_way;
  const Time now = world_.scheduler.now();
  const Duration stalled = world_.stalled - stalled_before;
  for (const auto call : calls) world_.ledger.end(call);
  if (world_.trace.with_text()) {
    world_.trace.say(now, "call " + std::to_string(calls.empty() ? 0 : calls.front()) +
                              (succeeded ? " succeeded" : " failed: " + error_text));
  }
  world_.trace.note(now, "call", calls.empty() ? 0 : calls.front(), succeeded ? 1 : 0);
  if (now > deadline + kSlack + stalled) {
    const auto late = std::chrono::duration_cast<std::chrono::microseconds>(now - deadline);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - start);
    throw Violation("a call ended " + std::to_string(late.count()) + " us after its deadline; it took " +
                    std::to_string(took.count()) + " us. " + error_text);
  }
  ++(succeeded ? all_.succeeded : all_.failed);
  failed_ = failed_ || !succeeded;
  return succeeded;
}

void Caller::compare(const Reply& reply, const Asked& asked) const {
  const std::string text = text_of(reply);
  if (text == asked.wanted) return;
  throw Violation("call " + std::to_string(asked.number) + " (" + asked.arguments.front() + ") wanted \"" +
                  asked.wanted.substr(0, 40) + "\" and got \"" + text.substr(0, 40) + "\"");
}

Time Caller::by_default() const { return world_.scheduler.now() + all_.client.config().timeouts().command; }

Time Caller::random_deadline() {
  Duration longest = all_.client.config().timeouts().command;
  if (world_.scheduler.now() >= all_.trouble_ends) return world_.scheduler.now() + longest;
  if (world_.chance.below(2) == 0) longest = 20ms;
  return world_.scheduler.now() + world_.chance.between(Duration(0), longest);
}

void Caller::call_once(const Asked& asked) {
  static_cast<void>(watch({asked.number}, by_default(),
                          [&] { compare(all_.client.command(views(asked.arguments)), asked); }));
}

// A future has a deadline of its own beside that of the submission, which may have to dial.
void Caller::submit_and_get(const Asked& asked, Deadline deadline) {
  static_cast<void>(watch({asked.number}, std::max(deadline.at(), by_default()), [&] {
    Future future = all_.client.submit(views(asked.arguments));
    compare(future.get(deadline), asked);
  }));
}

void Caller::submit_several() {
  std::vector<Asked> asked;
  std::vector<Future> futures;
  const std::uint64_t count = world_.chance.between(2, 6);
  for (std::uint64_t i = 0; i < count; ++i) {
    asked.push_back(ask_with(world_.chance.below(2) == 0 ? "ECHO" : "INCRBY", true));
    const bool sent = watch({}, by_default(),
                            [&] { futures.push_back(all_.client.submit(views(asked.back().arguments))); });
    if (sent) continue;
    world_.ledger.certainly_not_run(asked.back().number);
    world_.ledger.end(asked.back().number);
    asked.pop_back();
  }
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (world_.chance.below(4) == 0) {
      futures[i] = Future();
      world_.ledger.end(asked[i].number);
      continue;
    }
    static_cast<void>(watch({asked[i].number}, by_default(), [&] { compare(futures[i].get(), asked[i]); }));
  }
}

void Caller::submit_and_drop() {
  const Asked asked = ask_with("INCRBY", false);
  static_cast<void>(watch({asked.number}, by_default(),
                          [&] { static_cast<void>(all_.client.submit(views(asked.arguments))); }));
}

void Caller::call_together() {
  std::vector<Asked> asked;
  std::vector<Ledger::CallNumber> numbers;
  Pipeline pipeline = all_.client.pipeline();
  const std::uint64_t count = world_.chance.between(1, 12);
  for (std::uint64_t i = 0; i < count; ++i) {
    asked.push_back(ask_with(world_.chance.below(2) == 0 ? "ECHO" : "INCRBY", false));
    numbers.push_back(asked.back().number);
    pipeline.append(views(asked.back().arguments));
  }
  const Time deadline = random_deadline();
  static_cast<void>(watch(numbers, deadline, [&] {
    const auto replies = pipeline.execute(Deadline(deadline));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (replies.at(i).kind() != Reply::Kind::error) compare(replies[i], asked[i]);
    }
  }));
}

void Caller::call_blocking() {
  const auto number = world_.ledger.begin("BLPOP", false, 1);
  const std::string key = "l" + Ledger::tag(number);
  static_cast<void>(watch({number}, by_default(), [&] {
    const Reply reply = all_.client.command({"BLPOP", key, "0"});
    if (reply.kind() != Reply::Kind::nil) throw Violation("BLPOP got the reply of another command");
  }));
}

void Caller::ping() {
  const Time deadline = world_.scheduler.now() + all_.client.config().timeouts().health;
  static_cast<void>(watch({}, deadline, [&] { static_cast<void>(all_.client.ping()); }));
}

}  // namespace redisconf::sim
