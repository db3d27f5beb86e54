#include "scan/argument_reader.h"

#include <algorithm>
#include <array>
#include <span>

#include "scan/characters.h"
#include "scan/evaluate.h"

namespace redisconf::compiler::scan {
namespace {

constexpr int kMaxDepth = 16;

// Arguments that bring settings from elsewhere.
constexpr std::array<std::string_view, 9> kBringers{"connectionpool", "pool",   "options", "opts",  "client",
                                                    "connection",     "config", "redis",   "kwargs"};

// What in the arguments of a queue or worker is Redis'.
constexpr std::array<std::string_view, 3> kScopes{"connection", "redis", "redisoptions"};

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, canonical_name(name)) != names.end();
}

// The n-th of "host,port"; empty past the last.
std::string_view nth_name(std::string_view names, std::size_t position) {
  for (; position > 0 && !names.empty(); --position) {
    names.remove_prefix(std::min(names.find(',') + 1, names.size()));
    if (names.find(',') == std::string_view::npos && position > 1) return {};
  }
  return names.substr(0, names.find(','));
}

bool holds_function(const SourceCode& code, Range range) {
  for (std::size_t index = range.begin; index < range.end; ++index) {
    const Token& token = code.at(index);
    const bool arrow = token.is_symbol("=>") && code.language() != Language::ruby;
    if (arrow || token.is_word("function") || token.is_word("lambda") || token.is_word("func")) return true;
    if (code.is_open(index)) index = std::min(code.closing(index), range.end);
  }
  return false;
}

// Forms whose objects hold settings of their own.
bool has_members(ValueForm form) noexcept {
  return form == ValueForm::boolean || form == ValueForm::switch_on || form == ValueForm::addresses;
}

std::string_view without_verb(std::string_view name) noexcept {
  for (const std::string_view verb : {"with", "set", "use"}) {
    if (name.size() > verb.size() && name.starts_with(verb) && is_upper(name[verb.size()])) {
      return name.substr(verb.size());
    }
  }
  return name;
}

}  // namespace

Key key_at(const SourceCode& code, Range range) {
  std::size_t index = range.begin;
  const bool marked = code.at(index).is_symbol(":") || code.at(index).is_symbol(".");  // :host =>, .host =
  if (marked && code.at(index + 1).kind == TokenKind::word) ++index;
  const Token& token = code.at(index);
  if (token.kind != TokenKind::word && token.kind != TokenKind::text) return {};
  std::size_t next = index + 1;
  while (next < range.end && code.at(next).inside_text) ++next;
  const Token& separator = code.at(next);
  const bool separates = separator.is_symbol(":") || separator.is_symbol("=") || separator.is_symbol("=>");
  if (!separates || next + 1 >= range.end) return {};
  const bool function = separator.is_symbol("=>") && code.language() != Language::ruby;
  return function ? Key{} : Key{token.text, next + 1};
}

void ArgumentReader::read(Range arguments, const Construction* rule) {
  read_level(arguments, {{}, 0, rule == nullptr || (rule->traits & kBraces) != 0, rule});
}

void ArgumentReader::read_level(Range range, const Level& level) {
  if (level.depth > kMaxDepth) return;
  std::size_t position = 0;
  for (std::size_t index = range.begin; index < range.end; ++index) {
    const std::size_t begin = index;
    while (index < range.end && !code_.at(index).is_symbol(",") && !code_.at(index).is_symbol(";")) {
      if (code_.is_open(index)) index = std::min(code_.closing(index), range.end - 1);
      ++index;
    }
    if (index > begin) read_segment({begin, std::min(index, range.end)}, level, position);
    ++position;
  }
}

void ArgumentReader::read_segment(Range segment, const Level& level, std::size_t position) {
  if (const Key key = key_at(code_, segment); key.value != 0) {
    const Range value{key.value, segment.end};
    const bool scoped = level.rule != nullptr && (level.rule->traits & kScoped) != 0;
    if (scoped) return read_scope(key.name, value, level.depth);
    return read_pair(key.name, value, level.parent, level.depth);
  }
  const Token& first = code_.at(segment.begin);
  const bool shorthand = level.braces && segment.size() == 1 && first.kind == TokenKind::word &&
                         code_.language() == Language::javascript;
  if (shorthand && setting_of_argument(first.text, is_tls_name(level.parent))) {
    return read_pair(first.text, segment, level.parent, level.depth);
  }
  read_positional(segment, level, position);
}

void ArgumentReader::read_pair(std::string_view key, Range value, std::string_view parent, int depth) {
  const auto setting = setting_of_argument(key, is_tls_name(parent));
  if (!setting) return read_unknown(key, value, depth);
  const bool function = holds_function(code_, value);
  // A switch that is given an object is on; the object's members follow.
  if (!add(*setting, key, value) && !function) read_brackets(value, {key, depth, true, nullptr});
  if (has_members(setting->form) && !function) read_brackets(value, {key, depth, true, nullptr});
}

void ArgumentReader::read_unknown(std::string_view key, Range value, int depth) {
  if (is_secret_name(key) && add({"connection.password", ValueForm::secret}, key, value)) return;
  const bool function = holds_function(code_, value);
  const RawValue raw = function ? RawValue{} : evaluate(code_, value);
  if (raw.kind == RawKind::object) return read_brackets(value, {key, depth, true, nullptr});
  const bool computed = raw.kind == RawKind::computed && raw.variable.empty();
  if (computed && !function && is_among(key, kBringers)) sites_.set_opaque(site_);
  // A value that is a Redis URL or reads a variable of Redis is one, whatever the key.
  const bool redis = !raw.variable.empty() && is_redis_name(raw.variable);
  if (redis && setting_of_variable(raw.variable)) {
    add(*setting_of_variable(raw.variable), key, value);
  } else if (raw.kind != RawKind::text || !add({"connection.url", ValueForm::url}, key, value)) {
    sites_.add_unknown(site_, key);
  }
  if (computed && !function) read_brackets(value, {key, depth, true, nullptr});
}

void ArgumentReader::read_scope(std::string_view key, Range value, int depth) {
  if (!is_among(key, kScopes)) return;
  scopes_.push_back(value);
  const RawValue raw = evaluate(code_, value);
  if (raw.kind == RawKind::object || raw.kind == RawKind::computed) {
    sites_.set_opaque(site_);
    return read_brackets(value, {key, depth, true, nullptr});
  }
  add({"connection.url", ValueForm::url}, key, value);
}

void ArgumentReader::read_positional(Range segment, const Level& level, std::size_t position) {
  const Token& first = code_.at(segment.begin);
  const RawValue raw = holds_function(code_, segment) ? RawValue{} : evaluate(code_, segment);
  const bool spread = first.is_symbol("*") || first.is_symbol(".") || first.is_symbol("&");
  if (spread && raw.kind != RawKind::object) return sites_.set_opaque(site_);  // **settings, &settings
  if (level.depth > 0 || level.rule == nullptr) return read_brackets(segment, level);
  std::string_view name = nth_name(level.rule->positional, position);
  if (name == "-") return;
  if (name == "port" && raw.kind == RawKind::text && !is_digit(raw.text.empty() ? ' ' : raw.text[0])) {
    name = "host";  // new Redis("host") as well as new Redis(6379, "host")
  }
  const auto setting = setting_of_argument(name);
  const bool options =
      raw.kind == RawKind::object && raw.variable.empty() &&
      (first.is_symbol("{") || first.is_symbol("&") || !setting || has_members(setting->form));
  if (options) return read_brackets(segment, level);
  if (setting && add(*setting, name, segment)) return;
  const bool scoped = (level.rule->traits & kScoped) != 0;
  if (!scoped && raw.kind == RawKind::computed) sites_.set_opaque(site_);
}

// The levels within a value; they have the parent and the rule of `around`.
void ArgumentReader::read_brackets(Range value, const Level& around) {
  for (std::size_t index = value.begin; index < value.end; ++index) {
    if (!code_.is_open(index) || code_.at(index).inside_text) continue;
    const std::size_t close = std::min(code_.closing(index), value.end);
    const bool scoped = around.rule != nullptr && (around.rule->traits & kScoped) != 0;
    read_level({index + 1, close}, {around.parent, around.depth + 1, code_.at(index).is_symbol("{"),
                                    scoped ? around.rule : nullptr});
    index = close;
  }
}

std::size_t ArgumentReader::read_chain(std::size_t index) {
  while (code_.at(index).is_symbol(".") && code_.at(index + 1).kind == TokenKind::word &&
         code_.at(index + 2).is_symbol("(") && code_.closing(index + 2) < code_.size()) {
    const std::string_view name = without_verb(code_.at(index + 1).text);
    const Range arguments{index + 3, code_.closing(index + 2)};
    const auto setting = setting_of_argument(name);
    if (setting && arguments.size() > 0) add(*setting, name, arguments);
    index = arguments.end + 1;
  }
  return index;
}

bool ArgumentReader::add(const NamedSetting& setting, std::string_view spelling, Range value) {
  RawValue raw = evaluate(code_, value);
  if (setting.form == ValueForm::addresses && raw.kind == RawKind::object) take_list(value, raw);
  std::vector<NamedValue> values = settings_of(setting, code_.time_unit(), raw);
  if (values.empty()) return false;
  sites_.add(site_, spelling, std::move(values), raw.offset);
  if (raw.kind == RawKind::text && raw.variable.empty()) add_inner_reads(value);
  return true;
}

// []string{"a:1", "b:2"} as "a:1,b:2", when there is nothing else in it.
void ArgumentReader::take_list(Range value, RawValue& raw) const {
  std::string list;
  for (std::size_t index = value.begin; index < value.end; ++index) {
    const Token& token = code_.at(index);
    if (token.is_symbol("(") || token.kind == TokenKind::number ||
        key_at(code_, {index, value.end}).value != 0)
      return;
    if (token.kind != TokenKind::text) continue;
    list += list.empty() ? "" : ",";
    list += code_.text_with_holes(index);
  }
  if (list.empty()) return;
  raw.kind = RawKind::text;
  raw.text = std::move(list);
}

// `redis://${process.env.REDIS_HOST || "localhost"}`, "redis://" + getenv("REDIS_HOST"): the variables
// of which a text is made.
void ArgumentReader::add_inner_reads(Range value) {
  for (std::size_t index = value.begin; index < value.end; ++index) {
    const auto read = environment_read(code_, index);
    if (!read) continue;
    sites_.add(site_, read->value.variable,
               settings_of_variable(read->value.variable, code_.time_unit(), read->value),
               read->value.offset);
    index = std::max(index + 1, read->end) - 1;
  }
}

}  // namespace redisconf::compiler::scan
