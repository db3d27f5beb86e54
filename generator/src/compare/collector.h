// Gathers changes, and makes one of those that say the same.
//
// Thread-safety: none. Errors: none.
#pragma once

#include <unordered_map>

#include "compare/change.h"

namespace redisconf::compiler::compare {

struct Values {
  std::optional<std::string> before;
  std::optional<std::string> after;
};

class Collector {
 public:
  // No change when both sides say the same.
  void add(ChangeKind kind, std::string subject, Values values, Assessment assessment, const Hit& hit);

  // Riskiest first, then by kind and subject; each with its hash.
  [[nodiscard]] std::vector<Change> take();

 private:
  std::vector<Change> changes_;
  std::unordered_map<std::string, std::size_t> known_;
};

// The elements of both sides by name: in the order of `after`, then those that are gone.
template <class Element>
struct Pair {
  const Element* before;
  const Element* after;
  const Element& any;  // the one after, else the one before

  [[nodiscard]] bool on_both() const noexcept { return before != nullptr && after != nullptr; }
};

template <class Element, class Name>
[[nodiscard]] std::vector<Pair<Element>> paired(const std::vector<Element>& before,
                                                const std::vector<Element>& after, const Name& name) {
  std::unordered_map<std::string_view, const Element*> gone;
  for (const Element& element : before) gone.emplace(name(element), &element);
  std::vector<Pair<Element>> pairs;
  for (const Element& element : after) {
    const auto found = gone.find(name(element));
    pairs.push_back({found == gone.end() ? nullptr : found->second, &element, element});
    if (found != gone.end()) gone.erase(found);
  }
  for (const Element& element : before) {
    if (gone.contains(name(element))) pairs.push_back({&element, nullptr, element});
  }
  return pairs;
}

}  // namespace redisconf::compiler::compare
