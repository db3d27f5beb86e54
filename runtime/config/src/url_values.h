// What a URL variable says, setting by setting.
#pragma once

#include "redisconf/config/errors.h"
#include "redisconf/config/secret.h"
#include "secret_source.h"
#include "variable_layer.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

struct UrlPart {
  std::size_t setting = 0;  // position in the catalogue
  std::string text;         // as the setting's variable would say it
};

struct UrlValues {
  std::string_view name;  // of the variable that holds the URL
  std::vector<UrlPart> parts;
  std::optional<Secret> password;

  [[nodiscard]] const UrlPart* find(std::size_t setting) const noexcept;
};

// The strongest URL of a layer, read; nothing when there is none or it is wrong, which is a problem.
// What the layer also says in parts must agree with it: else that is a problem too.
[[nodiscard]] std::optional<UrlValues> read_url(const VariableLayer& layer, SecretSource& secrets,
                                                std::string_view entry, std::vector<Problem>& problems);

// The same for what the source says under another name of the setting: a variable that the schema
// names, or the file that holds the password. Nothing when it is one of those that read_url() saw.
void check_named_part(const VariableLayer& layer, const Given& part, std::size_t setting,
                      const UrlValues& url, std::string_view entry, std::vector<Problem>& problems);
void check_named_password(const VariableLayer& layer, std::string_view name, const Secret& secret,
                          const UrlValues& url, std::string_view entry, std::vector<Problem>& problems);

}  // namespace redisconf
