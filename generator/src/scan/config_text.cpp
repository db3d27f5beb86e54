#include "scan/config_text.h"

#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/evaluate.h"
#include "scan/loose_text.h"
#include "scan/redis_url.h"

namespace redisconf::compiler::scan {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

// Keys that may stand between "redis" and a setting.
constexpr std::array<std::string_view, 24> kBetween{
    "auth",  "cache",   "client", "cluster", "config", "connection", "default", "development",
    "jedis", "lettuce", "main",   "options", "params", "pool",       "primary", "production",
    "queue", "session", "socket", "staging", "ssl",    "test",       "tls",     "timeouts"};

// ${NAME}, ${NAME:-stand-in}, ${NAME-stand-in}, ${NAME:stand-in} of Spring, $(NAME), $NAME.
struct Reference {
  std::string_view name;
  std::string_view fallback;
  bool has_fallback = false;
  std::size_t size = 0;
};

Reference braced_reference(std::string_view text) {
  const std::size_t end = find_hole_end(text, 2);
  if (end == kNowhere) return {};
  const std::string_view inner = text.substr(2, end - 2);
  std::size_t length = 0;
  while (length < inner.size() &&
         (is_alphanumeric(inner[length]) || inner[length] == '_' || inner[length] == '.')) {
    ++length;
  }
  Reference reference{inner.substr(0, length), {}, false, end + 1};
  std::string_view rest = inner.substr(length);
  const bool required = rest.starts_with('?') || rest.starts_with(":?");
  if (rest.empty() || required) return reference;
  rest.remove_prefix(rest.starts_with(":-") || rest.starts_with(":=") ? 2 : 1);
  reference.fallback = rest;
  reference.has_fallback = !rest.empty();
  return reference;
}

Reference reference_at(std::string_view text) {
  if (text.starts_with("${")) return braced_reference(text);
  const bool parentheses = text.starts_with("$(");
  const std::size_t begin = parentheses ? 2 : 1;
  std::size_t end = begin;
  while (end < text.size() && (is_alphanumeric(text[end]) || text[end] == '_')) ++end;
  if (!text.starts_with('$') || end == begin || is_digit(text[begin])) return {};
  if (parentheses && (end >= text.size() || text[end] != ')')) return {};
  return {text.substr(begin, end - begin), {}, false, end + (parentheses ? 1 : 0)};
}

RawValue of_reference(const Reference& reference, std::size_t offset) {
  RawValue raw;
  raw.offset = offset;
  raw.variable = reference.name;
  raw.fallback = reference.has_fallback;
  if (!raw.fallback) return raw;
  const Piece fallback = without_quotes({reference.fallback, offset});
  raw.kind = RawKind::text;
  raw.text = with_holes(fallback.text);
  return raw;
}

// <%= ENV.fetch("REDIS_URL", "...") %> of Rails.
RawValue of_template(Piece value) {
  const std::size_t end = value.text.find("%>");
  const std::string_view inner = value.text.substr(3, end == kNowhere ? kNowhere : end - 3);
  const SourceCode code(inner, Language::ruby);
  RawValue raw = evaluate(code, {0, code.size()});
  raw.offset = value.offset;
  return raw;
}

TimeUnit unit_of(std::span<const std::string_view> path) {
  return !path.empty() && path.front() == "spring" ? TimeUnit::milliseconds : TimeUnit::unknown;
}

std::optional<NamedSetting> setting_of_path(std::span<const std::string_view> path) {
  if (path.empty()) return std::nullopt;
  if (is_redis_name(path.back())) return setting_of_variable(path.back());
  std::size_t redis = path.size();
  while (redis > 0 && !is_redis_name(path[redis - 1])) --redis;
  if (redis == 0) return std::nullopt;
  const auto between = path.subspan(redis, path.size() - redis - 1);
  const bool ours = std::ranges::all_of(between, [](std::string_view key) {
    return std::ranges::find(kBetween, lower_case(key.substr(0, 32))) != kBetween.end();
  });
  // In a compose file "redis" is a container, and its keys are the container's.
  const bool container = redis >= 2 && path[redis - 2] == "services";
  if (!ours || container) return std::nullopt;
  const std::string_view parent = between.empty() ? std::string_view{} : between.back();
  if (!parent.empty()) {
    const auto joined = setting_of_argument(std::string(parent) + std::string(path.back()));
    if (joined) return joined;
  }
  return setting_of_argument(path.back(), is_tls_name(parent));
}

}  // namespace

Piece trimmed(Piece piece) noexcept {
  const std::string_view text = trimmed(piece.text);
  return {text, piece.offset + static_cast<std::size_t>(text.data() - piece.text.data())};
}

Piece without_quotes(Piece piece) noexcept {
  piece = trimmed(piece);
  const bool quoted = piece.text.size() >= 2 && (piece.text.front() == '"' || piece.text.front() == '\'') &&
                      piece.text.back() == piece.text.front();
  return quoted ? piece.from(1).first(piece.text.size() - 2) : piece;
}

Piece without_comment(Piece value) noexcept {
  value = trimmed(value);
  const char quote = value.text.empty() ? '\0' : value.text.front();
  std::size_t from = 0;
  if (quote == '"' || quote == '\'') {
    from = value.text.find(quote, 1);
    if (from == kNowhere) return value;
  }
  const std::size_t comment = std::min(value.text.find(" #", from), value.text.find("\t#", from));
  if (comment == kNowhere || value.text.find('@', comment) != kNowhere) return value;
  return trimmed(value.first(comment));
}

std::vector<Piece> lines_of(std::string_view text) {
  std::vector<Piece> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back({text.substr(begin, end - begin), begin});
    begin = end + 1;
  }
  return lines;
}

RawValue config_value(Piece value) {
  value = without_quotes(value);
  const Reference reference = reference_at(value.text);
  if (reference.size == value.text.size() && !reference.name.empty())
    return of_reference(reference, value.offset);
  if (value.text.starts_with("<%=")) return of_template(value);
  RawValue raw{RawKind::text, with_holes(value.text.substr(0, 4096)), {}, false, value.offset};
  const bool computed = !raw.text.empty() && raw.text.find_first_not_of(kHole) == kNowhere;
  if (computed) raw.kind = RawKind::computed;
  return raw;
}

void add_variable(FileSites& sites, std::string_view name, Piece value) {
  const RawValue raw = config_value(value);
  std::vector<NamedValue> values = settings_of_variable(name, TimeUnit::unknown, raw);
  if (values.empty()) return add_mentions(sites, value);
  sites.add(FileSites::kLoose, name, std::move(values), raw.offset);
  if (raw.variable.empty()) add_references(sites, value);
}

bool add_path(FileSites& sites, std::span<const std::string_view> path, Piece value) {
  const auto setting = setting_of_path(path);
  if (!setting || value.text.empty()) return false;
  const RawValue raw = config_value(value);
  std::vector<NamedValue> values = settings_of(*setting, unit_of(path), raw);
  if (values.empty()) return false;
  sites.add(FileSites::kLoose, path.back(), std::move(values), raw.offset);
  if (raw.variable.empty()) add_references(sites, value);
  return true;
}

void add_mentions(FileSites& sites, Piece value) {
  const Piece inner = without_quotes(value);
  if (inner.text.find(':') != kNowhere) {
    const RawValue raw = config_value(value);
    const bool url = !raw.variable.empty() && raw.fallback && find_redis_url(raw.text) == 0;
    if (url) {
      sites.add(FileSites::kLoose, raw.variable, settings_of_url(TimeUnit::unknown, raw), raw.offset);
    } else {
      add_addresses(sites, FileSites::kLoose, with_holes(inner.text), inner.offset);
    }
  }
  add_references(sites, inner);
}

void add_references(FileSites& sites, Piece inner) {
  for (std::size_t at = inner.text.find('$'); at != kNowhere; at = inner.text.find('$', at + 1)) {
    const Reference reference = reference_at(inner.text.substr(at));
    if (reference.name.empty() || !is_redis_name(reference.name)) continue;
    const RawValue raw = of_reference(reference, inner.offset + at);
    sites.add(FileSites::kLoose, reference.name, settings_of_variable(reference.name, TimeUnit::unknown, raw),
              raw.offset);
    at += reference.size - 1;
  }
}

void add_password_option(FileSites& sites, Piece line) {
  constexpr std::string_view kSeparators = " \t=,\"'[]";
  const std::size_t client = line.text.find("redis-cli");
  Piece rest = line;
  bool follows = false;
  while (true) {
    const std::size_t begin = rest.text.find_first_not_of(kSeparators);
    if (begin == kNowhere) return;
    rest = rest.from(begin);
    const Piece word = rest.first(rest.text.find_first_of(kSeparators));
    if (follows) {
      const RawValue raw = config_value(word);
      sites.add(FileSites::kLoose, "requirepass",
                settings_of({"connection.password", ValueForm::secret}, TimeUnit::unknown, raw), raw.offset);
    }
    const bool of_client = client != kNowhere && word.offset > line.offset + client;
    follows = word.text == "--requirepass" || (of_client && (word.text == "-a" || word.text == "--pass"));
    rest = rest.from(word.text.size());
  }
}

}  // namespace redisconf::compiler::scan
