// The shared use of a TLS stream: see tls_stream.h.
#include "tls_stream.h"

#include <sys/socket.h>

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kRecordBytes =
    std::size_t{16} * 1024;  // most that one TLS record carries (RFC 8446 section 5.1)

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
  unsent_ = false;
  return true;
}

void TlsStream::make_records(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  wants_to_send_ = false;
  clear_tls_errors();
  if (!bytes.empty()) {
    const int written = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (written <= 0) {
      broken_ = true;
      throw failure(SSL_get_error(ssl_.get(), written));
    }
  }
  records_.swap(memory_.written());
  unsent_ = !records_.empty();
}

std::size_t TlsStream::try_receive(std::span<char> buffer) { return receive_records(buffer, MSG_DONTWAIT); }

std::size_t TlsStream::await(std::span<char> buffer) { return receive_records(buffer, 0); }

std::size_t TlsStream::receive_records(std::span<char> buffer, int flags) {
  if (noted_) throw Fault(*noted_);
  if (more_to_decrypt_) {
    const std::size_t size = decrypt(buffer, {});
    if (size > 0) return size;
  }
  const std::span<char> raw = raw_room();
  const std::size_t got = raw_receive(raw, flags);
  return got == 0 ? 0 : decrypt(buffer, {raw.data(), got});
}

std::size_t TlsStream::decrypt(std::span<char> buffer, std::string_view records) {
  const std::lock_guard lock(mutex_);
  if (!records.empty()) memory_.offer(records);
  std::size_t filled = 0;
  more_to_decrypt_ = true;
  while (filled < buffer.size()) {
    clear_tls_errors();
    const auto room = std::min<std::size_t>(buffer.size() - filled, std::numeric_limits<int>::max());
    const int got = SSL_read(ssl_.get(), buffer.data() + filled, static_cast<int>(room));
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
      more_to_decrypt_ = SSL_has_pending(ssl_.get()) == 1 || memory_.has_unread();
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
  if (!memory_.written().empty()) wants_to_send_ = true;
  return filled;
}

}  // namespace redisconf
