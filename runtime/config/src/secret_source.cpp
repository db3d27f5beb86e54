#include "secret_source.h"

#include "redisconf/config/value.h"

namespace redisconf {

FoundSecret SecretSource::from_variable(const std::string& name, const std::string& entry) {
  const std::string file_name = name + "_FILE";
  const char* const value = inputs_.find(name.c_str());
  const char* const path = inputs_.find(file_name.c_str());
  if (value != nullptr && path != nullptr) {
    problems_.push_back({name, "and " + file_name + " are both set", entry, "unset one of them"});
    return {true, Secret{}, name};
  }
  if (path != nullptr) return read(path, file_name, entry);
  if (value != nullptr) {
    const SettingInfo as_secret{.type = SettingType::secret};
    const ValueFault fault = parse_value(as_secret, value).fault;
    if (fault == ValueFault::none) return {true, Secret(value), name};
    problems_.push_back(
        {name, std::string(fault_summary(fault)), entry, "set it to the secret, or unset it"});
    return {true, Secret{}, name};
  }
  return {};
}

FoundSecret SecretSource::from_directory(const std::string& secret_name, const std::string& entry) {
  if (directory_.empty()) return {};
  const std::string path = directory_ + "/" + secret_name;
  if (!files_.exists(path)) return {};
  return read(path, "file " + secret_name + " in secrets.directory", entry);
}

// The path stays unnamed: somebody may have put the secret itself where its path belongs.
FoundSecret SecretSource::read(const std::string& path, const std::string& where, const std::string& entry) {
  FileContent content = files_.read(path);
  if (content.error.empty()) return accept(std::move(content.bytes), where, entry);
  problems_.push_back({where, "can't be read: " + content.error, entry,
                       "check that the file exists and that this user may read it"});
  return {true, Secret{}, where};
}

FoundSecret SecretSource::accept(Secret secret, const std::string& where, const std::string& entry) {
  const SettingInfo as_secret{.type = SettingType::secret};
  if (const ValueFault fault = parse_value(as_secret, secret.reveal()).fault; fault != ValueFault::none) {
    problems_.push_back({where, std::string(fault_summary(fault)), entry, "write the secret into the file"});
    return {true, Secret{}, where};
  }
  return {true, std::move(secret), where};
}

}  // namespace redisconf
