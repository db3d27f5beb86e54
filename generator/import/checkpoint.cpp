#include "checkpoint.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "commands/console.h"
#include "output/writer.h"

namespace redisconf::import_tool {

std::string text_of(const Checkpoint& checkpoint) {
  nlohmann::ordered_json json{{"redisconf_import", 1},
                              {"target", checkpoint.target},
                              {"complete", checkpoint.complete},
                              {"position", nlohmann::ordered_json::parse(text_of(checkpoint.position))}};
  if (!checkpoint.stamp.empty()) json["stamp"] = checkpoint.stamp;
  return json.dump(2) + '\n';
}

std::optional<Checkpoint> checkpoint_in(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    if (!json.is_object() || json.at("redisconf_import") != 1) return std::nullopt;
    auto position = position_in(json.at("position").dump());
    if (!position) return std::nullopt;
    return Checkpoint{json.at("target"), std::move(*position), json.value("stamp", ""), json.at("complete")};
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

std::optional<Checkpoint> CheckpointFile::load() const {
  if (path_.empty()) return std::nullopt;
  std::ifstream file(path_, std::ios::binary);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto checkpoint = checkpoint_in(text);
  if (!checkpoint) {
    throw CheckpointError(path_ + " is no checkpoint of an import; name another file with --checkpoint");
  }
  return checkpoint;
}

void CheckpointFile::save(const Checkpoint& checkpoint) const {
  if (path_.empty()) return;
  const auto result = compiler::write_if_changed(path_, text_of(checkpoint), compiler::Durability::synced);
  if (!result.failed()) return;
  throw CheckpointError("the checkpoint can't be written: " + path_ + ": " + result.error +
                        "; name another file with --checkpoint");
}

}  // namespace redisconf::import_tool
