#include <algorithm>
#include <string>

#include "scan/characters.h"
#include "scan/config_scanner.h"
#include "scan/config_text.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

// "export NAME=value" -> "NAME=value".
Piece without_command(Piece line) {
  for (const std::string_view command : {"export ", "readonly ", "local ", "declare ", "set "}) {
    if (line.text.starts_with(command)) return trimmed(line.from(command.size()));
  }
  return line;
}

void scan_variable(FileSites& sites, Piece line, Language language) {
  if (language == Language::shell) add_password_option(sites, line);
  const Piece assignment = without_command(line);
  const std::size_t equals = assignment.text.find('=');
  if (equals == kNowhere) return;
  const std::string_view name = trimmed(assignment.text.substr(0, equals));
  if (is_name(name)) add_variable(sites, name, without_comment(assignment.from(equals + 1)));
}

// NAME=value NAME2="other value" of ENV and ARG, or the old NAME value.
void scan_docker_pairs(FileSites& sites, Piece rest) {
  rest = trimmed(rest);
  const std::size_t blank = rest.text.find(' ');
  if (rest.text.find('=') > blank) {
    const Piece value = trimmed(rest.from(std::min(blank, rest.text.size())));
    if (is_name(rest.text.substr(0, blank))) add_variable(sites, rest.text.substr(0, blank), value);
    return;
  }
  while (!rest.text.empty()) {
    const std::size_t equals = rest.text.find('=');
    if (equals == kNowhere) return;
    const Piece value = rest.from(equals + 1);
    const char quote = value.text.empty() ? ' ' : value.text.front();
    const bool quoted = quote == '"' || quote == '\'';
    std::size_t end = quoted ? value.text.find(quote, 1) : value.text.find(' ');
    end = end == kNowhere ? value.text.size() : end + (quoted ? 1 : 0);
    if (is_name(trimmed(rest.text.substr(0, equals)))) {
      add_variable(sites, trimmed(rest.text.substr(0, equals)), value.first(end));
    }
    rest = trimmed(value.from(end));
  }
}

class DockerfileScanner {
 public:
  explicit DockerfileScanner(FileSites& sites) : sites_(sites) {}

  void take(Piece line) {
    const std::string word = lower_case(line.text.substr(0, std::min<std::size_t>(line.text.find(' '), 8)));
    if (!continued_) pairs_ = word == "env" || word == "arg";
    Piece rest = pairs_ && !continued_ ? line.from(4) : line;
    continued_ = line.text.ends_with('\\');
    if (continued_) rest = trimmed(rest.first(rest.text.empty() ? 0 : rest.text.size() - 1));
    if (pairs_) {
      scan_docker_pairs(sites_, rest);
    } else {
      add_password_option(sites_, line);
    }
  }

 private:
  FileSites& sites_;
  bool pairs_ = false;
  bool continued_ = false;
};

// key=value, key: value and key = "value", under the last [section].
class PropertiesScanner {
 public:
  explicit PropertiesScanner(FileSites& sites) : sites_(sites) {}

  void take(Piece line) {
    if (line.text.starts_with('[')) {
      section_ = line.text.substr(1, line.text.find(']') - 1);
      return;
    }
    const std::size_t separator = line.text.find_first_of("=:");
    if (separator == kNowhere) return;
    const std::string_view name = trimmed(line.text.substr(0, separator));
    const Piece value = without_comment(line.from(separator + 1));
    if (!is_name(name) || value.text.empty()) return;
    std::vector<std::string_view> path;
    split(section_, path);
    split(name, path);
    const bool variable = name.find('.') == kNowhere && section_.empty();
    if (variable) return add_variable(sites_, name, value);
    if (!add_path(sites_, path, value)) add_mentions(sites_, value);
  }

 private:
  static void split(std::string_view dotted, std::vector<std::string_view>& path) {
    while (!dotted.empty() && path.size() < 64) {
      const std::size_t dot = std::min(dotted.find('.'), dotted.size());
      if (dot > 0) path.push_back(dotted.substr(0, dot));
      dotted.remove_prefix(std::min(dot + 1, dotted.size()));
    }
  }

  FileSites& sites_;
  std::string_view section_;
};

bool is_comment(std::string_view line, Language language) noexcept {
  if (line.empty() || line.front() == '#') return true;
  return language == Language::properties && (line.front() == ';' || line.front() == '!');
}

}  // namespace

std::vector<Site> scan_assignments(std::string_view text, Language language) {
  FileSites sites(text);
  DockerfileScanner dockerfile(sites);
  PropertiesScanner properties(sites);
  for (const Piece& raw : lines_of(text)) {
    const Piece line = trimmed(raw);
    if (is_comment(line.text, language)) continue;
    if (language == Language::dockerfile) {
      dockerfile.take(line);
    } else if (language == Language::properties) {
      properties.take(line);
    } else {
      scan_variable(sites, line, language);
    }
  }
  return sites.finish();
}

}  // namespace redisconf::compiler::scan
