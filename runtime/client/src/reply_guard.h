// Looks at what a server sent before hiredis does: lengths, nesting and line ends, which hiredis
// 0.14 trusts. It keeps a few numbers and no bytes.
//
// Thread-safety: none. Errors: Fault (protocol); of no use after one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redisconf {

class ReplyGuard {
 public:
  // proto-max-bulk-len is 512 MB unless somebody raised it.
  static constexpr long long kMostBulkBytes = 512LL * 1024 * 1024;
  // Elements of one array.
  static constexpr long long kMostElements = 16LL * 1024 * 1024;
  // Of a status, an error, a number or a length; the longest errors quote a part of a script.
  static constexpr std::size_t kMostLineBytes = std::size_t{64} * 1024;
  static constexpr std::size_t kMostNesting = 7;  // as hiredis 0.14

  void check(std::string_view bytes);

  // Whether the bytes so far end where a reply does.
  [[nodiscard]] bool between_replies() const noexcept { return place_ == Place::type && depth_ == 0; }

 private:
  enum class Place : std::uint8_t { type, length, line, line_end, bulk, bulk_return, bulk_end };

  [[nodiscard]] std::size_t plain_string(std::string_view bytes);
  [[nodiscard]] std::size_t step(std::string_view bytes);
  void begin(char type);
  void length_digit(char digit);
  void length_ends();
  [[nodiscard]] std::size_t skip_line(std::string_view bytes);
  [[nodiscard]] std::size_t skip_bulk(std::string_view bytes);
  void value_ends();
  void add_to_line(std::size_t size);

  Place place_ = Place::type;
  char type_ = 0;
  bool negative_ = false;
  bool digits_ = false;
  long long length_ = 0;  // being read, then bytes left of a bulk string
  std::size_t line_bytes_ = 0;
  std::array<long long, kMostNesting> left_{};  // elements missing of each open array
  std::size_t depth_ = 0;
};

}  // namespace redisconf
