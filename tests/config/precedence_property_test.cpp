// load() answers as the table of docs/precedence.md says, for every set of sources.
#include <redisconf/config/secret_provider.h>
#include <redisconf/config/settings.h>

#include "precedence_model.h"
#include "support.h"
#include "support/property.h"

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace redisconf::test {
namespace {

namespace gen = rc::gen;
using rc::Gen;

const Documented& password() { return documented().back(); }

std::string value_of(const TestConfig& config, const std::string& path) {
  if (path == "connection.host") return config.connection().host;
  if (path == "connection.port") return std::to_string(config.connection().port);
  if (path == "connection.database") return std::to_string(config.connection().database);
  if (path == "connection.username") return config.connection().username;
  if (path == "tls.enabled") return config.tls().enabled ? "true" : "false";
  return std::string(config.connection().password.reveal());
}

class Vault : public SecretProvider {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "the vault"; }
  [[nodiscard]] SecretAnswer get(std::string_view) override {
    return SecretAnswer::found(Secret("from provider"));
  }
};

class World {
 public:
  explicit World(const Scenario& scenario) {
    inputs_.set_env_folder("/project");
    for (const auto& [where, value] : scenario.values) set(where, value);
    for (const auto& [where, url] : scenario.urls) set(where, url.text);
    for (std::size_t source = 1; source < kSources.size(); ++source) {
      inputs_.set_file((std::string("/project/") + kSources.at(source)).c_str(),
                       env_files_.at(source).c_str());
    }
    if (scenario.secret_places.contains("provider")) inputs_.add_provider(vault_);
    set_folder(scenario, "directory", "REDIS_SECRETS_DIRECTORY");
    set_folder(scenario, "systemd", "CREDENTIALS_DIRECTORY");
    set_schema(scenario);
  }

  TestConfig load() { return TestConfig::load(schema_, inputs_); }

 private:
  void set(const Scenario::Place& where, const std::string& value) {
    const auto& [source, name] = where;
    std::string text = value;
    if (name.ends_with("_FILE")) {
      text = "/given/" + std::to_string(source) + "/" + name;
      inputs_.set_file(text.c_str(), value.c_str());
    }
    if (source == 0) {
      inputs_.set(name.c_str(), text);
    } else {
      env_files_.at(source) += name + "=" + text + "\n";
    }
  }

  void set_folder(const Scenario& scenario, const char* place, const char* variable) {
    if (!scenario.secret_places.contains(place)) return;
    const std::string folder = std::string("/given/") + place;
    inputs_.set(variable, folder);
    inputs_.set_file((folder + "/" + kSecret).c_str(), (std::string("from ") + place).c_str());
  }

  void set_schema(const Scenario& scenario) {
    schema_.relaxed.clear();
    schema_.set_relaxed("connection.password", generated::secret(kSecret));
    for (std::size_t index = 0; index < scenario.schema.size(); ++index) {
      const Documented& setting = documented().at(index);
      const char* const standard = setting.values[1].c_str();
      const char* const path = setting.path.c_str();
      switch (scenario.schema.at(index)) {
        case InSchema::nothing:
          break;
        case InSchema::literal:
          schema_.set_relaxed(path, generated::literal(standard));
          break;
        case InSchema::variable:
          schema_.set_relaxed(path, generated::variable(setting.named.c_str()));
          break;
        case InSchema::variable_or_standard:
          schema_.set_relaxed(path, generated::variable(setting.named.c_str(), standard));
          break;
      }
    }
  }

  Vault vault_;
  TestSchema schema_;
  Inputs inputs_ = Inputs::from({});
  std::array<std::string, kSources.size()> env_files_;
};

// ---- scenarios --------------------------------------------------------------------------------

struct Statement {
  std::size_t source = 0;
  std::size_t setting = 0;  // past the last: a URL
  std::size_t name = 0;
  bool in_file = false;
  std::size_t value = 0;  // of a URL: one bit for each part, and for whether it is said
};

Url url_of(const std::string& name, std::size_t bits) {
  const auto bit = [bits](unsigned at) { return bits >> at & 1U; };
  Url url;
  const bool is_tls = name.find("TLS") != std::string::npos || bit(0) != 0;
  url.parts["tls.enabled"] = is_tls ? "true" : "false";
  url.text = is_tls ? "rediss://" : "redis://";
  if (bit(1) != 0) {
    url.parts["connection.password"] = password().values.at(bit(2));
    if (bit(3) != 0) url.text += url.parts["connection.username"] = documented().at(3).values.at(bit(4));
    url.text += ":" + url.parts["connection.password"] + "@";
  }
  url.text += url.parts["connection.host"] = documented().at(0).values.at(bit(5));
  url.parts["connection.port"] = documented().at(1).values.at(bit(6));
  if (bit(6) != 0) url.text += ":" + url.parts["connection.port"];  // else the registered one
  if (bit(7) != 0)
    url.text += "/" + (url.parts["connection.database"] = documented().at(2).values.at(bit(8)));
  return url;
}

void say(Scenario& scenario, const Statement& statement) {
  constexpr std::array<const char*, 4> kUrls{"SHOP_REDIS_TLS_URL", "SHOP_REDIS_URL", "REDIS_TLS_URL",
                                             "REDIS_URL"};
  if (statement.setting >= documented().size()) {
    std::string name = kUrls.at(statement.name % kUrls.size());
    const Url url = url_of(name, statement.value);
    if (statement.in_file && name.find("TLS") == std::string::npos) name += "_FILE";
    scenario.urls[{statement.source, name}] = url;
    return;
  }
  const Documented& setting = documented().at(statement.setting);
  std::vector<std::string> names = setting.names;
  names.push_back(setting.named);
  std::string name = names.at(statement.name % names.size());
  if (&setting == &password() && statement.in_file && name != "REDIS_AUTH_TOKEN") name += "_FILE";
  scenario.values[{statement.source, name}] = setting.values.at(statement.value % 2);
}

Gen<Statement> any_statement() {
  return gen::build<Statement>(
      gen::set(&Statement::source, gen::inRange<std::size_t>(0, kSources.size())),
      gen::set(&Statement::setting, gen::inRange<std::size_t>(0, documented().size() + 2)),
      gen::set(&Statement::name, gen::inRange<std::size_t>(0, 4)),
      gen::set(&Statement::in_file, gen::arbitrary<bool>()),
      gen::set(&Statement::value, gen::inRange<std::size_t>(0, 512)));
}

Gen<Scenario> any_scenario() {
  // Few statements: with many, the process's own variables answer everything.
  const auto statements =
      gen::scale(0.15, gen::container<std::vector<Statement>>(gen::resize(100, any_statement())));
  const auto in_schema =
      gen::element(InSchema::nothing, InSchema::literal, InSchema::variable, InSchema::variable_or_standard);
  const auto places = gen::container<std::vector<std::string>>(
      2, gen::element<std::string>("provider", "directory", "systemd", "none"));
  return gen::map(gen::tuple(statements, gen::container<std::array<InSchema, 5>>(in_schema), places),
                  [](const auto& dice) {
                    Scenario scenario;
                    for (const Statement& statement : std::get<0>(dice)) say(scenario, statement);
                    scenario.schema = std::get<1>(dice);
                    // The catalogue has no host: then the schema has.
                    if (scenario.schema[0] == InSchema::nothing) scenario.schema[0] = InSchema::literal;
                    scenario.secret_places = {std::get<2>(dice).begin(), std::get<2>(dice).end()};
                    return scenario;
                  });
}

}  // namespace

// Found by its name alone, beside Scenario.
void showValue(const Scenario& scenario, std::ostream& out) {
  constexpr std::array<const char*, 4> kWords{"nothing", "a literal", "a variable",
                                              "a variable or a literal"};
  for (const auto& [where, value] : scenario.values)
    out << place(where.first, where.second) << '=' << value << '\n';
  for (const auto& [where, url] : scenario.urls)
    out << place(where.first, where.second) << '=' << url.text << '\n';
  for (std::size_t index = 0; index < scenario.schema.size(); ++index) {
    const auto kind = static_cast<std::size_t>(scenario.schema.at(index));
    out << documented().at(index).path << " in the schema: " << kWords.at(kind) << '\n';
  }
  for (const std::string& name : scenario.secret_places) out << "secret in " << name << '\n';
}

namespace {

void require_answers(const TestConfig& config, const Expected& expected) {
  for (const Documented& setting : documented()) {
    const auto answer = expected.answers.find(setting.path);
    const std::string origin = config.origin(setting.path.c_str());
    if (answer == expected.answers.end()) {
      RC_ASSERT(origin.empty());
      continue;
    }
    RC_ASSERT(std::pair(origin, value_of(config, setting.path)) ==
              std::pair(answer->second.origin, answer->second.value));
  }
}

TEST_CASE("the documented order of sources holds for every set of them", "[precedence]") {
  const bool holds = holds_for_all("load() answers as the table says", [] {
    const Scenario scenario = *any_scenario();
    const Expected expected = expect(scenario);
    RC_CLASSIFY(expected.problems.empty());
    try {
      World world(scenario);
      const TestConfig config = world.load();
      RC_ASSERT(expected.problems == std::multiset<std::string>{});
      require_answers(config, expected);
    } catch (const ConfigurationError& error) {
      std::multiset<std::string> problems;
      for (const Problem& problem : error.problems()) problems.insert(problem.where);
      RC_ASSERT(problems == expected.problems);
    }
  });
  CHECK(holds);
}

}  // namespace
}  // namespace redisconf::test
