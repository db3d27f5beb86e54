// A schema file as a tree with positions. Nothing of the YAML library shows here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf::compiler {

struct Member;

struct Node {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  bool refused = false;         // a diagnostic has been given; no other one is due
  bool exact = false;           // of scalars: `length` covers all of it
  bool quoted = false;          // or a block scalar: certainly meant as text
  std::size_t offset = 0;       // first byte in the file
  std::size_t length = 0;       // of scalars: bytes on their first line, with quotes
  std::size_t end = 0;          // where the next node begins: nothing of this one lies behind
  std::string text;             // of scalars
  std::vector<Node> items;      // of sequences
  std::vector<Member> members;  // of mappings: keys are scalars, none stands twice

  [[nodiscard]] bool is_scalar() const noexcept { return kind == Kind::scalar; }
  [[nodiscard]] bool is_mapping() const noexcept { return kind == Kind::mapping; }
  [[nodiscard]] bool is_sequence() const noexcept { return kind == Kind::sequence; }

  // The member with that key; nullptr when there is none.
  [[nodiscard]] const Member* find(std::string_view key) const noexcept;
};

struct Member {
  Node key;
  Node value;
};

inline const Member* Node::find(std::string_view key) const noexcept {
  for (const Member& member : members) {
    if (member.key.text == key) return &member;
  }
  return nullptr;
}

}  // namespace redisconf::compiler
