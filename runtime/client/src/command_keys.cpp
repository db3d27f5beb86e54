#include "command_keys.h"

#include "letter_case.h"

#include <algorithm>
#include <charconv>

namespace redisconf {
namespace {

using Arguments = std::span<const std::string_view>;

KeyRange up_to(Arguments arguments, std::size_t first, std::size_t last, std::size_t step = 1) noexcept {
  const std::size_t end = std::min(last + 1, arguments.size());
  if (first >= end) return {};
  return {first, (end - first + step - 1) / step, step};
}

KeyRange all_from(Arguments arguments, std::size_t first, std::size_t step = 1) noexcept {
  return up_to(arguments, first, arguments.size() - 1, step);
}

// ... numkeys key [key ...]
KeyRange counted(Arguments arguments, std::size_t position) noexcept {
  if (position >= arguments.size()) return {};
  const std::string_view text = arguments[position];
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count == 0) return {};
  if (count > arguments.size() - position - 1) return {};
  return {position + 1, count, 1};
}

// XREAD [COUNT n] [BLOCK ms] STREAMS key [key ...] id [id ...]
KeyRange streams(Arguments arguments) noexcept {
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (is_word(arguments[i], "COUNT") || is_word(arguments[i], "BLOCK")) {
      ++i;
    } else if (is_word(arguments[i], "GROUP")) {
      i += 2;
    } else if (is_word(arguments[i], "STREAMS")) {
      return {i + 1, (arguments.size() - i - 1) / 2, 1};
    }
  }
  return {};
}

// The last STORE is the one that the server heeds.
KeyRange sort_destination(Arguments arguments) noexcept {
  KeyRange found;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    if (is_word(arguments[i], "LIMIT")) {
      i += 2;
    } else if (is_word(arguments[i], "GET") || is_word(arguments[i], "BY")) {
      ++i;
    } else if (is_word(arguments[i], "STORE") && i + 1 < arguments.size()) {
      found = {++i, 1, 1};
    }
  }
  return found;
}

KeyRange radius_destination(Arguments arguments) noexcept {
  constexpr std::size_t kFirstOption = 5;
  KeyRange found;
  for (std::size_t i = kFirstOption; i + 1 < arguments.size(); ++i) {
    if (is_word(arguments[i], "STORE") || is_word(arguments[i], "STOREDIST")) found = {++i, 1, 1};
  }
  return found;
}

// MIGRATE host port key|"" db timeout [COPY] [REPLACE] [AUTH p] [AUTH2 u p] [KEYS key ...]
KeyRange migrated(Arguments arguments) noexcept {
  constexpr std::size_t kKey = 3;
  constexpr std::size_t kFirstOption = 6;
  if (arguments.size() <= kKey || !arguments[kKey].empty()) return up_to(arguments, kKey, kKey);
  for (std::size_t i = kFirstOption; i < arguments.size(); ++i) {
    if (is_word(arguments[i], "KEYS")) return all_from(arguments, i + 1);
    if (is_word(arguments[i], "AUTH")) ++i;
    if (is_word(arguments[i], "AUTH2")) i += 2;
  }
  return {};
}

}  // namespace

CommandKeys keys_of(CommandId id, Arguments arguments) noexcept {
  switch (key_pattern(id)) {
    case KeyPattern::none:
      return {};
    case KeyPattern::first:
      return {up_to(arguments, 1, 1)};
    case KeyPattern::first_two:
      return {up_to(arguments, 1, 2)};
    case KeyPattern::all:
      return {all_from(arguments, 1)};
    case KeyPattern::all_but_last:
      return {up_to(arguments, 1, std::max<std::size_t>(arguments.size(), 2) - 2)};
    case KeyPattern::every_other:
      return {all_from(arguments, 1, 2)};
    case KeyPattern::second:
      return {up_to(arguments, 2, 2)};
    case KeyPattern::all_from_second:
      return {all_from(arguments, 2)};
    case KeyPattern::counted_at_first:
      return {counted(arguments, 1)};
    case KeyPattern::counted_at_second:
      return {counted(arguments, 2)};
    case KeyPattern::first_and_counted:
      return {up_to(arguments, 1, 1), counted(arguments, 2)};
    case KeyPattern::streams:
      return {streams(arguments)};
    case KeyPattern::sort:
      return {up_to(arguments, 1, 1), sort_destination(arguments)};
    case KeyPattern::radius:
      return {up_to(arguments, 1, 1), radius_destination(arguments)};
    case KeyPattern::migrate:
      return {migrated(arguments)};
  }
  return {};
}

SlotChoice slot_of(CommandId id, Arguments arguments) noexcept {
  SlotChoice choice;
  for (const KeyRange& range : keys_of(id, arguments)) {
    for (std::size_t i = 0; i < range.count; ++i) {
      const std::size_t position = range.first + i * range.step;
      const std::uint16_t slot = key_slot(arguments[position]);
      if (choice.kind == SlotChoice::Kind::any) {
        choice = {SlotChoice::Kind::one, slot, 0, position, 0};
      } else if (slot != choice.slot) {
        return {SlotChoice::Kind::apart, choice.slot, slot, choice.key, position};
      }
    }
  }
  return choice;
}

}  // namespace redisconf
