// The shared use of a TLS stream: see tls_stream.h.
#include "tls_stream.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <new>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kRecordBytes =
    std::size_t{16} * 1024;  // most that one TLS record carries (RFC 8446 section 5.1)
constexpr std::size_t kRawBytes = kRecordBytes + 1024;  // a whole record with its frame

}  // namespace

// One record at a time, so that it is known which commands have left.
std::size_t TlsStream::try_send(std::string_view bytes) {
  if (!send_records()) return 0;
  kept_back_ = 0;
  if (bytes.empty() && !wants_to_send_) return 0;
  const std::string_view part = bytes.substr(0, kRecordBytes);
  make_records(part);
  kept_back_ = part.size();
  if (send_records() || records_sent_ > 0) kept_back_ = 0;
  return part.size();
}

// False when some are left because the kernel takes no more.
bool TlsStream::send_records() {
  while (records_sent_ < records_.size()) {
    const std::size_t sent = raw_send(std::string_view(records_).substr(records_sent_));
    if (sent == 0) return false;
    records_sent_ += sent;
    kept_back_ = 0;
  }
  records_.clear();
  records_sent_ = 0;
  return true;
}

void TlsStream::make_records(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  wants_to_send_ = false;
  ERR_clear_error();
  if (!bytes.empty()) {
    const int written = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (written <= 0) {
      broken_ = true;
      throw failure(SSL_get_error(ssl_.get(), written));
    }
  }
  const auto size = BIO_ctrl_pending(outgoing_);
  records_.resize(size);
  if (size > 0 && BIO_read(outgoing_, records_.data(), static_cast<int>(size)) != static_cast<int>(size)) {
    throw std::bad_alloc();
  }
}

std::size_t TlsStream::try_receive(std::span<char> buffer) { return receive_records(buffer, MSG_DONTWAIT); }

std::size_t TlsStream::await(std::span<char> buffer) { return receive_records(buffer, 0); }

std::size_t TlsStream::receive_records(std::span<char> buffer, int flags) {
  if (noted_) throw Fault(*noted_);
  if (more_to_decrypt_) {
    const std::size_t size = decrypt(buffer, {});
    if (size > 0) return size;
  }
  if (!raw_) raw_ = std::make_unique_for_overwrite<char[]>(kRawBytes);
  const std::size_t got = raw_receive({raw_.get(), kRawBytes}, flags);
  return got == 0 ? 0 : decrypt(buffer, {raw_.get(), got});
}

std::size_t TlsStream::decrypt(std::span<char> buffer, std::string_view records) {
  const std::lock_guard lock(mutex_);
  const auto size = static_cast<int>(records.size());
  if (size > 0 && BIO_write(incoming_, records.data(), size) != size) throw std::bad_alloc();
  std::size_t filled = 0;
  more_to_decrypt_ = true;
  while (filled < buffer.size()) {
    ERR_clear_error();
    const auto room = std::min<std::size_t>(buffer.size() - filled, std::numeric_limits<int>::max());
    const int got = SSL_read(ssl_.get(), buffer.data() + filled, static_cast<int>(room));
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
      more_to_decrypt_ = SSL_pending(ssl_.get()) > 0 || BIO_ctrl_pending(incoming_) > 0;
      if (!more_to_decrypt_) break;
      continue;
    }
    const int state = SSL_get_error(ssl_.get(), got);
    more_to_decrypt_ = false;
    if (state == SSL_ERROR_WANT_READ) break;
    broken_ = true;
    if (filled == 0) throw failure(state);
    noted_ = failure(state);  // after what came before it
    break;
  }
  if (BIO_ctrl_pending(outgoing_) > 0) wants_to_send_ = true;
  return filled;
}

}  // namespace redisconf
