#include "envelope.h"

namespace redisconf::cache {
namespace {

constexpr char kFormat = '\xA1';
constexpr std::size_t kTimeAt = 2;
constexpr std::size_t kInstanceAt = 10;
constexpr std::size_t kExpiryAt = 18;
constexpr std::size_t kNumberSize = 8;
constexpr unsigned kBits = 8;

void append_number(std::string& out, std::uint64_t number) {
  for (std::size_t byte = 0; byte < kNumberSize; ++byte) {
    out += static_cast<char>(number >> (kBits * (kNumberSize - 1 - byte)));
  }
}

std::uint64_t number_at(std::string_view bytes, std::size_t position) noexcept {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(position, kNumberSize)) {
    number = number << kBits | static_cast<unsigned char>(byte);
  }
  return number;
}

bool is_kind(char byte) noexcept {
  return byte == static_cast<char>(EnvelopeKind::value) || byte == static_cast<char>(EnvelopeKind::tombstone);
}

}  // namespace

std::string pack(const Envelope& envelope, std::string_view value) {
  std::string bytes;
  bytes.reserve(kHeaderSize + value.size());
  bytes += kFormat;
  bytes += static_cast<char>(envelope.kind);
  append_number(bytes, envelope.version.time);
  append_number(bytes, envelope.version.instance);
  append_number(bytes, static_cast<std::uint64_t>(envelope.expires_at));
  bytes += value;
  return bytes;
}

std::optional<Version> unpack_version(std::string_view bytes) noexcept {
  if (bytes.size() < kVersionedSize || bytes[0] != kFormat || !is_kind(bytes[1])) return {};
  return Version{number_at(bytes, kTimeAt), number_at(bytes, kInstanceAt)};
}

std::optional<Envelope> unpack(std::string_view bytes) noexcept {
  const auto version = unpack_version(bytes);
  if (!version || bytes.size() < kHeaderSize) return {};
  return Envelope{static_cast<EnvelopeKind>(bytes[1]), *version,
                  static_cast<std::int64_t>(number_at(bytes, kExpiryAt))};
}

}  // namespace redisconf::cache
