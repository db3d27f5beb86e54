// Reads the settings of one configuration from its arguments: named ones at any depth of braces,
// positional ones by the rule of the construction, and the calls chained to it.
//
// Ownership:     refers to what it is given, which must outlive it.
// Thread-safety: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scan/constructions.h"
#include "scan/file_sites.h"
#include "scan/source_code.h"

namespace redisconf::compiler::scan {

class ArgumentReader {
 public:
  ArgumentReader(const SourceCode& code, FileSites& sites, std::size_t site)
      : code_(code), sites_(sites), site_(site) {}

  // The arguments of a construction, or the keys of an object (no rule).
  void read(Range arguments, const Construction* rule);

  // One `key: value`. `parent` is the key of the object around it.
  void read_pair(std::string_view key, Range value, std::string_view parent, int depth);

  // .withHost("...").setPort(...): returns the first token after the chain.
  std::size_t read_chain(std::size_t index);

  // The values of `connection` and `redis` that were read from a construction that has more.
  [[nodiscard]] const std::vector<Range>& scopes() const noexcept { return scopes_; }

 private:
  struct Level {
    std::string_view parent;
    int depth = 0;
    bool braces = false;
    const Construction* rule = nullptr;
  };

  void read_level(Range range, const Level& level);
  void read_segment(Range segment, const Level& level, std::size_t position);
  void read_positional(Range segment, const Level& level, std::size_t position);
  void read_brackets(Range value, const Level& around);
  void read_unknown(std::string_view key, Range value, int depth);
  void read_scope(std::string_view key, Range value, int depth);
  bool add(const NamedSetting& setting, std::string_view spelling, Range value);
  void take_list(Range value, RawValue& raw) const;
  void add_inner_reads(Range value);

  const SourceCode& code_;
  FileSites& sites_;
  std::size_t site_;
  std::vector<Range> scopes_;
};

// The key of `key: value`, `key = value` or `key => value` at the front of the range, and where its
// value begins; 0 when there is none.
struct Key {
  std::string_view name;
  std::size_t value = 0;
};
[[nodiscard]] Key key_at(const SourceCode& code, Range range);

}  // namespace redisconf::compiler::scan
