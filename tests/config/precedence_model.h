// The table of docs/precedence.md, written down a second time: what load() must answer where several
// sources speak about a setting at once.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace redisconf::test {

// Strongest first; a name as in origins and problems.
inline constexpr std::array<const char*, 3> kSources{"", ".env.development", ".env"};
inline constexpr const char* kSecret = "shop-token";
inline constexpr const char* kSchemaOrigin = "schema/redis.yaml environments.development";

// One setting: its names in one source, strongest first, and two values that it may have.
struct Documented {
  std::string path;
  std::vector<std::string> names;
  std::string named;  // what the schema may name
  std::array<std::string, 2> values;
  std::string standard;  // the catalogue's
};

// The password, a secret, is the last.
[[nodiscard]] const std::array<Documented, 6>& documented();

// What a URL says, by path.
using Parts = std::map<std::string, std::string>;

struct Url {
  std::string text;
  Parts parts;
};

enum class InSchema { nothing, literal, variable, variable_or_standard };

// Who sets what. A later statement about the same name replaces an earlier one.
struct Scenario {
  using Place = std::pair<std::size_t, std::string>;  // source and name
  std::map<Place, std::string> values;
  std::map<Place, Url> urls;
  std::array<InSchema, 5> schema{};     // of all but the password, which is a secret there
  std::set<std::string> secret_places;  // "provider", "directory", "systemd"
};

// The name, and the .env file that it stands in.
[[nodiscard]] std::string place(std::size_t source, const std::string& name);

struct Answer {
  std::string value;
  std::string origin;
};

struct Expected {
  std::map<std::string, Answer> answers;  // by path; none: unset
  std::multiset<std::string> problems;    // where they are
};

[[nodiscard]] Expected expect(const Scenario& scenario);

}  // namespace redisconf::test
