#include "env_layers.h"

#include "input_files.h"

#include <cerrno>

namespace redisconf {
namespace {

std::string position_of(const std::string& file, std::size_t line, std::size_t column) {
  return file + ':' + std::to_string(line) + ':' + std::to_string(column);
}

// A weaker environment's file must never turn a process into another one.
void refuse_detection(const generated::Schema& schema, const VariableLayer& layer,
                      std::vector<Problem>& problems) {
  for (std::size_t index = 0; index < schema.detection_variables.size(); ++index) {
    if (!layer.detection(index).is_set()) continue;
    const std::string name = schema.detection_variables[index];
    problems.push_back({place_of(name, layer.source()), "can't name the environment from a file",
                        schema.entry, "remove it there; export " + name});
  }
}

}  // namespace

const std::vector<VariableLayer>& EnvLayers::read(const generated::Schema& schema, const char* environment,
                                                  const Inputs& inputs, std::vector<Problem>& problems) {
  const char* const folder = InputFiles(inputs).env_folder();
  if (folder == nullptr) return layers_;
  std::string path = folder;
  if (!path.empty() && !path.ends_with('/')) path += '/';
  add(schema, path, std::string(".env.") + environment, inputs, problems);
  add(schema, path, ".env", inputs, problems);
  return layers_;
}

void EnvLayers::add(const generated::Schema& schema, const std::string& folder, std::string name,
                    const Inputs& inputs, std::vector<Problem>& problems) {
  const std::string path = folder + name;
  if (!InputFiles(inputs).exists(path)) return;  // as a rule: cheaper to ask than to open
  SecretFile content = InputFiles(inputs).read(path, kMaxEnvFileBytes);
  if (content.error_number == ENOENT) return;
  if (!content.error.empty()) {
    problems.push_back({name, "can't be read: " + content.error, schema.entry,
                        "check that this user may read it, or remove it"});
    return;
  }
  File& file = files_.emplace_back(File{std::move(name), std::move(content.bytes), {}});
  file.content = parse_env_file(file.bytes.view());
  for (const EnvFault& fault : file.content.faults) {
    problems.push_back({position_of(file.name, fault.line, fault.column), fault.rule, "", fault.fix});
  }
  if (!file.content.faults.empty()) return;
  VariableLayer& layer = layers_.emplace_back(schema, file.name);
  layer.keep_others();
  for (const EnvEntry& entry : file.content.entries) layer.add(entry.name, entry.value.reveal());
  refuse_detection(schema, layer, problems);
}

}  // namespace redisconf
