// What one source of variables - the process's environment, or one .env file - says, sorted by
// what each name means to one service.
//
// Ownership: views point into the source, which must outlive the layer.
#pragma once

#include "catalogue_table.h"
#include "redisconf/config/generated.h"
#include "redisconf/config/inputs.h"

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

  // Whether the name may mean something here: the value of another need not be looked at.
  [[nodiscard]] bool concerns(std::string_view name) const noexcept;

  // Later variables of the same name win.
  void add(std::string_view name, std::string_view value);

  [[nodiscard]] const Given& setting(std::size_t index, Form form) const noexcept {
    return at(slot_of(index, form));
  }
  [[nodiscard]] const Given& url(UrlForm form) const noexcept { return at(slot_of(form)); }
  [[nodiscard]] bool has_url() const noexcept { return has_url_; }
  [[nodiscard]] const Given& custom(std::size_t index) const noexcept { return at(kFirstCustom + index); }
  [[nodiscard]] const Given& detection(std::size_t index) const noexcept {
    return at(first_detection_ + index);
  }

  // A variable of any name, as the schema may give one.
  [[nodiscard]] Given find(const char* name) const noexcept;

  // Names that look like ours and mean nothing to this service.
  [[nodiscard]] const std::vector<Given>& unread() const noexcept { return unread_; }

  [[nodiscard]] std::string_view source() const noexcept { return source_; }

  // .env files keep what else they hold, because no environment can be asked for it.
  void keep_others() noexcept { keeps_others_ = true; }

  // The environment that find() asks for names that concern nobody.
  void ask(const Inputs& environment) noexcept { environment_ = &environment; }

 private:
  // What a name may mean, in one row: the settings' forms, the URLs', then the schema's variables.
  static constexpr std::size_t kFirstUrl = table::kCatalogue.size() * kForms;
  static constexpr std::size_t kFirstCustom = kFirstUrl + kUrlForms;
  static constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

  [[nodiscard]] static constexpr std::size_t slot_of(std::size_t setting, Form form) noexcept {
    return setting * kForms + static_cast<std::size_t>(form);
  }
  [[nodiscard]] static constexpr std::size_t slot_of(UrlForm form) noexcept {
    return kFirstUrl + static_cast<std::size_t>(form);
  }
  [[nodiscard]] static std::size_t slot_of_term(std::string_view name, bool own) noexcept;
  [[nodiscard]] std::size_t slot_of_declared(std::string_view name) const noexcept;
  [[nodiscard]] bool may_be_declared(std::string_view name) const noexcept;
  [[nodiscard]] std::size_t slot_of_name(std::string_view name) const noexcept;

  [[nodiscard]] const Given& at(std::size_t slot) const noexcept { return given_[slots_[slot]]; }

  const generated::Schema& schema_;
  std::string_view source_;
  std::string_view prefix_;
  std::size_t first_detection_;
  std::uint32_t declared_letters_ = 0;  // first letters of the names that the schema declares
  const Inputs* environment_ = nullptr;
  bool has_url_ = false;
  bool keeps_others_ = false;
  std::vector<std::uint16_t> slots_;  // positions in given_
  std::vector<Given> given_;          // the first is nothing
  std::vector<Given> unread_;
  std::vector<Given> others_;
};

}  // namespace redisconf
