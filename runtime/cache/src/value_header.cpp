#include "value_header.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace redisconf::cache {
namespace {

template <class Number>
void put(char* to, Number number) noexcept {
  std::memcpy(to, &number, sizeof number);
}

}  // namespace

void append_header(const ValueHeader& header, std::string& bytes) {
  std::array<char, ValueHeader::kSize> text{};
  std::ranges::copy(detail::kHeaderBegin, text.begin());
  text[3] = static_cast<char>(header.form.format);
  put(&text[4], header.form.version);
  put(&text[8], header.made_at);
  put(&text[16], static_cast<std::uint64_t>(header.stale_for) | (header.nothing ? detail::kNothing : 0));
  bytes.append(text.data(), text.size());
}

}  // namespace redisconf::cache
