#include "redisconf/config/describe.h"

#include "loader.h"
#include "redisconf/config/catalogue.h"
#include "redisconf/config/url.h"
#include "redisconf/config/value.h"
#include "service_state.h"

#include <algorithm>

namespace redisconf {
namespace {

struct Row {
  std::string path;
  std::string value;
  std::string origin;
};

Row make_row(const SettingInfo& setting, const FinalValue& value) {
  Row row{std::string(setting.path), "(unset)", {}};
  if (value.set) row = {row.path, format_value(setting, value.number, value.text), value.origin};
  return row;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ');
}

std::string tls_words(const TlsSettings& tls) {
  if (!tls.enabled) return "no TLS";
  const bool pinned = !tls.pin.empty();
  switch (tls.verify) {
    case TlsVerify::full:
      return pinned ? "TLS verified by name and pin" : "TLS verified by name";
    case TlsVerify::ca:
      return pinned ? "TLS verified by pin, without the name" : "TLS verified without the name";
    case TlsVerify::none:
      return pinned ? "TLS verified by pin alone" : "TLS NOT verified";
  }
  return {};
}

}  // namespace

std::string describe(const ServiceConfig& config) {
  const auto& state = ConfigAccess::state(config);
  std::vector<Row> rows;
  std::size_t index = 0;
  for (const SettingInfo& setting : catalogue()) rows.push_back(make_row(setting, state.values.at(index++)));
  for (const auto& custom : state.schema.customs) {
    rows.push_back(make_row(describe_custom(custom), state.values.at(index++)));
  }
  std::size_t path_width = 0;
  std::size_t value_width = 0;
  for (const Row& row : rows) {
    path_width = std::max(path_width, row.path.size());
    value_width = std::max(value_width, std::min<std::size_t>(row.value.size(), 32));
  }
  std::string text;
  for (const Row& row : rows) {
    text += padded(row.path, path_width) + "  " + padded(row.value, value_width) + "  " + row.origin;
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

const std::vector<Problem>& warnings(const ServiceConfig& config) {
  return ConfigAccess::state(config).warnings;
}

std::string summary(const ServiceConfig& config) {
  std::string text = std::string(config.service()) + " in " + config.environment() + ": " + endpoint(config) +
                     ", " + tls_words(config.tls());
  const char* const because = ConfigAccess::state(config).environment.unverified_because;
  if (because != nullptr) text.append(" because: ").append(because);
  return text;
}

std::string endpoint(const ServiceConfig& config) {
  const ConnectionSettings& connection = config.connection();
  std::string text;
  if (!connection.username.empty() || !connection.password.empty()) text = connection.username + ":***@";
  if (!memory_server_name(connection.socket).empty())
    return connection.socket + "/" + std::to_string(connection.database);
  if (!connection.socket.empty())
    return "unix://" + text + connection.socket + "?db=" + std::to_string(connection.database);
  const SentinelSettings& sentinel = config.sentinel();
  if (!sentinel.nodes.empty())
    return text + "sentinel:" + sentinel.master + "/" + std::to_string(connection.database);
  if (connection.host.find(':') == std::string::npos) {
    text += connection.host;
  } else {
    text += "[" + connection.host + "]";  // an IPv6 address
  }
  return text + ":" + std::to_string(connection.port) + "/" + std::to_string(connection.database);
}

}  // namespace redisconf
