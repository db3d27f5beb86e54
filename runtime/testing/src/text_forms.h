// Undoes every way to write bytes that canary.h names, wherever in a text it may begin.
#pragma once

#include "redisconf/testing/canary.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace redisconf::testing {

// Eight bytes as one number, letters in lower case.
[[nodiscard]] std::uint64_t run_of(std::string_view bytes) noexcept;

// Called with eight bytes in a row, how they were written and where they begin.
using RunFound = std::function<void(std::uint64_t run, LeakForm form, std::size_t at)>;

// Every eight bytes in a row that a reader of the text may make of it.
void each_run(std::string_view text, const RunFound& found);

}  // namespace redisconf::testing
