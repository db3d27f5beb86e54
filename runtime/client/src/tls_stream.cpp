#include "tls_stream.h"

#include "peer_certificate.h"
#include "tls_name.h"
#include "tls_sessions.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <new>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kRecordBytes =
    std::size_t{16} * 1024;  // most that one TLS record carries (RFC 8446 section 5.1)

constexpr std::size_t kRawBytes = kRecordBytes + 1024;  // a whole record with its frame

constexpr int kMostUnaskedFills = 16;  // far more than any honest server sends between two commands

}  // namespace

TlsStream::TlsStream(Socket socket, SSL_CTX& context, TlsVerify verify, const std::string& name,
                     Deadline deadline, std::optional<PeerCertificate>* seen)
    : Stream(std::move(socket)), host_(name), seen_(seen), ssl_(SSL_new(&context)) {
  if (!ssl_) throw std::bad_alloc();
  memory_.attach(*ssl_);
  SSL_set_read_ahead(ssl_.get(), 1);  // else it asks for each record's header by itself
  SSL_set_app_data(ssl_.get(), this);
  expect(verify);
  shake_hands(deadline);
  take_note(CertificatePtr(SSL_get_peer_certificate(ssl_.get())).get());
  seen_ = nullptr;
  broken_ = false;
}

TlsStream::~TlsStream() {
  if (broken_ || !records_.empty()) return;  // nothing may follow half a record
  clear_tls_errors();
  static_cast<void>(SSL_shutdown(ssl_.get()));
  flush_farewell();
  clear_tls_errors();
}

int TlsStream::on_verify(int accepted, X509_STORE_CTX* store) {
  const auto* const ssl =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& self = *static_cast<TlsStream*>(SSL_get_app_data(ssl));
  self.take_note(X509_STORE_CTX_get0_cert(store));
  if (accepted == 1) return 1;
  self.note_refusal(store);
  return 0;
}

// Through C code no exception passes; without memory there is no note.
void TlsStream::take_note(const X509* certificate) noexcept try {
  if (seen_ != nullptr && certificate != nullptr && !seen_->has_value()) {
    *seen_ = describe_certificate(*certificate);
  }
} catch (const std::exception&) {
  seen_ = nullptr;
}

void TlsStream::note_refusal(X509_STORE_CTX* store) noexcept try {
  refused_ = describe_refused(store);
} catch (const std::exception&) {
  refused_.error = X509_STORE_CTX_get_error(store);
}

void TlsStream::expect(TlsVerify verify) {
  if (!send_name(*ssl_, host_)) throw tls_fault();
  const int mode = SSL_get_verify_mode(ssl_.get());
  SSL_set_verify(ssl_.get(), mode, mode == SSL_VERIFY_NONE ? nullptr : on_verify);
  offer_session(*ssl_, host_);
  if (verify == TlsVerify::full && !expect_name(SSL_get0_param(ssl_.get()), host_)) throw tls_fault();
}

void TlsStream::shake_hands(Deadline deadline) {
  SSL_set_connect_state(ssl_.get());
  try {
    for (clear_tls_errors(); !step(SSL_do_handshake(ssl_.get()), deadline); clear_tls_errors()) {
      if (deadline.passed()) throw Fault(ErrorCategory::timeout, "no answer in time");
    }
  } catch (const Fault& fault) {
    if (fault.category() == ErrorCategory::tls) throw;
    throw handshake_fault(fault);
  }
}

// Takes the result of one call of OpenSSL's further: true when it is done, false when it is to be
// repeated because bytes came in.
bool TlsStream::step(int result, Deadline deadline) {
  const int state = SSL_get_error(ssl_.get(), result);
  if (result <= 0 && state != SSL_ERROR_WANT_READ) {
    broken_ = true;
    Fault fault = failure(state);
    flush_farewell();  // the alert, so that the server's log has a reason too
    throw fault;
  }
  flush(deadline);
  if (result > 0) return true;
  fill(deadline);
  return false;
}

Fault TlsStream::failure(int state) const {
  if (refused_.error != X509_V_OK) {
    clear_tls_errors();
    return certificate_fault(refused_, host_);
  }
  if (state == SSL_ERROR_ZERO_RETURN) return {ErrorCategory::closed, "the server closed the connection"};
  return tls_fault();
}

void TlsStream::send(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    clear_tls_errors();
    const std::size_t part = std::min(bytes.size(), kRecordBytes);
    if (step(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(part)), deadline))
      bytes.remove_prefix(part);
  }
}

std::size_t TlsStream::receive(std::span<char> buffer, Deadline deadline) {
  if (noted_) throw Fault(*noted_);
  const auto size = static_cast<int>(std::min<std::size_t>(buffer.size(), std::numeric_limits<int>::max()));
  for (;;) {
    clear_tls_errors();
    const int got = SSL_read(ssl_.get(), buffer.data(), size);
    if (step(got, deadline)) return static_cast<std::size_t>(got);
  }
}

// Session tickets and the like come unasked (RFC 8446 section 4.6): they are taken in, and do not
// count.
bool TlsStream::quiet() noexcept try {
  for (int fills = 0; fills < kMostUnaskedFills; ++fills) {
    clear_tls_errors();
    char byte = 0;
    const int got = SSL_peek(ssl_.get(), &byte, 1);
    if (got > 0) return false;
    const int state = SSL_get_error(ssl_.get(), got);
    if (state != SSL_ERROR_WANT_READ) {
      broken_ = true;
      noted_ = failure(state);
      return false;
    }
    if (socket_.quiet()) return true;
    fill(Deadline(Deadline::Clock::now()));
  }
  return false;
} catch (const std::exception&) {
  return false;
}

void TlsStream::flush(Deadline deadline) {
  if (memory_.written().empty()) return;
  records_.swap(memory_.written());
  socket_.send(records_, deadline);
  records_.clear();
}

void TlsStream::flush_farewell() noexcept {
  if (records_.empty()) socket_.send_farewell(memory_.written());
  memory_.written().clear();
}

void TlsStream::fill(Deadline deadline) {
  const std::span<char> raw = raw_room();
  const std::size_t size = socket_.receive(raw, deadline);
  memory_.offer({raw.data(), size});
}

std::span<char> TlsStream::raw_room() {
  if (!raw_) raw_ = std::make_unique_for_overwrite<char[]>(kRawBytes);
  return {raw_.get(), kRawBytes};
}

}  // namespace redisconf
