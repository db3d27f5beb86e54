// Collects the configurations of one file while it is read.
//
// Ownership:     points into the text, which must outlive it.
// Thread-safety: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scan/finding.h"
#include "scan/values.h"

namespace redisconf::compiler::scan {

class FileSites {
 public:
  explicit FileSites(std::string_view text) : text_(text) {}

  // What belongs to no construction and to no section goes to this one.
  static constexpr std::size_t kLoose = 0;

  // A new site; returns its number.
  std::size_t open(SiteKind kind, std::string what, std::size_t offset);

  void add(std::size_t site, std::string_view spelling, std::vector<NamedValue> values, std::size_t offset);
  void add_unknown(std::size_t site, std::string_view name);

  [[nodiscard]] std::size_t count(std::size_t site) const { return drafts_[site].offsets.size(); }
  void set_connects(std::size_t site) { drafts_[site].site.connects = true; }
  void set_opaque(std::size_t site) { drafts_[site].site.opaque = true; }
  // Forgets the site unless it has findings: its name alone does not make it Redis'.
  void set_needs_findings(std::size_t site) { drafts_[site].needs_findings = true; }

  // The sites by place. Loose findings that a construction uses are that construction's.
  [[nodiscard]] std::vector<Site> finish();

 private:
  struct Draft {
    Site site;
    std::size_t offset = 0;
    std::vector<std::size_t> offsets;  // of the findings
    bool needs_findings = false;
  };

  void drop_loose_repetitions();
  void locate();

  std::string_view text_;
  std::vector<Draft> drafts_{Draft{Site{}, 0, {}, true}};
};

}  // namespace redisconf::compiler::scan
