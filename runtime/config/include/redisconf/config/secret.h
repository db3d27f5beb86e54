// A value that must never reach a log: a password, a token, a private key.
//
// Printing, formatting, comparing with == and copying do not compile. The bytes
// leave only through reveal(), so a search for "reveal" finds every use. They live in memory that
// core dumps leave out, and that is not swapped as far as the process may lock memory.
//
// Ownership:     owns its bytes, wipes them on destruction and when moved from.
// Thread-safety: const members may run concurrently; others need outside locking.
// Errors:        throws std::length_error past kMaxBytes; no message holds the bytes.
#pragma once

#include <redisconf/config/export.h>

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

class Secret {
 public:
  // Longest secret accepted, in bytes: a PEM chain fits, a bundle does not.
  static constexpr std::size_t kMaxBytes = std::size_t{64} * 1024;

  Secret() noexcept = default;              // empty
  explicit Secret(std::string_view bytes);  // wiping the source is its owner's duty: SecretBuffer does

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  // The bytes, not zero-terminated; valid until *this is assigned, moved or destroyed.
  [[nodiscard]] std::string_view reveal() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;
  friend bool operator==(const Secret&, const Secret&) = delete;

 private:
  char* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// Overwrites memory in a way that no optimiser removes.
REDISCONF_PUBLIC void wipe_memory(void* bytes, std::size_t size) noexcept;

}  // namespace redisconf
