// Something that happened, in a form that can be told: as a line of a log, or an event of Sentry.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace redisconf {

enum class Level : std::uint8_t { info, warning, error };

[[nodiscard]] std::string_view name_of(Level level) noexcept;  // "warning", as Sentry names them

struct Occurrence {
  Level level = Level::info;
  std::string event;    // "connection_lost": the same word each time
  std::string message;  // one sentence, without what differs from time to time
  std::vector<std::pair<std::string, std::variant<std::int64_t, std::string>>> fields{};
};

using OccurrenceSink = std::function<void(const Occurrence&)>;

}  // namespace redisconf
