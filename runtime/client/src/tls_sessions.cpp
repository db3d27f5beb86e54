#include "tls_sessions.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

namespace redisconf {
namespace {

// A server gives two at a time, or one.
constexpr std::size_t kMostSessions = 64;

class Sessions {
 public:
  void put(const std::string& key, SessionPtr session) {
    const std::lock_guard lock(mutex_);
    entries_.push_back({key, std::move(session)});
    if (entries_.size() > kMostSessions) entries_.pop_front();
  }

  // The newest, which lives longest.
  [[nodiscard]] SessionPtr take(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                    [&key](const Entry& entry) { return entry.key == key; });
    if (found == entries_.rend()) return {};
    if (SSL_SESSION_get_protocol_version(found->session.get()) < TLS1_3_VERSION)
      return SessionPtr(SSL_SESSION_dup(found->session.get()));
    SessionPtr session = std::move(found->session);
    entries_.erase(std::next(found).base());
    return session;
  }

 private:
  struct Entry {
    std::string key;
    SessionPtr session;
  };

  std::mutex mutex_;
  std::deque<Entry> entries_;
};

Sessions& sessions() {
  static Sessions all;
  return all;
}

// Texts that OpenSSL keeps for a context and for a connection, and frees with them.
void free_text(void*, void* text, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<std::string*>(text);  // NOLINT(cppcoreguidelines-owning-memory)
}

int context_slot() {
  static const int slot = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_text);
  return slot;
}

int connection_slot() {
  static const int slot = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, free_text);
  return slot;
}

// A copy, because the connection goes on to change its own. Through C code no exception passes; without
// memory the next handshake is a full one.
int on_new_session(SSL* ssl, SSL_SESSION* session) noexcept try {
  const auto* const key = static_cast<const std::string*>(SSL_get_ex_data(ssl, connection_slot()));
  if (key == nullptr || SSL_SESSION_is_resumable(session) != 1) return 0;
  SessionPtr copy(SSL_SESSION_dup(session));
  if (copy) sessions().put(*key, std::move(copy));
  return 0;
} catch (const std::exception&) {
  return 0;
}

bool is_certificate_valid(const SSL_SESSION& session) {
  const X509* const certificate = SSL_SESSION_get0_peer(const_cast<SSL_SESSION*>(&session));
  return certificate != nullptr && X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0;
}

}  // namespace

void keep_sessions(SSL_CTX& context, const std::string& trust) {
  auto text = std::make_unique<std::string>(trust);
  if (SSL_CTX_set_ex_data(&context, context_slot(), text.get()) != 1) throw std::bad_alloc();
  static_cast<void>(text.release());
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(&context, on_new_session);
}

void offer_session(SSL& ssl, const std::string& host) {
  const auto* const trust =
      static_cast<const std::string*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(&ssl), context_slot()));
  if (trust == nullptr) return;
  auto key = std::make_unique<std::string>(*trust + host);
  if (SSL_set_ex_data(&ssl, connection_slot(), key.get()) != 1) throw std::bad_alloc();
  const SessionPtr session = sessions().take(*key.release());
  if (session && is_certificate_valid(*session)) SSL_set_session(&ssl, session.get());
}

}  // namespace redisconf
