// Commands that wait for a key: BLPOP, BLMOVE, BZPOPMIN and their kin.
//
// Thread-safety: none. Errors: CommandError.
#pragma once

#include "memory/command.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace redisconf::testing::memory {

// When the wait ends; nothing: never.
using WaitEnd = std::optional<std::int64_t>;

// "0.5", in seconds; 0 waits for ever.
[[nodiscard]] WaitEnd require_timeout(const Call& call, const std::string& text);

// The keys from one argument up to another.
[[nodiscard]] std::vector<std::string> keys_of(const Call& call, std::size_t first, std::size_t end);

// What `serve` gives for one of the keys, or the wait for it. `refused` is answered where nobody may wait:
// in a transaction and in a script. While it waits, keys of another type than Content count as absent.
template <class Content>
[[nodiscard]] Answer serve_or_wait(Call& call, std::vector<std::string> keys, WaitEnd until,
                                   std::function<Answer(Call&, const std::string&)> serve, Answer refused) {
  for (const std::string& key : keys) {
    if (call.find_as<Content>(key) != nullptr) return serve(call, key);
  }
  if (!call.may_block) return refused;
  const int database = call.session.database;
  auto later = [serve = std::move(serve)](Call& waiting, const std::string& key) -> std::optional<Answer> {
    const Entry* const entry = waiting.find(key);
    if (entry == nullptr || !std::holds_alternative<Content>(entry->value)) return std::nullopt;
    return serve(waiting, key);
  };
  call.engine.block(call.session, {database, std::move(keys), until, std::move(later)});
  return {};
}

}  // namespace redisconf::testing::memory
