#include "diagnostics/formats.h"

#include <algorithm>

#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

constexpr std::size_t kMaxLine = 160;        // bytes of a source line that are shown
constexpr std::size_t kBeforeCaret = 60;     // of those, before the caret when the line is longer
constexpr std::size_t kNear = 2 * kMaxLine;  // no byte of a line is shown that is further from the caret
constexpr std::size_t kMaxContexts = 4;

struct Palette {
  std::string_view strong;
  std::string_view error;
  std::string_view warning;
  std::string_view caret;
  std::string_view plain;
};

constexpr Palette kColours{"\x1b[1m", "\x1b[1;31m", "\x1b[1;35m", "\x1b[1;32m", "\x1b[0m"};
constexpr Palette kNoColours{};

struct Snippet {
  std::string line;
  std::string caret;
};

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The part of a line to show; cuts never split a character.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

Window window_of(std::string_view line, std::size_t caret) {
  Window window{0, line.size()};
  if (line.size() <= kMaxLine) return window;
  window.begin = caret > kBeforeCaret ? caret - kBeforeCaret : 0;
  window.end = std::min(line.size(), window.begin + kMaxLine);
  while (window.begin > 0 && is_continuation(line[window.begin])) --window.begin;
  while (window.end < line.size() && is_continuation(line[window.end])) ++window.end;
  return window;
}

std::string blank_like(std::string_view shown) {
  std::string blank;
  for (const char c : shown) {
    if (!is_continuation(c)) blank += c == '\t' ? '\t' : ' ';
  }
  return blank;
}

// A line with its veiled parts shown as ***; empty when a whole-line veil touches it. `veils` are in
// order.
class VeiledLine {
 public:
  VeiledLine(const SourceFile& file, const std::vector<Veil>& veils, std::size_t offset)
      : start_(file.line_start(offset)), line_(file.line_at(offset)) {
    for (const Veil& veil : veils) {
      if (veil.begin >= start_ + line_.size() || veil.end <= start_) continue;
      hidden_ = hidden_ || veil.whole_line;
      const bool near = veil.end + kNear > offset && veil.begin < offset + kNear;
      if (near) touching_.push_back(veil);
    }
  }

  [[nodiscard]] bool hidden() const noexcept { return hidden_; }
  [[nodiscard]] std::string_view line() const noexcept { return line_; }

  // The bytes [from, to) of the line, for the screen.
  [[nodiscard]] std::string show(std::size_t from, std::size_t to) const {
    std::string shown;
    std::size_t at = from;
    for (const Veil& veil : touching_) {
      const std::size_t begin = std::max(veil.begin, start_) - start_;
      const std::size_t end = std::min(veil.end - start_, line_.size());
      if (end <= at || begin >= to) continue;
      if (begin > at) shown += printable(line_.substr(at, begin - at));
      shown += "***";
      at = std::max(at, end);
    }
    if (at < to) shown += printable(line_.substr(at, to - at));
    return shown;
  }

 private:
  std::size_t start_;
  std::string_view line_;
  std::vector<Veil> touching_;
  bool hidden_ = false;
};

Snippet snippet_of(const Diagnostic& diagnostic, const VeiledLine& veiled) {
  const std::string_view line = veiled.line();
  const std::size_t caret =
      std::min(diagnostic.offset - diagnostic.file->line_start(diagnostic.offset), line.size());
  const Window window = window_of(line, caret);
  const std::string before = veiled.show(window.begin, caret);
  const std::size_t length = std::min(diagnostic.length, window.end - std::min(caret, window.end));
  const std::size_t width = count_code_points(veiled.show(caret, caret + length));
  Snippet snippet;
  const std::string_view gap = window.begin > 0 ? "..." : "";
  snippet.line = std::string(gap) + veiled.show(window.begin, window.end);
  if (window.end < line.size()) snippet.line += "...";
  snippet.caret = blank_like(gap) + blank_like(before) + '^';
  if (width > 1) snippet.caret.append(width - 1, '~');
  return snippet;
}

void append_source(std::string& text, const Diagnostic& diagnostic, const std::vector<Veil>& veils,
                   std::size_t line_number, const Palette& palette) {
  const VeiledLine veiled(*diagnostic.file, veils, diagnostic.offset);
  const std::string number = std::to_string(line_number);
  const std::string margin(std::max<std::size_t>(number.size(), 5), ' ');
  if (veiled.hidden()) {
    text += margin + " | (this line is not shown: it may hold a secret)\n";
    return;
  }
  const Snippet snippet = snippet_of(diagnostic, veiled);
  text.append(margin.size() - number.size(), ' ');
  text += number + " | " + snippet.line + '\n' + margin + " | ";
  text += palette.caret;
  text += snippet.caret;
  text += palette.plain;
  text += '\n';
}

void append_contexts(std::string& text, const std::vector<std::string>& contexts) {
  if (contexts.empty()) return;
  text += "  in: ";
  for (std::size_t index = 0; index < std::min(contexts.size(), kMaxContexts); ++index) {
    if (index > 0) text += ", ";
    text += contexts[index];
  }
  if (contexts.size() > kMaxContexts) {
    text += " and " + std::to_string(contexts.size() - kMaxContexts) + " more";
  }
  text += '\n';
}

void append_related(std::string& text, const std::vector<Related>& places) {
  for (const Related& related : places) {
    const Location location = related.file->locate(related.offset);
    text += "  see: " + related.file->path() + ':' + std::to_string(location.line) + ':' +
            std::to_string(location.column) + ": " + related.message + '\n';
  }
}

void append_diagnostic(std::string& text, const Diagnostic& diagnostic, const std::vector<Veil>& veils,
                       const Palette& palette) {
  text += palette.strong;
  text += diagnostic.path;
  Location location;
  if (diagnostic.file != nullptr) {
    location = diagnostic.file->locate(diagnostic.offset);
    text += ':' + std::to_string(location.line) + ':' + std::to_string(location.column);
  }
  text += ": ";
  text += diagnostic.severity == Severity::error ? palette.error : palette.warning;
  text += severity_name(diagnostic.severity);
  text += ':';
  text += palette.plain;
  text += ' ' + diagnostic.message;
  if (diagnostic.severity == Severity::warning) text += " [" + diagnostic.id + ']';  // to silence it by
  text += '\n';
  if (diagnostic.file != nullptr) append_source(text, diagnostic, veils, location.line, palette);
  append_contexts(text, diagnostic.contexts);
  append_related(text, diagnostic.related);
  if (!diagnostic.rule.empty()) text += "  rule: " + diagnostic.rule + '\n';
  if (!diagnostic.fix.empty()) text += "  fix: " + diagnostic.fix + '\n';
}

}  // namespace

std::string format_diagnostics(const Diagnostics& diagnostics, bool colour) {
  std::string text;
  const SourceFile* file = nullptr;
  std::vector<Veil> veils;  // of that file
  for (const Diagnostic* const diagnostic : diagnostics.sorted()) {
    if (diagnostic->file != nullptr && diagnostic->file != file) {
      file = diagnostic->file;
      veils = diagnostics.veils(*file);
      std::ranges::sort(veils, {}, &Veil::begin);
    }
    append_diagnostic(text, *diagnostic, veils, colour ? kColours : kNoColours);
  }
  return text;
}

}  // namespace redisconf::compiler
