#include "wiped_variables.h"

#include "catalogue_table.h"
#include "redisconf/config/url.h"
#include "redisconf/config/value.h"
#include "secret_bytes.h"
#include "service_state.h"
#include "vocabulary.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

namespace redisconf {
namespace {

// A variable of the environment, where it stands.
struct Entry {
  std::string_view name;
  char* value;
  std::size_t size;  // of the value
};

Entry entry_of(char* text, std::size_t size) noexcept {
  const std::size_t equals = find_in_secret({text, size}, '=');
  if (equals == size) return {{}, text, 0};
  return {{text, equals}, text + equals + 1, size - equals - 1};
}

// strlen() reads in vector registers (secret_bytes.h).
std::size_t length_of(const char* text) noexcept {
  return find_in_secret({text, static_cast<std::size_t>(PTRDIFF_MAX)}, '\0');
}

template <class Visit>
void each_variable(Visit visit) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    visit(entry_of(*entry, length_of(*entry)));
  }
}

// Where the kernel put the environment of main(), of which unsetenv() and putenv() only drop the
// pointers: fields 50 and 51 of /proc/self/stat (proc(5)). Empty where that can't be read.
std::pair<char*, char*> initial_block() {
  std::string text;
  std::getline(std::ifstream("/proc/self/stat"), text);
  const auto name_end = text.rfind(')');  // field 2 may hold blanks
  if (name_end == std::string::npos) return {};
  std::istringstream fields(text.substr(name_end + 1));
  const std::vector<std::string> after_name(std::istream_iterator<std::string>(fields), {});
  constexpr std::size_t kStart = 50 - 3;
  if (after_name.size() <= kStart + 1) return {};
  const auto address = [&](std::size_t field) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel writes addresses as numbers
    return reinterpret_cast<char*>(static_cast<std::uintptr_t>(std::stoull(after_name[field])));
  };
  return {address(kStart), address(kStart + 1)};
}

template <class Visit>
void each_variable_of(std::pair<char*, char*> block, Visit visit) {
  for (char* at = block.first; at < block.second;) {
    const auto left = static_cast<std::size_t>(block.second - at);
    const std::size_t size = find_in_secret({at, left}, '\0');
    visit(entry_of(at, size));
    at += std::min(size + 1, left);
  }
}

class SecretNames {
 public:
  SecretNames(const generated::Schema& schema, const generated::Environment& environment)
      : prefix_(schema.variable_prefix) {
    for (const auto& values : {schema.shared, environment.values}) {
      for (const generated::Value& value : values) {
        if (value.text.source == generated::Source::secret)
          named_.insert(variable_of_secret(value.text.text));
      }
    }
  }

  [[nodiscard]] bool may_be_secret(const Entry& entry) const {
    if (named_.contains(entry.name)) return true;
    Meaning meaning = Meaning::nothing;
    for (const bool own : {false, true}) {
      const std::string_view prefix = own ? prefix_ : std::string_view();
      if (!entry.name.starts_with(prefix) || !entry.name.substr(prefix.size()).starts_with("REDIS")) continue;
      const Term term = find_term(entry.name.substr(prefix.size()));
      if (is_setting(term.meaning)) return table::kCatalogue[term.setting].type == SettingType::secret;
      if (term.meaning != Meaning::nothing) meaning = term.meaning;
    }
    return (meaning == Meaning::url || meaning == Meaning::tls_url) && may_hold_password(entry);
  }

 private:
  [[nodiscard]] static bool is_setting(Meaning meaning) noexcept {
    return meaning == Meaning::setting || meaning == Meaning::alias;
  }

  [[nodiscard]] static bool may_hold_password(const Entry& entry) {
    const ParsedUrl parsed = parse_redis_url({entry.value, entry.size});
    return !parsed.error.empty() || parsed.url.password.has_value();
  }

  std::string_view prefix_;
  std::set<std::string, std::less<>> named_;
};

}  // namespace

void WipedVariables::take_secrets_of(const ServiceConfig& config) {
  const auto& state = ConfigAccess::state(config);
  const SecretNames names(state.schema, state.environment);
  const auto block = initial_block();
  std::set<std::string, std::less<>> taken;
  each_variable([&](const Entry& entry) {
    if (!names.may_be_secret(entry)) return;
    taken.emplace(entry.name);
    values_.insert_or_assign(std::string(entry.name), HiddenText({entry.value, entry.size}));
  });
  const auto wipe = [&](const Entry& entry) {
    if (taken.contains(entry.name)) wipe_memory(entry.value, entry.size);
  };
  each_variable(wipe);
  each_variable_of(block, wipe);
  for (const std::string& name : taken) ::unsetenv(name.c_str());
}

const char* WipedVariables::find(std::string_view name) const noexcept {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : found->second.c_str();
}

void WipedVariables::fill(VariableLayer& layer) const {
  for (const auto& [name, value] : values_) layer.add(name, value.view());
}

}  // namespace redisconf
