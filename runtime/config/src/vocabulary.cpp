#include "vocabulary.h"

#include "catalogue_table.h"

#include <array>
#include <cstring>
#include <string>
#include <vector>

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

// ElastiCache's own word, then Railway's names (railway docs, "Redis").
constexpr std::array kFixed{
    Entry{"REDIS_URL", {Meaning::url, 0}},           Entry{"REDIS_URL_FILE", {Meaning::url_file, 0}},
    Entry{"REDIS_TLS_URL", {Meaning::tls_url, 0}},   Entry{"REDIS_AUTH_TOKEN", {Meaning::alias, kPassword}},
    Entry{"REDISHOST", {Meaning::alias, kHost}},     Entry{"REDISPORT", {Meaning::alias, kPort}},
    Entry{"REDISUSER", {Meaning::alias, kUsername}}, Entry{"REDISPASSWORD", {Meaning::alias, kPassword}}};

// The last eight bytes and the length tell our names apart well; every one has nine or more.
std::size_t hash_of(std::string_view name) noexcept {
  std::uint64_t tail = 0;
  std::memcpy(&tail, name.data() + name.size() - sizeof tail, sizeof tail);
  return static_cast<std::size_t>(((tail ^ name.size()) * 0x9E3779B97F4A7C15ULL) >> 32U);
}

// Open addressing over a table that is at most a quarter full.
class Table {
 public:
  Table() {
    names_.reserve(table::kCatalogue.size());
    for (const Entry& entry : kFixed) add(entry);
    for (std::size_t index = 0; index < table::kCatalogue.size(); ++index) {
      const SettingInfo& setting = table::kCatalogue[index];
      const auto position = static_cast<std::uint8_t>(index);
      add({setting.variable, {Meaning::setting, position}});
      if (setting.type != SettingType::secret) continue;
      names_.push_back(std::string(setting.variable) + "_FILE");
      add({names_.back(), {Meaning::setting_file, position}});
    }
  }

  [[nodiscard]] Term find(std::string_view name) const noexcept {
    if (name.size() < kShortest) return {};
    for (std::size_t slot = hash_of(name) % kSlots; !slots_[slot].name.empty(); slot = (slot + 1) % kSlots) {
      if (slots_[slot].name == name) return slots_[slot].term;
    }
    return {};
  }

 private:
  static constexpr std::size_t kShortest = 9;
  static constexpr std::size_t kSlots = 512;
  static_assert(4 * (kFixed.size() + 2 * table::kCatalogue.size()) <= kSlots);

  void add(const Entry& entry) {
    std::size_t slot = hash_of(entry.name) % kSlots;
    while (!slots_[slot].name.empty()) slot = (slot + 1) % kSlots;
    slots_[slot] = entry;
  }

  std::vector<std::string> names_;
  std::array<Entry, kSlots> slots_;
};

bool has_digits_then_protocol(std::string_view text) noexcept {
  const auto digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string_view::npos &&
         (text.substr(digits).starts_with("_TCP") || text.substr(digits).starts_with("_UDP"));
}

}  // namespace

Term find_term(std::string_view name) noexcept {
  static const Table kTable;
  return kTable.find(name);
}

bool is_injected(std::string_view name, std::string_view value) noexcept {
  if (value.starts_with("tcp://") || value.starts_with("udp://")) return true;
  if (name.ends_with("_SERVICE_HOST") || name.find("_SERVICE_PORT") != std::string_view::npos) return true;
  const auto port = name.find("_PORT_");
  return port != std::string_view::npos && has_digits_then_protocol(name.substr(port + 6));
}

}  // namespace redisconf
