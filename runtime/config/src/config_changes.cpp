#include "config_changes.h"

#include "catalogue_table.h"
#include "state_copy.h"

#include <algorithm>
#include <utility>

namespace redisconf {

using table::index_of;
using table::kCatalogue;

namespace {

bool is_about_the_server(std::size_t index) noexcept {
  if (index >= kCatalogue.size()) return false;
  const std::string_view group = group_of(kCatalogue[index].path);
  return group == "connection" || group == "tls";
}

}  // namespace

std::string_view path_at(const ConfigState& state, std::size_t index) noexcept {
  return index < kCatalogue.size() ? kCatalogue[index].path
                                   : state.schema.customs[index - kCatalogue.size()].path;
}

bool same_value(const ConfigState& a, const ConfigState& b, std::size_t index) {
  const FinalValue& one = a.values.at(index);
  const FinalValue& two = b.values.at(index);
  return one.set == two.set && one.number == two.number && one.text == two.text &&
         secret_bytes(a, index) == secret_bytes(b, index);
}

ConfigChanges compare(const ConfigState& old, const ConfigState& fresh) {
  ConfigChanges changes;
  for (const std::size_t index :
       {index_of("connection.host"), index_of("connection.port"), index_of("tls.enabled")}) {
    changes.other_server = changes.other_server || !same_value(old, fresh, index);
  }
  for (std::size_t index = 0; index < fresh.values.size(); ++index) {
    if (same_value(old, fresh, index)) continue;
    const bool restart = index < kCatalogue.size() && kCatalogue[index].restart;
    const bool held = restart || (changes.other_server && is_about_the_server(index));
    (held ? changes.held : changes.live).push_back(index);
  }
  return changes;
}

std::unique_ptr<const ConfigState> hold_back(const ConfigState& old, const ConfigState& fresh,
                                             const std::vector<std::size_t>& held) {
  NameArena names;
  FinalValues values(fresh.values.size());
  for (std::size_t index = 0; index < values.size(); ++index) {
    const bool keep = std::ranges::find(held, index) != held.end();
    values.at(index) = copy_value(keep ? old : fresh, index, names);
  }
  return with_values(fresh, std::move(values), std::move(names));
}

}  // namespace redisconf
