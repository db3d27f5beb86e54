#include "url_values.h"

#include "catalogue_table.h"
#include "redisconf/config/url.h"
#include "redisconf/config/value.h"

#include <algorithm>
#include <array>

namespace redisconf {
namespace {

using table::index_of;
using table::kCatalogue;

constexpr std::size_t kHost = index_of("connection.host");
constexpr std::size_t kSocket = index_of("connection.socket");
constexpr std::size_t kPassword = index_of("connection.password");

// The strongest URL variable that is set, its text read from the file that it names where it does.
struct UrlText {
  std::string_view name;
  Secret text;
};

std::optional<UrlText> find_text(const VariableLayer& layer, SecretSource& secrets,
                                 const SchemaEntry& entry) {
  for (const auto& [plain, file] : {std::pair{UrlForm::own_tls, UrlForm::own_tls},
                                    {UrlForm::own, UrlForm::own_file},
                                    {UrlForm::shared_tls, UrlForm::shared_tls},
                                    {UrlForm::shared, UrlForm::shared_file}}) {
    const Given& url = layer.url(plain);
    const Given from_file = plain == file ? Given{} : layer.url(file);
    FoundSecret found = secrets.from_variable(url, from_file, layer.source(), entry);
    if (found.found) return UrlText{url.is_set() ? url.name : from_file.name, std::move(found.secret)};
  }
  return {};
}

void add_parts(const RedisUrl& url, UrlValues& values) {
  if (url.scheme == "memory") {
    values.parts.push_back({kSocket, std::string(kMemoryPrefix) + url.host});
  } else if (url.socket.empty()) {
    values.parts.push_back({kHost, url.host});
    values.parts.push_back({index_of("connection.port"), std::to_string(url.port)});
  } else {
    values.parts.push_back({kSocket, url.socket});
  }
  if (url.database) values.parts.push_back({index_of("connection.database"), std::to_string(*url.database)});
  if (url.username) values.parts.push_back({index_of("connection.username"), *url.username});
  // What stays inside the process needs no TLS, and leaves its settings to whom they are for.
  if (url.scheme != "memory") values.parts.push_back({index_of("tls.enabled"), url.tls ? "true" : "false"});
  if (url.password) values.password = Secret(url.password->reveal());
}

// Two answers to one question: neither may win in silence, least of all when a password would
// then go to another host.
void refuse_contradiction(const VariableLayer& layer, std::string_view name, std::string_view what,
                          std::string_view url, std::string_view entry, std::vector<Problem>& problems) {
  problems.push_back({place_of(name, layer.source()),
                      "contradicts " + std::string(url) + ": both say " + std::string(what),
                      std::string(entry), "unset one of them, or make them agree"});
}

bool says_otherwise(std::size_t setting, const Given& part, std::string_view text) {
  if (!part.is_set()) return false;
  const ParsedValue parsed = parse_value(kCatalogue[setting], part.value);
  if (parsed.fault != ValueFault::none) return false;  // wrong by itself, and said so
  return format_value(kCatalogue[setting], parsed.number, part.value) != text;
}

std::size_t other_address_of(const UrlValues& values) {
  return values.find(kSocket) == nullptr ? kSocket : kHost;
}

bool is_form_of(const VariableLayer& layer, std::size_t setting, std::string_view name) {
  return std::ranges::any_of(std::array{Form::own, Form::shared, Form::alias},
                             [&](Form form) { return layer.setting(setting, form).name == name; });
}

void check_parts(const VariableLayer& layer, const UrlValues& values, std::string_view entry,
                 std::vector<Problem>& problems) {
  const std::size_t other_address = other_address_of(values);
  for (const Form form : {Form::own, Form::shared, Form::alias}) {
    for (const UrlPart& part : values.parts) {
      const Given& given = layer.setting(part.setting, form);
      if (says_otherwise(part.setting, given, part.text)) {
        refuse_contradiction(layer, given.name, kCatalogue[part.setting].path, values.name, entry, problems);
      }
    }
    const Given& address = layer.setting(other_address, form);
    if (address.is_set()) {
      refuse_contradiction(layer, address.name, "where the server is", values.name, entry, problems);
    }
    const Given& password = layer.setting(kPassword, form);
    if (values.password && password.is_set() && password.value != values.password->reveal()) {
      refuse_contradiction(layer, password.name, kCatalogue[kPassword].path, values.name, entry, problems);
    }
  }
}

}  // namespace

const UrlPart* UrlValues::find(std::size_t setting) const noexcept {
  const auto found = std::ranges::find(parts, setting, &UrlPart::setting);
  return found == parts.end() ? nullptr : &*found;
}

std::optional<UrlValues> read_url(const VariableLayer& layer, SecretSource& secrets, std::string_view entry,
                                  std::vector<Problem>& problems) {
  const SchemaEntry at{entry, {}, {}};
  const auto found = find_text(layer, secrets, at);
  if (!found || found->text.empty()) return {};
  ParsedUrl parsed = parse_redis_url(found->text.reveal());
  const std::string where = place_of(found->name, layer.source());
  if (!parsed.error.empty()) {
    problems.push_back({where, parsed.error, std::string(entry), parsed.fix});
    return {};
  }
  UrlValues values;
  values.name = found->name;
  add_parts(parsed.url, values);
  check_parts(layer, values, entry, problems);
  return values;
}

void check_named_part(const VariableLayer& layer, const Given& part, std::size_t setting,
                      const UrlValues& url, std::string_view entry, std::vector<Problem>& problems) {
  if (!part.is_set() || is_form_of(layer, setting, part.name)) return;
  if (setting == other_address_of(url)) {
    refuse_contradiction(layer, part.name, "where the server is", url.name, entry, problems);
    return;
  }
  const UrlPart* const said = url.find(setting);
  if (said == nullptr || !says_otherwise(setting, part, said->text)) return;
  refuse_contradiction(layer, part.name, kCatalogue[setting].path, url.name, entry, problems);
}

void check_named_password(const VariableLayer& layer, std::string_view name, const Secret& secret,
                          const UrlValues& url, std::string_view entry, std::vector<Problem>& problems) {
  if (!url.password || is_form_of(layer, kPassword, name)) return;
  if (secret.empty() || secret.reveal() == url.password->reveal()) return;
  refuse_contradiction(layer, name, kCatalogue[kPassword].path, url.name, entry, problems);
}

}  // namespace redisconf
