// All that is wrong with a run, collected first and reported together.
//
// What may be secret is never shown: readers say which bytes of a file those are (hide, mask),
// and no message holds a value.
//
// Ownership:     refers to source files, which must outlive it.
// Thread-safety: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "text/source_file.h"
#include "yaml/node.h"

namespace redisconf::compiler {

enum class Severity : std::uint8_t { error, warning };

[[nodiscard]] std::string_view severity_name(Severity severity) noexcept;  // "error"

// Another place that a diagnostic is about: what a value clashes with, where a rule stands.
struct Related {
  const SourceFile* file = nullptr;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string message;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string id = "schema";         // which kind of fault, for programs: "unknown-key"
  const SourceFile* file = nullptr;  // none: `path` says which file, and there is no line to show
  std::string path;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string message;
  std::string rule;
  std::string fix;
  bool unreadable = false;  // the file itself could not be read
  std::vector<Related> related;
  std::vector<std::string> contexts;  // "auth.production": where a rule between settings is broken
};

// Bytes of a file.
struct ByteRange {
  std::size_t offset = 0;
  std::size_t length = 0;
};

// Bytes of a file that may be secret.
struct Veil {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool whole_line = false;  // show nothing of the lines that it touches
};

class Diagnostics {
 public:
  // Of one file so many are kept; the rest is counted ("and 812 more faults").
  static constexpr std::size_t kMaxInFile = 100;

  void add(Diagnostic diagnostic);

  void add_at(const SourceFile& file, ByteRange range, std::string message, std::string rule, std::string fix,
              std::string_view id = "schema");
  void add(const SourceFile& file, const Node& node, std::string message, std::string rule, std::string fix,
           std::string_view id = "schema");

  // The same finding in several contexts is one diagnostic.
  void add_in_context(Diagnostic diagnostic, std::string context);

  // Whether the file has as many as are kept. Then leave_out() spares the work of describing one more.
  [[nodiscard]] bool full(const SourceFile& file) const;
  void leave_out(const SourceFile& file, std::size_t count = 1);

  // All that another one holds, behind what is here.
  void append(Diagnostics other);

  void hide(const SourceFile& file, const Node& node);  // a secret: its lines are not shown
  void mask(const SourceFile& file, const Node& node);  // perhaps a secret: shown as ***
  void hide_all(const SourceFile& file);

  [[nodiscard]] bool empty() const noexcept { return diagnostics_.empty(); }
  [[nodiscard]] bool has_errors() const noexcept;
  [[nodiscard]] bool concerns(const SourceFile& file) const { return concerned_.contains(&file); }
  [[nodiscard]] bool all_unreadable() const;

  // By file, then by position.
  [[nodiscard]] std::vector<const Diagnostic*> sorted() const;
  [[nodiscard]] const std::vector<Veil>& veils(const SourceFile& file) const;

 private:
  void add_in_contexts(Diagnostic diagnostic, std::vector<std::string> contexts);

  struct FileCount {
    std::size_t kept = 0;
    std::size_t left_out = 0;
    std::size_t notice = 0;  // position of the diagnostic that tells how many were left out
  };

  std::vector<Diagnostic> diagnostics_;
  std::unordered_map<const SourceFile*, FileCount> counts_;
  std::unordered_set<const SourceFile*> concerned_;
  std::unordered_map<std::string, std::size_t> in_context_;
  std::unordered_map<const SourceFile*, std::vector<Veil>> veils_;
};

}  // namespace redisconf::compiler
