#include "inspect/explanation.h"

#include <redisconf/config/value.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/yaml_text.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

using Json = nlohmann::ordered_json;

struct Answer {
  const Environment& environment;
  std::vector<Statement> statements;  // strongest first
  RuntimeSources sources;

  [[nodiscard]] const Value* winner() const noexcept {
    return statements.empty() ? nullptr : statements.front().value;
  }
};

Answer answer(const Question& question) {
  const Environment& environment = question.service.shared->environments[question.environment];
  std::vector<Statement> statements = trace(question.service, question.environment, question.setting);
  std::ranges::reverse(statements);
  const Value* const winner = statements.empty() ? nullptr : statements.front().value;
  RuntimeSources sources = runtime_sources(*question.service.service, environment, question.setting, winner);
  return {environment, std::move(statements), std::move(sources)};
}

std::string full_path(const Question& question, const Environment& environment) {
  return question.service.service->name + '.' + environment.name + '.' +
         std::string(question.setting.info.path);
}

std::string shown(const Value* value, SettingType type) {
  return value == nullptr ? "(no value)" : printable(yaml_value(*value, type));
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

// The table of layers, strongest first.
std::string layers_text(const Answer& answer, SettingType type, bool colour) {
  std::size_t places = 0;
  std::size_t values = 0;
  for (const Statement& statement : answer.statements) {
    places = std::max(places, position_of(statement.place).size());
    values = std::max(values, count_code_points(shown(statement.value, type)));
  }
  std::string text;
  for (const Statement& statement : answer.statements) {
    const bool wins = &statement == &answer.statements.front();
    std::string place = position_of(statement.place);
    std::string value = shown(statement.value, type);
    place.resize(places, ' ');
    value.append(values - count_code_points(value), ' ');
    if (wins && colour) text += "\x1b[1m";
    text.append(wins ? "  wins    " : "  beaten  ").append(place).append("  ").append(value);
    text.append("  ").append(statement.layer);
    if (wins && colour) text += "\x1b[0m";
    text += '\n';
  }
  return text;
}

std::string reason_text(const Answer& answer) {
  if (answer.statements.empty()) return "No layer gives it a value.\n";
  std::string text = "Why: " + answer.statements.front().layer;
  text += answer.statements.size() == 1 ? " is the only layer that gives it a value.\n"
                                        : " is the strongest layer that gives it a value.\n";
  return text;
}

// A process may change it, must give it, or can't.
std::string sources_text(const Answer& answer, const AskedSetting& setting) {
  const RuntimeSources& sources = answer.sources;
  if (sources.locked) {
    return "At run time: no variable changes it: the setting is locked, and " + answer.environment.name +
           " is strict.\n";
  }
  std::string text = "At run time: " + joined(sources.variables, ", else ");
  const bool secret = setting.info.type == SettingType::secret;
  if (secret) text += " (each also with _FILE, naming a file that holds it)";
  if (!sources.secret_file.empty())
    text += ", else the file " + sources.secret_file + " in secrets.directory";
  if (sources.required) return text + "; without any of them the process stops.\n";
  return text + (sources.variables.size() == 1 ? " changes it.\n" : ", changes it.\n");
}

std::string description(const AskedSetting& setting) {
  std::string text(setting.info.summary);
  if (!text.empty() && !text.ends_with('.')) text += '.';
  if (!text.empty()) text += ' ';
  return printable(text) + "Takes " + accepted_values(setting.info) + ".\n";
}

Json place_json(const Place* place) {
  if (place == nullptr || place->file == nullptr) return nullptr;
  const Location location = place->file->locate(place->offset);
  return {{"file", place->file->path()}, {"line", location.line}, {"column", location.column}};
}

Json value_json(const Value* value, SettingType type) {
  return value == nullptr ? Json(nullptr) : Json(yaml_value(*value, type));
}

}  // namespace

std::string explain_as_text(const Question& question, bool colour) {
  const Answer found = answer(question);
  const SettingType type = question.setting.info.type;
  std::string text = full_path(question, found.environment) + " = " + shown(found.winner(), type) + "\n\n";
  text += description(question.setting) + '\n';
  text += layers_text(found, type, colour);
  if (!found.statements.empty()) text += '\n';
  return text + reason_text(found) + sources_text(found, question.setting);
}

std::string explain_as_json(const Question& question) {
  const Answer found = answer(question);
  const SettingType type = question.setting.info.type;
  Json report;
  report["service"] = question.service.service->name;
  report["environment"] = found.environment.name;
  report["setting"] = question.setting.info.path;
  report["value"] = value_json(found.winner(), type);
  report["layers"] = Json::array();
  for (const Statement& statement : found.statements) {
    report["layers"].push_back({{"layer", statement.layer},
                                {"value", value_json(statement.value, type)},
                                {"place", place_json(statement.place)},
                                {"wins", &statement == &found.statements.front()}});
  }
  report["locked"] = found.sources.locked;
  report["required"] = found.sources.required;
  report["variables"] = found.sources.locked ? std::vector<std::string>() : found.sources.variables;
  if (!found.sources.secret_file.empty()) report["secretFile"] = found.sources.secret_file;
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace redisconf::compiler
