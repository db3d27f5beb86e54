// JSON Schemas (draft-07) of schema files, for editors: from the settings catalogue and the language.
//
// They refuse nothing that the reader accepts, but for texts that YAML takes for something else
// (host: true); what the reader refuses by comparing places (extends, clashing values) passes them.
//
// Thread-safety: pure. Errors: none.
#pragma once

#include <string>

namespace redisconf::compiler {

[[nodiscard]] std::string shared_json_schema();   // of schema/redis.yaml
[[nodiscard]] std::string service_json_schema();  // of schema/services/<name>.yaml

}  // namespace redisconf::compiler
