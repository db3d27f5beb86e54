#include "yaml/reader.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <redisconf/config/catalogue.h>

#include <algorithm>
#include <istream>
#include <numeric>
#include <streambuf>
#include <string_view>
#include <utility>

#include "text/utf8.h"
#include "yaml/tree_builder.h"

namespace redisconf::compiler {
namespace {

// A stream over bytes that somebody else owns, without a copy.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* const begin = const_cast<char*>(text.data());  // streambuf's get area is only read
    setg(begin, begin, begin + text.size());
  }
};

std::string message_of(const FoundFault& found) {
  switch (found.fault) {
    case TextFault::bad_utf8:
      return "the file is not UTF-8";
    case TextFault::bidi_control:
      return "bidirectional control characters make a file read differently from what it says";
    default:
      return "the file holds a control character";
  }
}

// Whether the text seems to hold a secret as a literal: a secret setting's name, a colon, and
// then anything but `{secret`. For files that can't be parsed, so that nothing better is known.
bool may_hold_secret(std::string_view text) {
  for (const SettingInfo& setting : catalogue()) {
    if (setting.type != SettingType::secret) continue;
    const std::string_view name = member_of(setting.path);
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      std::string_view rest = text.substr(at + name.size());
      rest.remove_prefix(std::min(rest.find_first_not_of("\"' \t"), rest.size()));
      if (!rest.starts_with(':')) continue;
      rest.remove_prefix(1);
      rest.remove_prefix(std::min(rest.find_first_not_of("{ \t"), rest.size()));
      if (!rest.starts_with("secret")) return true;
    }
  }
  return false;
}

void refuse(const SourceFile& file, Diagnostics& diagnostics, std::size_t offset, std::string message,
            std::string fix) {
  diagnostics.add_at(file, {offset, 1}, std::move(message), {}, std::move(fix), "yaml");
}

// The library may quote the file after a colon ("unknown escape character: x").
std::string summary_of(const YAML::Exception& error) {
  const std::string_view message = error.msg;
  return std::string(message.substr(0, message.find(": ")));
}

std::size_t end_offset(const SourceFile& file) {
  const auto last = file.text().find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? 0 : last;
}

bool parse(const SourceFile& file, TreeBuilder& builder, Diagnostics& diagnostics) {
  // Before the end of a file the library takes some things that it refuses before a line's end.
  const bool is_ended = file.text().ends_with('\n');
  const std::string ended = is_ended ? std::string() : std::string(file.text()) + '\n';
  ViewBuffer buffer(is_ended ? file.text() : std::string_view(ended));
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    // A second call only looks for more: the library need not consume what it can't read, so a
    // loop might never end.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
    return true;
  } catch (const StopReading&) {
    return false;
  } catch (const YAML::Exception& error) {
    const bool known = !error.mark.is_null();
    const std::size_t offset = known ? static_cast<std::size_t>(error.mark.pos) : end_offset(file);
    refuse(file, diagnostics, std::min(offset, end_offset(file)), "this is not YAML: " + summary_of(error),
           "look at quotes, brackets and indentation here and just above");
    return false;
  }
}

// `end` of every node: where its successor in the file begins.
void assign_ends(Node& node, std::size_t end) {
  node.end = end;
  for (std::size_t index = 0; index < node.items.size(); ++index) {
    const bool last = index + 1 == node.items.size();
    assign_ends(node.items[index], last ? end : node.items[index + 1].offset);
  }
  for (std::size_t index = 0; index < node.members.size(); ++index) {
    const bool last = index + 1 == node.members.size();
    Member& member = node.members[index];
    assign_ends(member.value, last ? end : node.members[index + 1].key.offset);
    assign_ends(member.key, member.value.offset);
  }
}

void refuse_duplicate(const SourceFile& file, const Node& key, const Node& first, Diagnostics& diagnostics) {
  if (diagnostics.full(file)) return diagnostics.leave_out(file);
  const std::size_t line = file.locate(first.offset).line;
  diagnostics.add(file, key,
                  "the key '" + printable(key.text) + "' stands twice; first in line " + std::to_string(line),
                  {}, "keep one of the two", "duplicate-key");
}

// Positions, in order, of members whose key stood before. Sorted, not hashed: most mappings are tiny.
std::vector<std::size_t> find_duplicates(const SourceFile& file, const Node& node, Diagnostics& diagnostics) {
  std::vector<std::size_t> order(node.members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key_at = [&node](std::size_t index) -> const Node& { return node.members[index].key; };
  std::ranges::stable_sort(order, {},
                           [&](std::size_t index) { return std::string_view(key_at(index).text); });
  std::vector<std::size_t> duplicates;
  for (std::size_t at = 1, first = 0; at < order.size(); ++at) {
    if (key_at(order[at]).text != key_at(order[first]).text) {
      first = at;
      continue;
    }
    diagnostics.mask(file, node.members[order[at]].value);
    refuse_duplicate(file, key_at(order[at]), key_at(order[first]), diagnostics);
    duplicates.push_back(order[at]);
  }
  std::ranges::sort(duplicates);
  return duplicates;
}

void refuse_duplicates(const SourceFile& file, Node& node, Diagnostics& diagnostics) {
  const std::vector<std::size_t> duplicates = find_duplicates(file, node, diagnostics);
  if (!duplicates.empty()) {
    std::vector<Member> kept;
    auto next = duplicates.begin();
    for (std::size_t index = 0; index < node.members.size(); ++index) {
      if (next != duplicates.end() && *next == index) {
        ++next;
      } else {
        kept.push_back(std::move(node.members[index]));
      }
    }
    node.members = std::move(kept);
  }
  for (Node& item : node.items) refuse_duplicates(file, item, diagnostics);
  for (Member& member : node.members) refuse_duplicates(file, member.value, diagnostics);
}

// The YAML library keeps what is open, some 250 bytes for each bracket, before it tells of the first.
bool refuse_brackets(const SourceFile& file, Diagnostics& diagnostics) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < file.text().size(); ++at) {
    const char c = file.text()[at];
    if ((c != '[' && c != '{') || ++count <= kMaxNodes) continue;
    refuse(file, diagnostics, at, "the file holds more than " + std::to_string(kMaxNodes) + " brackets",
           "a schema file holds settings; move other data elsewhere");
    return true;
  }
  return false;
}

// The YAML library reads a whole line, which may be a key, before it tells of what is in it.
bool refuse_long_line(const SourceFile& file, Diagnostics& diagnostics) {
  for (std::size_t begin = 0; begin < file.text().size();) {
    const std::size_t end = std::min(file.text().find('\n', begin), file.text().size());
    if (end - begin > kMaxLineBytes) {
      refuse(file, diagnostics, begin,
             "this line is longer than " + std::to_string(kMaxLineBytes / 1024) + " KiB",
             "write each setting on a line of its own");
      return true;
    }
    begin = end + 1;
  }
  return false;
}

std::optional<Node> read_tree(const SourceFile& file, Diagnostics& diagnostics) {
  const FoundFault found = find_text_fault(file.text());
  if (found.fault != TextFault::none) {
    refuse(file, diagnostics, found.offset, message_of(found),
           "save the file as UTF-8 text without special characters here");
    return {};
  }
  if (refuse_brackets(file, diagnostics) || refuse_long_line(file, diagnostics)) return {};
  TreeBuilder builder(file, diagnostics);
  if (!parse(file, builder, diagnostics)) return {};
  std::optional<Node> root = builder.take_root();
  if (!root || !root->is_mapping()) {
    refuse(file, diagnostics, root ? root->offset : 0,
           root ? "a schema file must be a mapping" : "the file is empty",
           "begin with `redisconf: 1`; see schema/README.md");
    return {};
  }
  return root;
}

}  // namespace

std::optional<Node> read_yaml(const SourceFile& file, Diagnostics& diagnostics) {
  std::optional<Node> root = read_tree(file, diagnostics);
  if (!root) {
    if (may_hold_secret(file.text())) diagnostics.hide_all(file);
    return {};
  }
  assign_ends(*root, file.text().size());
  refuse_duplicates(file, *root, diagnostics);
  return root;
}

}  // namespace redisconf::compiler
