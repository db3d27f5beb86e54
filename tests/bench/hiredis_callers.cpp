#include "callers.h"

#include <hiredis/hiredis.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace redisconf::bench {
namespace {

template <auto free_function>
struct Free {
  template <class Object>
  void operator()(Object* object) const noexcept {
    free_function(object);
  }
};

using Context = std::unique_ptr<redisContext, Free<redisFree>>;
using ReplyPtr = std::unique_ptr<redisReply, Free<freeReplyObject>>;
using SslContext = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Free<SSL_free>>;

Context connect(int port) {
  Context context(redisConnect("127.0.0.1", port));
  if (!context || context->err != 0) throw std::runtime_error("hiredis can't connect");
  return context;
}

ReplyPtr checked(void* reply) {
  ReplyPtr owned(static_cast<redisReply*>(reply));
  if (!owned || owned->type == REDIS_REPLY_ERROR) std::abort();
  return owned;
}

struct Arguments {
  explicit Arguments(const Mix::Command& command)
      : count(command.set ? 3 : 2),
        texts{command.set ? "SET" : "GET", command.key.data(), Mix::value().data()},
        sizes{3, command.key.size(), Mix::value().size()} {}

  int count;
  std::array<const char*, 3> texts;
  std::array<std::size_t, 3> sizes;
};

class PlainCalls final : public Caller {
 public:
  PlainCalls(int port, unsigned thread) : context_(connect(port)), mix_(thread) {}

  int work() override {
    Arguments arguments(mix_.next());
    checked(
        redisCommandArgv(context_.get(), arguments.count, arguments.texts.data(), arguments.sizes.data()));
    return 1;
  }

 private:
  Context context_;
  Mix mix_;
};

class PlainBatches final : public Caller {
 public:
  PlainBatches(int port, unsigned thread, int size) : context_(connect(port)), mix_(thread), size_(size) {}

  int work() override {
    for (int i = 0; i < size_; ++i) {
      Arguments arguments(mix_.next());
      redisAppendCommandArgv(context_.get(), arguments.count, arguments.texts.data(), arguments.sizes.data());
    }
    for (int i = 0; i < size_; ++i) {
      void* reply = nullptr;
      if (redisGetReply(context_.get(), &reply) != REDIS_OK) std::abort();
      checked(reply);
    }
    return size_;
  }

 private:
  Context context_;
  Mix mix_;
  int size_;
};

SslContext trusting(const testing::RedisServer& server) {
  SslContext context(SSL_CTX_new(TLS_client_method()));
  const std::string& pem = server.authority().certificate();
  const std::unique_ptr<BIO, Free<BIO_free_all>> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const std::unique_ptr<X509, Free<X509_free>> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate.get());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

class TlsCalls final : public Caller {
 public:
  TlsCalls(const Address& address, unsigned thread)
      : context_(connect(address.port)),
        ssl_context_(trusting(*address.tls)),
        ssl_(SSL_new(ssl_context_.get())),
        reader_(redisReaderCreate()),
        mix_(thread) {
    SSL_set_fd(ssl_.get(), context_->fd);
    if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error("no TLS session");
  }

  int work() override {
    Arguments arguments(mix_.next());
    char* bytes = nullptr;
    const auto size =
        redisFormatCommandArgv(&bytes, arguments.count, arguments.texts.data(), arguments.sizes.data());
    if (SSL_write(ssl_.get(), bytes, static_cast<int>(size)) <= 0) std::abort();
    redisFreeCommand(bytes);
    void* reply = nullptr;
    while (redisReaderGetReply(reader_.get(), &reply) == REDIS_OK && reply == nullptr) {
      std::array<char, 16 * 1024> buffer;
      const int got = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
      if (got <= 0) std::abort();
      redisReaderFeed(reader_.get(), buffer.data(), static_cast<std::size_t>(got));
    }
    checked(reply);
    return 1;
  }

 private:
  Context context_;
  SslContext ssl_context_;
  Ssl ssl_;
  std::unique_ptr<redisReader, Free<redisReaderFree>> reader_;
  Mix mix_;
};

}  // namespace

CallerFactory hiredis_calls(Address address) {
  return [address](unsigned thread) -> std::unique_ptr<Caller> {
    if (address.tls != nullptr) return std::make_unique<TlsCalls>(address, thread);
    return std::make_unique<PlainCalls>(address.port, thread);
  };
}

CallerFactory hiredis_batches(Address address, int size) {
  return
      [address, size](unsigned thread) { return std::make_unique<PlainBatches>(address.port, thread, size); };
}

}  // namespace redisconf::bench
