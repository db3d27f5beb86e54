// Where the keys of a command stand among its arguments, and which slot of a cluster they mean.
//
// Thread-safety: may run concurrently. Errors: none. Nothing here allocates.
#pragma once

#include "command_table.h"
#include "redisconf/client/key_slot.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace redisconf {

// first, first + step, ...
struct KeyRange {
  std::size_t first = 0;
  std::size_t count = 0;
  std::size_t step = 1;
};

// No command has its keys in more than two places. Never points beyond the arguments, also when they
// are wrong: the server says what is amiss. The name of a pattern (SORT ... BY weight_*) is no key.
using CommandKeys = std::array<KeyRange, 2>;

// At least one argument, of which the first is the command `id`. Of commands that redisconf does not know
// (modules') the first argument is taken for the key.
[[nodiscard]] CommandKeys keys_of(CommandId id, std::span<const std::string_view> arguments) noexcept;

struct SlotChoice {
  enum class Kind : std::uint8_t {
    any,    // the command has no key
    one,    // all keys are in `slot`
    apart,  // the keys at positions `key` and `other_key` are in `slot` and `other_slot`
  };

  Kind kind = Kind::any;
  std::uint16_t slot = 0;
  std::uint16_t other_slot = 0;
  std::size_t key = 0;
  std::size_t other_key = 0;
};

[[nodiscard]] SlotChoice slot_of(CommandId id, std::span<const std::string_view> arguments) noexcept;

}  // namespace redisconf
