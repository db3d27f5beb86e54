#include "precedence_model.h"

#include <optional>

namespace redisconf::test {
namespace {

const Documented& password() { return documented().back(); }

class Model {
 public:
  explicit Model(const Scenario& scenario) : scenario_(scenario) {}

  Expected expect() {
    for (std::size_t source = 0; source < kSources.size(); ++source) add_url(source);
    for (std::size_t index = 0; index < documented().size(); ++index) {
      const Documented& setting = documented().at(index);
      if (const auto answer = answer_of(setting, index)) expected_.answers[setting.path] = *answer;
    }
    return expected_;
  }

 private:
  struct NamedUrl {
    std::string name;
    Parts parts;
  };

  // What one name says, in its own variable or in the file that NAME_FILE names; both are a problem.
  template <class Value>
  std::optional<std::pair<std::string, Value>> said(const std::map<Scenario::Place, Value>& values,
                                                    std::size_t source, const std::string& name) {
    const auto plain = values.find({source, name});
    const auto file = values.find({source, name + "_FILE"});
    if (plain != values.end() && file != values.end()) {
      expected_.problems.insert(place(source, name));
      return std::pair{name, Value{}};
    }
    if (plain != values.end()) return std::pair{name, plain->second};
    if (file != values.end()) return std::pair{name + "_FILE", file->second};
    return {};
  }

  void add_url(std::size_t source) {
    for (const char* const name : {"SHOP_REDIS_TLS_URL", "SHOP_REDIS_URL", "REDIS_TLS_URL", "REDIS_URL"}) {
      const auto url = said(scenario_.urls, source, name);
      if (!url) continue;
      if (url->second.parts.empty()) {
        url_refused_ = true;
        return;
      }
      urls_[source] = {url->first, url->second.parts};
      add_contradictions(source);
      return;
    }
  }

  void add_contradictions(std::size_t source) {
    for (std::size_t index = 0; index < documented().size(); ++index) {
      const Documented& setting = documented().at(index);
      const auto part = urls_.at(source).parts.find(setting.path);
      if (part == urls_.at(source).parts.end()) continue;
      for (const std::string& name : names_of(setting, index)) {
        const auto plain = scenario_.values.find({source, name});
        const auto file = scenario_.values.find({source, name + "_FILE"});
        if (plain != scenario_.values.end()) {
          if (plain->second != part->second) expected_.problems.insert(place(source, name));
        } else if (file != scenario_.values.end() && file->second != part->second) {
          expected_.problems.insert(place(source, name + "_FILE"));
        }
      }
    }
  }

  static bool is_password(const Documented& setting) { return &setting == &password(); }

  [[nodiscard]] std::vector<std::string> names_of(const Documented& setting, std::size_t index) const {
    std::vector<std::string> names = setting.names;
    if (is_password(setting) || scenario_.schema.at(index) >= InSchema::variable)
      names.push_back(setting.named);
    return names;
  }

  std::optional<Answer> answer_of(const Documented& setting, std::size_t index) {
    const bool is_secret = is_password(setting);
    const std::vector<std::string> names = names_of(setting, index);
    for (std::size_t source = 0; source < kSources.size(); ++source) {
      for (const std::string& name : names) {
        if (const auto found = said(scenario_.values, source, name)) {
          return Answer{found->second, place(source, found->first)};
        }
      }
      if (const auto url = urls_.find(source); url != urls_.end()) {
        const auto part = url->second.parts.find(setting.path);
        if (part != url->second.parts.end()) return Answer{part->second, place(source, url->second.name)};
      }
    }
    return is_secret ? answer_of_secret() : answer_of_schema(setting, scenario_.schema.at(index));
  }

  std::optional<Answer> answer_of_schema(const Documented& setting, InSchema in_schema) {
    switch (in_schema) {
      case InSchema::nothing:
        if (setting.standard.empty()) return {};
        return Answer{setting.standard, "catalogue"};
      case InSchema::variable:
        if (!url_refused_ || setting.path == "tls.enabled") expected_.problems.insert(setting.named);
        return {};
      case InSchema::literal:
      case InSchema::variable_or_standard:
        break;
    }
    return Answer{setting.values[1], kSchemaOrigin};
  }

  std::optional<Answer> answer_of_secret() {
    constexpr std::array<std::pair<const char*, const char*>, 3> kPlaces{
        {{"provider", "shop-token from the vault"},
         {"directory", "file shop-token in secrets.directory"},
         {"systemd", "file shop-token in CREDENTIALS_DIRECTORY"}}};
    for (const auto& [name, origin] : kPlaces) {
      if (scenario_.secret_places.contains(name)) return Answer{std::string("from ") + name, origin};
    }
    if (!url_refused_) expected_.problems.insert(password().named);
    return {};
  }

  const Scenario& scenario_;
  Expected expected_;
  std::map<std::size_t, NamedUrl> urls_;
  bool url_refused_ = false;  // what a wrong URL may say is not missing
};

}  // namespace

const std::array<Documented, 6>& documented() {
  static const std::array<Documented, 6> kTable{{
      {"connection.host",
       {"SHOP_REDIS_HOST", "REDIS_HOST", "REDISHOST"},
       "TEAM_HOST",
       {"a.example", "b.example"},
       ""},
      {"connection.port",
       {"SHOP_REDIS_PORT", "REDIS_PORT", "REDISPORT"},
       "TEAM_PORT",
       {"6379", "7000"},
       "6379"},
      {"connection.database", {"SHOP_REDIS_DATABASE", "REDIS_DATABASE"}, "TEAM_DATABASE", {"0", "3"}, "0"},
      {"connection.username",
       {"SHOP_REDIS_USERNAME", "REDIS_USERNAME", "REDISUSER"},
       "TEAM_USER",
       {"app", "web"},
       ""},
      {"tls.enabled",
       {"SHOP_REDIS_TLS_ENABLED", "REDIS_TLS_ENABLED"},
       "TEAM_TLS",
       {"false", "true"},
       "false"},
      {"connection.password",
       {"SHOP_REDIS_PASSWORD", "REDIS_PASSWORD", "REDIS_AUTH_TOKEN"},
       "SHOP_TOKEN",
       {"hunter2", "swordfish"},
       ""},
  }};
  return kTable;
}

std::string place(std::size_t source, const std::string& name) {
  return *kSources.at(source) == '\0' ? name : name + " in " + kSources.at(source);
}

Expected expect(const Scenario& scenario) { return Model(scenario).expect(); }

}  // namespace redisconf::test
