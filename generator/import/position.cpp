#include "position.h"

#include <nlohmann/json.hpp>

namespace redisconf::import_tool {

std::string text_of(const Position& position) {
  nlohmann::ordered_json json{
      {"offset", position.offset}, {"rejects", position.rejects}, {"head", position.head}};
  for (std::size_t at = 0; at < kCountNames.size(); ++at) {
    const std::uint64_t count = position.tally[static_cast<Count>(at)];
    if (count != 0) json[std::string(kCountNames[at])] = count;
  }
  return json.dump();
}

std::optional<Position> position_in(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    Position position{json.at("offset"), json.at("rejects"), json.at("head"), {}};
    for (std::size_t at = 0; at < kCountNames.size(); ++at) {
      position.tally[static_cast<Count>(at)] = json.value(std::string(kCountNames[at]), std::uint64_t{0});
    }
    return position;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace redisconf::import_tool
