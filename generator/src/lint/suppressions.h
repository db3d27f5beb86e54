// Comments that silence findings: `# redisconf-lint: ignore RULE, RULE   why, freely`.
//
// A comment beside something counts for its line, one that stands alone for the next line that
// holds more than a comment. What looks like one inside a text is none.
//
// Ownership: refers to the project's files. Thread-safety: none.
#pragma once

#include <string>
#include <vector>

#include "lint/findings.h"

namespace redisconf::compiler {

class Suppressions {
 public:
  explicit Suppressions(const LintInput& input);

  // True when a comment silences this finding.
  [[nodiscard]] bool silence(const Diagnostic& diagnostic);

  // What is wrong with the comments themselves, after all findings were asked for.
  void review(Findings& findings) const;

 private:
  struct Suppression {
    Spot spot;         // the rule's name
    std::string rule;  // empty: the comment can't be read
    std::size_t line = 0;
    bool used = false;
  };

  void read(const SourceFile& file, const Node& root);
  void read_comment(const SourceFile& file, std::size_t begin, std::size_t end, std::size_t line);

  std::vector<Suppression> all_;
};

}  // namespace redisconf::compiler
