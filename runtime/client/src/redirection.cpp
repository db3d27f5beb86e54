#include "redirection.h"

#include "redisconf/client/key_slot.h"

#include <charconv>
#include <limits>
#include <string>

namespace redisconf {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text, Number most) noexcept {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > most) return std::nullopt;
  return number;
}

// Takes the first word away.
std::string_view next_word(std::string_view& text) noexcept {
  const std::size_t length = text.find(' ');
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length == std::string_view::npos ? text.size() : length + 1);
  return word;
}

}  // namespace

// Redis writes addresses of IPv6 without brackets: the last colon is before the port.
std::optional<Redirection> parse_redirection(std::string_view error) {
  const std::string_view code = next_word(error);
  if (code != "MOVED" && code != "ASK") return std::nullopt;
  const auto slot = number_of<std::uint16_t>(next_word(error), kSlots - 1);
  const std::string_view address = next_word(error);
  const std::size_t colon = address.rfind(':');
  if (!slot || colon == std::string_view::npos) return std::nullopt;
  const auto port = number_of<int>(address.substr(colon + 1), std::numeric_limits<std::uint16_t>::max());
  if (!port || *port < 1) return std::nullopt;
  std::string_view host = address.substr(0, colon);
  if (host == "?") host = {};  // a name that is not known
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto kind = code == "ASK" ? Redirection::Kind::ask : Redirection::Kind::moved;
  return Redirection{kind, *slot, {std::string(host), *port}};
}

}  // namespace redisconf
