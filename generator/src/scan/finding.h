// What a scan finds: hand-written Redis settings, where they stand and what they say.
//
// No text of these types is a secret: readers put *** where one stood, and "(computed)" or
// "(unreadable)" where they can't tell what a text is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler::scan {

inline constexpr std::string_view kMasked = "***";
inline constexpr std::string_view kComputed = "(computed)";
inline constexpr std::string_view kUnreadable = "(unreadable)";
inline constexpr std::string_view kNone = "none";  // infinite, or switched off

// Lines and columns count from 1; columns are code points, as editors count them.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  friend bool operator==(const Place&, const Place&) = default;
  friend auto operator<=>(const Place&, const Place&) = default;  // NOLINT(modernize-use-nullptr): its own 0
};

enum class ValueSource : std::uint8_t { literal, variable, computed };

struct Value {
  ValueSource source = ValueSource::computed;
  std::string text;                     // of literals, as the schema would write it
  std::string variable;                 // the environment variable that is read
  std::optional<std::string> fallback;  // of variables: what an unset one means
  bool secret = false;                  // a secret stands in the file, as literal or as fallback
};

struct Finding {
  std::string setting;   // "connection.host"; a name of that style where the catalogue has none
  std::string spelling;  // as the file calls it: "socket_timeout"
  Value value;
  Place place;
};

enum class SiteKind : std::uint8_t {
  construction,  // a client, pool or queue is made here
  section,       // an object or a group of keys that is named after Redis
  file,          // all else of one file: variables that it reads or sets, loose URLs
};

// One hand-written configuration.
struct Site {
  SiteKind kind = SiteKind::file;
  std::string file;  // relative to the folder that was scanned
  std::string what;  // "redis.Redis(...)"
  Place place;
  bool connects = false;  // opens a connection: a host and timeouts belong here
  bool opaque = false;    // takes settings from elsewhere: what is missing here may stand there
  std::vector<Finding> findings;
  std::vector<std::string> unknown;  // names of arguments that no setting stands for
};

// Files that were not read, by reason.
struct Skipped {
  std::size_t too_large = 0;
  std::size_t binary = 0;
  std::size_t minified = 0;
  std::size_t unreadable = 0;
};

struct Inventory {
  std::vector<Site> sites;  // by file, then by place
  std::size_t files = 0;    // read
  Skipped skipped;
};

}  // namespace redisconf::compiler::scan
