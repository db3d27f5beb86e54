// What OpenSSL reads records from and writes them to: memory of ours. BIO_s_mem() would copy each record
// once more in both directions, and keep books that nobody reads.
//
// Ownership:     outlives the SSL that it is attached to.
// Thread-safety: none.
// Errors:        std::bad_alloc. Without memory for what OpenSSL writes, its call fails.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>

namespace redisconf {

class TlsMemory {
 public:
  TlsMemory() = default;
  TlsMemory(const TlsMemory&) = delete;
  TlsMemory& operator=(const TlsMemory&) = delete;

  void attach(SSL& ssl);

  // To be read next. All that was offered before has been read: OpenSSL said SSL_ERROR_WANT_READ.
  void offer(std::string_view records) noexcept { incoming_ = records; }
  [[nodiscard]] bool has_unread() const noexcept { return !incoming_.empty(); }

  // What OpenSSL has written, for the caller to take.
  [[nodiscard]] std::string& written() noexcept { return written_; }

 private:
  struct Callbacks;

  std::string_view incoming_;
  std::string written_;
};

}  // namespace redisconf
