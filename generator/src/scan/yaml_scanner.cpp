#include <algorithm>
#include <string>

#include "scan/characters.h"
#include "scan/config_scanner.h"
#include "scan/config_text.h"
#include "scan/redis_url.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
constexpr std::size_t kMaxDepth = 64;

// Where "key: value" is divided; npos when the line is no such pair.
std::size_t find_colon(std::string_view text) noexcept {
  const bool quoted = text.starts_with('"') || text.starts_with('\'');
  const std::size_t from = quoted ? text.find(text.front(), 1) : 0;
  if (from == kNowhere) return kNowhere;
  for (std::size_t colon = text.find(':', from); colon != kNowhere; colon = text.find(':', colon + 1)) {
    if (colon + 1 == text.size() || is_blank(text[colon + 1])) return colon;
    if (quoted) return kNowhere;
  }
  return kNowhere;
}

bool is_redis_port(std::string_view port) noexcept {
  return port == "6379" || port == "6380" || port == "6378" || port == "26379";
}

class YamlScanner {
 public:
  YamlScanner(std::string_view text, std::string_view stem) : sites_(text) {
    if (is_redis_name(stem)) root_ = "redis";
  }

  std::vector<Site> run(const std::vector<Piece>& lines) {
    for (const Piece& line : lines) take_line(line);
    return sites_.finish();
  }

 private:
  struct Level {
    std::size_t indent = 0;
    std::string_view key;
  };

  void take_line(Piece line) {
    const std::size_t indent = line.text.find_first_not_of(' ');
    if (indent == kNowhere || line.text[indent] == '#' || line.text[indent] == '%') return;
    Piece content = trimmed(line.from(indent));
    if (content.text.empty()) return;
    if (content.text.starts_with("---")) {
      levels_.clear();
      return;
    }
    std::size_t column = indent;
    bool item = false;
    while (content.text == "-" || content.text.starts_with("- ")) {
      const Piece rest = trimmed(content.from(1));
      column += rest.offset - content.offset;
      content = rest;
      item = true;
      if (content.text.empty()) break;
    }
    take_content(content, column, item);
  }

  void take_content(Piece content, std::size_t column, bool item) {
    add_password_option(sites_, content);
    take_separate_password(content, item);
    while (!levels_.empty() && levels_.back().indent >= column) levels_.pop_back();
    if (item) name_ = {};
    const std::size_t colon = find_colon(content.text);
    if (colon == kNowhere) return take_scalar(content);
    const std::string_view key = without_quotes(content.first(colon)).text;
    const Piece value = without_comment(content.from(colon + 1));
    take_pair(key, value, column);
    if (levels_.size() < kMaxDepth) levels_.push_back({column, key});
  }

  // - --requirepass
  // - password
  void take_separate_password(Piece content, bool item) {
    if (item && password_follows_) {
      const RawValue raw = config_value(content);
      sites_.add(FileSites::kLoose, "requirepass",
                 settings_of({"connection.password", ValueForm::secret}, TimeUnit::unknown, raw), raw.offset);
    }
    password_follows_ = item && without_quotes(content).text == "--requirepass";
  }

  void take_pair(std::string_view key, Piece value, std::size_t column) {
    if (key == "name") {  // of Kubernetes' {name, value}
      name_ = without_quotes(value).text;
      name_column_ = column;
      return;
    }
    const bool of_name = !name_.empty() && name_column_ == column && is_redis_name(name_);
    if (of_name && key == "value") return add_variable(sites_, name_, value);
    if (of_name && key == "valueFrom") {
      RawValue elsewhere;
      elsewhere.offset = value.offset;
      sites_.add(FileSites::kLoose, name_, settings_of_variable(name_, TimeUnit::unknown, elsewhere),
                 value.offset);
      return;
    }
    if (value.text.starts_with('{') && !value.text.starts_with("{{"))
      return take_flow_map(key, value, column);
    take_value(key, value);
  }

  void take_value(std::string_view key, Piece value) {
    if (value.text.empty() || value.text == "|" || value.text == ">") return;
    std::vector<std::string_view> path = path_to(key);
    const bool environment = !levels_.empty() && is_environment(levels_.back().key);
    if (environment || (levels_.empty() && root_.empty())) {
      if (is_name(key)) return add_variable(sites_, key, value);
    }
    if (!add_path(sites_, path, value)) add_mentions(sites_, value);
  }

  // {host: a, port: 6379}, without maps in it.
  void take_flow_map(std::string_view key, Piece value, std::size_t column) {
    levels_.push_back({column, key});
    Piece rest = value.from(1);
    rest = rest.first(std::min(rest.text.find('}'), rest.text.size()));
    while (!rest.text.empty()) {
      const std::size_t end = std::min(rest.text.find(','), rest.text.size());
      const Piece pair = trimmed(rest.first(end));
      const std::size_t colon = find_colon(pair.text);
      if (colon != kNowhere)
        take_value(without_quotes(pair.first(colon)).text, trimmed(pair.from(colon + 1)));
      rest = rest.from(end + 1);
    }
    levels_.pop_back();
  }

  // An item of a list, or a line of a block of text.
  void take_scalar(Piece content) {
    const Piece text = without_quotes(without_comment(content));
    const std::string_view parent = levels_.empty() ? std::string_view{} : levels_.back().key;
    if (parent == "ports") return take_port(text);
    const std::size_t equals = text.text.find('=');
    if (equals != kNowhere && is_name(text.text.substr(0, equals))) {
      return add_variable(sites_, text.text.substr(0, equals), text.from(equals + 1));
    }
    if (is_environment(parent) && is_name(text.text) && is_redis_name(text.text)) {  // handed through
      RawValue raw;
      raw.variable = text.text;
      raw.offset = text.offset;
      sites_.add(FileSites::kLoose, text.text, settings_of_variable(text.text, TimeUnit::unknown, raw),
                 text.offset);
      return;
    }
    add_mentions(sites_, text);
  }

  // "127.0.0.1:6380:6379": the port before the last is the one that others see.
  void take_port(Piece text) {
    const std::size_t colon = text.text.rfind(':');
    const std::string_view inside = text.text.substr(colon == kNowhere ? 0 : colon + 1);
    if (!is_redis_port(inside.substr(0, inside.find('/')))) return;
    Piece outside = colon == kNowhere ? text.first(inside.find('/')) : text.first(colon);
    const std::size_t address = outside.text.find('}') == kNowhere ? outside.text.rfind(':') : kNowhere;
    if (address != kNowhere) outside = outside.from(address + 1);
    const RawValue raw = config_value(outside);
    sites_.add(FileSites::kLoose, "ports",
               settings_of({"connection.port", ValueForm::port}, TimeUnit::unknown, raw), raw.offset);
  }

  static bool is_environment(std::string_view key) noexcept {
    return key == "environment" || key == "env" || key == "data" || key == "stringData" ||
           key == "env_vars" || key == "variables" || key == "args";
  }

  std::vector<std::string_view> path_to(std::string_view key) const {
    std::vector<std::string_view> path;
    if (!root_.empty()) path.push_back(root_);
    for (const Level& level : levels_) split(level.key, path);
    split(key, path);
    return path;
  }

  // Spring reads spring.redis.host: as three keys.
  static void split(std::string_view key, std::vector<std::string_view>& path) {
    while (!key.empty() && path.size() < kMaxDepth * 2) {
      const std::size_t dot = std::min(key.find('.'), key.size());
      if (dot > 0) path.push_back(key.substr(0, dot));
      key.remove_prefix(std::min(dot + 1, key.size()));
    }
  }

  FileSites sites_;
  std::string_view root_;
  std::vector<Level> levels_;
  std::string_view name_;
  std::size_t name_column_ = 0;
  bool password_follows_ = false;
};

}  // namespace

std::vector<Site> scan_yaml(std::string_view text, std::string_view stem) {
  return YamlScanner(text, stem).run(lines_of(text));
}

}  // namespace redisconf::compiler::scan
