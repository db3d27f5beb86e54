#include "envelope.h"

namespace redisconf::cache {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  const std::uint64_t turned = __builtin_bswap64(number);
  out.append(reinterpret_cast<const char*>(&turned), sizeof turned);
}

}  // namespace

std::string pack(const Envelope& envelope, std::string_view value) {
  std::string bytes;
  bytes.reserve(kHeaderSize + value.size());
  bytes += detail::kEnvelopeFormat;
  bytes += static_cast<char>(envelope.kind);
  append_number(bytes, envelope.version.time);
  append_number(bytes, envelope.version.instance);
  append_number(bytes, static_cast<std::uint64_t>(envelope.expires_at));
  bytes += value;
  return bytes;
}

}  // namespace redisconf::cache
