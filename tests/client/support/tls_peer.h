// A TLS server of OpenSSL, driven by a test: for what redis-server never does or does not tell.
#pragma once

#include "client/support/peer.h"

#include <redisconf/testing/certificates.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace redisconf::test {

struct TlsPeerOptions {
  testing::Certificate certificate{};
  std::map<std::string, testing::Certificate> by_name{};  // chosen by SNI
  bool tls_1_2_only = false;
};

// One connection after its handshake.
class TlsPeer final : public Peer {
 public:
  class Session;
  TlsPeer(int descriptor, Session& session) : Peer(descriptor), session_(session) {}

  std::string receive() override;
  void send(std::string_view bytes) override;

  [[nodiscard]] bool resumed() const;
  [[nodiscard]] std::string server_name() const;  // of SNI; empty without

  // Asks the client for a new handshake (TLS 1.2); whether it agreed.
  bool renegotiate();

 private:
  Session& session_;
};

// `behaviour` runs for each connection whose handshake succeeds. The end comes without close_notify.
class TlsPeerServer {
 public:
  TlsPeerServer(const TlsPeerOptions& options, std::function<void(TlsPeer&)> behaviour);
  TlsPeerServer(const TlsPeerServer&) = delete;
  TlsPeerServer& operator=(const TlsPeerServer&) = delete;
  ~TlsPeerServer();

  [[nodiscard]] int port() const noexcept { return server_->port(); }

 private:
  class Contexts;
  std::unique_ptr<Contexts> contexts_;
  std::unique_ptr<PeerServer> server_;
};

}  // namespace redisconf::test
