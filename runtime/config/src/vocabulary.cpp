#include "vocabulary.h"

#include "catalogue_table.h"

#include <algorithm>
#include <array>
#include <bit>

namespace redisconf {
namespace {

using table::index_of;

struct Entry {
  std::string_view name;
  Term term;
};

constexpr std::uint8_t kHost = index_of("connection.host");
constexpr std::uint8_t kPort = index_of("connection.port");
constexpr std::uint8_t kUsername = index_of("connection.username");
constexpr std::uint8_t kPassword = index_of("connection.password");

constexpr std::string_view kFile = "_FILE";

// ElastiCache's own word, then Railway's names (railway docs, "Redis").
constexpr std::array kFixed{Entry{"REDIS_URL", {Meaning::url, 0}},
                            Entry{"REDIS_TLS_URL", {Meaning::tls_url, 0}},
                            Entry{"REDISHOST", {Meaning::alias, kHost}},
                            Entry{"REDIS_AUTH_TOKEN", {Meaning::alias, kPassword}},
                            Entry{"REDISPORT", {Meaning::alias, kPort}},
                            Entry{"REDISUSER", {Meaning::alias, kUsername}},
                            Entry{"REDISPASSWORD", {Meaning::alias, kPassword}}};

// What NAME_FILE means where NAME means `term`.
constexpr Term file_of(Term term) noexcept {
  if (term.meaning == Meaning::url) return {Meaning::url_file, 0};
  const bool secret =
      term.meaning == Meaning::setting && table::kCatalogue[term.setting].type == SettingType::secret;
  return secret ? Term{Meaning::setting_file, term.setting} : Term{};
}

// Open addressing over a table that is at most a quarter full, made by the compiler.
class Table {
 public:
  constexpr Table() {
    for (const Entry& entry : kFixed) add(entry);
    for (std::size_t index = 0; index < table::kCatalogue.size(); ++index) {
      add({table::kCatalogue[index].variable, {Meaning::setting, static_cast<std::uint8_t>(index)}});
    }
  }

  [[nodiscard]] constexpr Term find(std::string_view name) const noexcept {
    if (name.size() < kShortest) return {};
    for (std::size_t slot = slot_of(name); !slots_[slot].name.empty(); slot = (slot + 1) % kSlots) {
      if (slots_[slot].name == name) return slots_[slot].term;
    }
    return {};
  }

 private:
  static constexpr std::size_t kShortest = 9;
  static constexpr std::size_t kSlots = 256;
  static_assert(4 * (kFixed.size() + table::kCatalogue.size()) <= kSlots);

  // The last eight bytes and the length tell our names apart well; every one has nine or more.
  [[nodiscard]] static constexpr std::size_t slot_of(std::string_view name) noexcept {
    std::array<char, sizeof(std::uint64_t)> end{};
    std::copy_n(name.end() - end.size(), end.size(), end.begin());
    const auto tail = std::bit_cast<std::uint64_t>(end);
    return static_cast<std::size_t>(((tail ^ name.size()) * 0x9E3779B97F4A7C15ULL) >> 32U) % kSlots;
  }

  constexpr void add(const Entry& entry) {
    // A name that ends so would be taken for the file of another.
    if (entry.name.size() < kShortest || entry.name.ends_with(kFile)) throw "no name for a variable";
    std::size_t slot = slot_of(entry.name);
    while (!slots_[slot].name.empty()) slot = (slot + 1) % kSlots;
    slots_[slot] = entry;
  }

  std::array<Entry, kSlots> slots_{};
};

constexpr Table kTable;

bool has_digits_then_protocol(std::string_view text) noexcept {
  const auto digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos &&
         (text.substr(digits).starts_with("_TCP") || text.substr(digits).starts_with("_UDP"));
}

}  // namespace

Term find_term(std::string_view name) noexcept {
  if (name.ends_with(kFile)) return file_of(kTable.find(name.substr(0, name.size() - kFile.size())));
  return kTable.find(name);
}

std::vector<std::string> variable_names() {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view name, Term term) {
    names.emplace_back(name);
    if (file_of(term).meaning != Meaning::nothing) names.push_back(std::string(name) + std::string(kFile));
  };
  for (std::size_t index = 0; index < table::kCatalogue.size(); ++index) {
    add(table::kCatalogue[index].variable, {Meaning::setting, static_cast<std::uint8_t>(index)});
  }
  for (const Entry& entry : kFixed) {
    if (entry.term.meaning != Meaning::alias) add(entry.name, entry.term);
  }
  return names;
}

bool is_injected(std::string_view name, std::string_view value) noexcept {
  if (value.starts_with("tcp://") || value.starts_with("udp://")) return true;
  if (name.ends_with("_SERVICE_HOST") || name.find("_SERVICE_PORT") != std::string_view::npos) return true;
  const auto port = name.find("_PORT_");
  return port != std::string_view::npos && has_digits_then_protocol(name.substr(port + 6));
}

}  // namespace redisconf
