// What the server answered. Error replies are not replies here: they throw RedisError; only inside
// an array, and among the replies of a Batch, they stand as elements.
//
// Ownership: owns its bytes. Thread-safety: as a std::string.
// Errors: the typed readers throw RedisError: `protocol` when the reply is of another type,
// `server` when it is an error that stands inside an array.
#pragma once

#include <redisconf/config/export.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class Reply {
 public:
  enum class Kind : std::uint8_t { nil, string, status, integer, array, error };

  Reply() = default;  // nil
  [[nodiscard]] static Reply string(std::string bytes);
  [[nodiscard]] static Reply status(std::string text);
  [[nodiscard]] static Reply integer(long long number);
  [[nodiscard]] static Reply array(std::vector<Reply> elements);
  [[nodiscard]] static Reply error(std::string text);  // only as an element

  [[nodiscard]] Kind kind() const noexcept { return kind_; }
  [[nodiscard]] bool is_nil() const noexcept { return kind_ == Kind::nil; }

  [[nodiscard]] const std::string& as_string() const;  // of strings and states
  [[nodiscard]] long long as_integer() const;
  [[nodiscard]] const std::vector<Reply>& as_array() const&;
  [[nodiscard]] std::vector<Reply> as_array() &&;
  [[nodiscard]] std::optional<std::string> as_optional_string() &&;  // nothing when nil

 private:
  friend class ReplyBuilder;

  Kind kind_ = Kind::nil;
  long long number_ = 0;
  std::string text_;
  std::vector<Reply> elements_;
};

}  // namespace redisconf
