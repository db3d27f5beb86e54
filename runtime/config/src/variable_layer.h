// What one source of variables - the process's environment, or one .env file - says, sorted by
// what each name means to one service.
//
// Ownership: views point into the source, which must outlive the layer.
#pragma once

#include "catalogue_table.h"
#include "redisconf/config/generated.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redisconf {

// One variable that is set; `name` is null where nothing is.
struct Given {
  std::string_view name;
  std::string_view value;

  [[nodiscard]] bool is_set() const noexcept { return name.data() != nullptr; }
};

// A variable as problems name it: "REDIS_HOST", or "REDIS_HOST in .env". `source` is a layer's.
[[nodiscard]] std::string place_of(std::string_view name, std::string_view source);

// Forms of one setting's variable, strongest first.
enum class Form : std::uint8_t { own, own_file, shared, shared_file, alias };
inline constexpr std::size_t kForms = 5;

// Forms of the URL variable, strongest first.
enum class UrlForm : std::uint8_t { own_tls, own, own_file, shared_tls, shared, shared_file };
inline constexpr std::size_t kUrlForms = 6;

class VariableLayer {
 public:
  // `source` stands in messages: "", or ".env.production".
  VariableLayer(const generated::Schema& schema, std::string_view source);

  // Later variables of the same name win.
  void add(std::string_view name, std::string_view value);

  [[nodiscard]] const Given& setting(std::size_t index, Form form) const noexcept {
    return settings_[index][static_cast<std::size_t>(form)];
  }
  [[nodiscard]] const Given& url(UrlForm form) const noexcept {
    return urls_[static_cast<std::size_t>(form)];
  }
  [[nodiscard]] bool has_url() const noexcept { return has_url_; }
  [[nodiscard]] const Given& custom(std::size_t index) const noexcept { return customs_[index]; }
  [[nodiscard]] const Given& detection(std::size_t index) const noexcept { return detection_[index]; }

  // A variable that the schema names; among all that is none of the above.
  [[nodiscard]] const Given* find_other(std::string_view name) const noexcept;

  // Names that look like ours and mean nothing to this service.
  [[nodiscard]] const std::vector<Given>& unread() const noexcept { return unread_; }

  [[nodiscard]] std::string_view source() const noexcept { return source_; }

  // .env files keep what else they hold, because no environment can be asked for it.
  void keep_others() noexcept { keeps_others_ = true; }

 private:
  bool add_ours(const Given& given, std::string_view name, bool own);
  bool add_declared(const Given& given);

  const generated::Schema& schema_;
  std::string_view source_;
  std::string_view prefix_;
  std::array<std::array<Given, kForms>, table::kCatalogue.size()> settings_{};
  std::array<Given, kUrlForms> urls_{};
  bool has_url_ = false;
  bool keeps_others_ = false;
  std::vector<Given> customs_;
  std::vector<Given> detection_;
  std::vector<Given> unread_;
  std::vector<Given> others_;
};

}  // namespace redisconf
