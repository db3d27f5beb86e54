// What INFO answers, fit to be shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace redisconf::doctor {

class ServerInfo {
 public:
  explicit ServerInfo(std::string_view text);

  [[nodiscard]] std::optional<std::string> find(const std::string& name) const;
  [[nodiscard]] std::string get(
      const std::string& name) const;  // fit for a terminal; "" when it is not there
  [[nodiscard]] long long number(const std::string& name) const;  // 0 when it is none

 private:
  std::string text_;
};

}  // namespace redisconf::doctor
