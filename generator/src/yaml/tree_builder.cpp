#include "yaml/tree_builder.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "text/utf8.h"
#include "yaml/reader.h"
#include "yaml/scalar_extent.h"

namespace redisconf::compiler {
namespace {

bool is_block(char first) { return first == '|' || first == '>'; }
bool is_quote(char first) { return first == '"' || first == '\''; }

bool is_quoted(std::string_view source) {
  return !source.empty() && (is_quote(source.front()) || is_block(source.front()));
}

// Where a quoted scalar ends, or its first line.
std::size_t quoted_end(std::string_view source) {
  const char quote = source.front();
  for (std::size_t at = 1; at < source.size(); ++at) {
    if (source[at] == '\n') return at;
    if (quote == '"' && source[at] == '\\') {
      if (at + 1 < source.size() && source[at + 1] != '\n') ++at;
    } else if (source[at] == quote) {
      if (quote == '"' || at + 1 == source.size() || source[at + 1] != quote) return at + 1;
      ++at;
    }
  }
  return source.size();
}

// Bytes of a scalar on its first line, quotes included. Looks no further than the scalar goes: a
// whole file may be one line.
std::size_t scalar_length(std::string_view source, std::size_t value_size) {
  if (source.empty() || is_block(source.front())) return std::min<std::size_t>(source.size(), 1);
  std::size_t end = 0;
  if (is_quote(source.front())) {
    end = quoted_end(source);
  } else {
    end = std::min(value_size, source.size());
    end = std::min(source.substr(0, end).find('\n'), end);
  }
  const bool before_line_end = end > 0 && end < source.size() && source[end] == '\n';
  return before_line_end && source[end - 1] == '\r' ? end - 1 : end;
}

// Whether a scalar ends on its first line.
bool is_exact(std::string_view source, std::string_view value) {
  const char first = source.empty() ? '|' : source.front();
  if (first == '"' || first == '\'') return source.size() > 1 && source.back() == first;
  return source == value;
}

std::string_view describe(TextFault fault) {
  switch (fault) {
    case TextFault::bad_utf8:
      return "this text is not UTF-8";
    case TextFault::bidi_control:
      return "this text holds a bidirectional control character";
    default:
      return "this text holds a control character";
  }
}

}  // namespace

std::size_t TreeBuilder::offset_of(const YAML::Mark& mark) const noexcept {
  const auto position = mark.pos < 0 ? std::size_t{0} : static_cast<std::size_t>(mark.pos);
  return std::min(position, file_.text().size());
}

void TreeBuilder::refuse(std::size_t offset, std::size_t length, std::string message, std::string fix) {
  diagnostics_.add_at(file_, {offset, length}, std::move(message), {}, std::move(fix), "yaml");
}

void TreeBuilder::refuse_anchor(YAML::anchor_t anchor, std::size_t offset) {
  if (anchor == 0) return;
  refuse(offset, 1, "anchors are not part of the schema language",
         "remove the anchor; what environments share belongs in `defaults` or `extends`");
}

void TreeBuilder::refuse_tag(const std::string& tag, std::size_t offset) {
  const bool by_source = tag == "!" && offset < file_.text().size() && file_.text()[offset] == '!';
  if (tag.empty() || tag == "?" || (tag == "!" && !by_source)) return;
  refuse(offset, 1, "tags are not part of the schema language", "remove the tag; the setting knows its type");
}

// The library takes the end of the file for the missing quote.
void TreeBuilder::refuse_open_quote(const Node& node) {
  const std::string_view text = file_.text();
  const bool quoted = node.offset < text.size() && (text[node.offset] == '"' || text[node.offset] == '\'');
  if (!quoted || quoted_end(text, node.offset)) return;
  refuse(node.offset, 1, "this quote is never closed", "close it, or remove it");
  throw StopReading{};
}

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (std::exchange(document_seen_, true)) {
    const std::size_t offset = offset_of(mark);
    const bool marked = file_.text().substr(offset).starts_with("---");
    refuse(offset, marked ? 3 : 1, marked ? "a second document begins here" : "this does not belong here",
           marked ? "keep one document a file; a service has a file of its own"
                  : "a schema file is one mapping of `key: value` lines");
    throw StopReading{};
  }
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Node node;
  node.offset = offset_of(mark);
  refuse_anchor(anchor, node.offset);
  add(std::move(node));
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) {
  Node node;
  node.offset = offset_of(mark);
  node.refused = true;
  refuse(node.offset, 1, "aliases are not part of the schema language",
         "write the value itself; what environments share belongs in `defaults` or `extends`");
  add(std::move(node));
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.offset = offset_of(mark);
  const std::string_view source = file_.text().substr(node.offset);
  node.quoted = is_quoted(source);
  node.length = scalar_length(source, value.size());
  refuse_open_quote(node);
  node.exact = is_exact(source.substr(0, node.length), value);
  node.text = value;
  refuse_anchor(anchor, node.offset);
  refuse_tag(tag, node.offset);
  const FoundFault found = find_text_fault(value);
  if (found.fault != TextFault::none) {
    node.refused = true;
    refuse(node.offset, node.length, std::string(describe(found.fault)), "remove the escape sequence");
  }
  add(std::move(node));
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value /*style*/) {
  refuse_anchor(anchor, offset_of(mark));
  refuse_tag(tag, offset_of(mark));
  open(Node::Kind::sequence, offset_of(mark));
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value /*style*/) {
  refuse_anchor(anchor, offset_of(mark));
  refuse_tag(tag, offset_of(mark));
  open(Node::Kind::mapping, offset_of(mark));
}

void TreeBuilder::open(Node::Kind kind, std::size_t offset) {
  if (open_.size() == kMaxDepth) {
    refuse(offset, 1, "this is nested deeper than " + std::to_string(kMaxDepth) + " levels",
           "no setting lies deeper than 5 levels");
    throw StopReading{};
  }
  Open opened;
  opened.node.kind = kind;
  opened.node.offset = offset;
  opened.node.length = 1;
  open_.push_back(std::move(opened));
}

void TreeBuilder::close() {
  Node node = std::move(open_.back().node);
  open_.pop_back();
  add(std::move(node));
}

void TreeBuilder::add(Node node) {
  if (++nodes_ > kMaxNodes) {
    refuse(node.offset, 1, "the file holds more than " + std::to_string(kMaxNodes) + " keys and values",
           "a schema file holds settings; move other data elsewhere");
    throw StopReading{};
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& container = open_.back();
  if (container.node.is_sequence()) {
    container.node.items.push_back(std::move(node));
  } else if (!container.key) {
    container.key = std::move(node);
  } else {
    add_member(container, std::move(node));
  }
}

void TreeBuilder::add_member(Open& mapping, Node node) {
  Node key = std::move(*mapping.key);
  mapping.key.reset();
  if (!is_good_key(key)) return;
  if (node.kind == Node::Kind::null && !node.refused) {  // nothing to point at but the key
    node.offset = key.offset;
    node.length = key.length;
  }
  mapping.node.members.push_back({std::move(key), std::move(node)});
}

bool TreeBuilder::is_good_key(const Node& key) {
  if (!key.is_scalar()) {
    refuse(key.offset, 1, "a key must be text", "write `name: value`");
    return false;
  }
  if (key.text == "<<" && !key.quoted) {
    refuse(key.offset, key.length, "merge keys are not part of the schema language",
           "use `defaults`, or let one environment extend another");
    return false;
  }
  return true;
}

}  // namespace redisconf::compiler
