#include "sentry_endpoint.h"

#include <httplib.h>

#include <mutex>
#include <stdexcept>
#include <thread>

namespace redisconf::test {

class SentryEndpoint::Impl {
 public:
  Impl(SentryAnswer answer, Security security) : answer_(std::move(answer)) {
    ca_file_ = folder_.write("ca.pem", authority_.certificate());
    if (security == Security::plain) {
      server_ = std::make_unique<httplib::Server>();
    } else {
      const auto issued = authority_.issue({.names = {"127.0.0.1"}});
      server_ = std::make_unique<httplib::SSLServer>(folder_.write("server.pem", issued.certificate).c_str(),
                                                     folder_.write("server.key", issued.key).c_str());
      scheme_ = "https";
    }
    server_->Post("/.*", [this](const httplib::Request& request, httplib::Response& response) {
      receive(request);
      response.status = answer_.status;
      if (!answer_.retry_after.empty()) response.set_header("Retry-After", answer_.retry_after);
      if (!answer_.rate_limits.empty()) response.set_header("X-Sentry-Rate-Limits", answer_.rate_limits);
      response.set_content(R"({"id":"x"})", "application/json");
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    if (port_ <= 0) throw std::runtime_error("the endpoint can't listen");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
  }
  ~Impl() {
    while (!server_->is_running()) std::this_thread::yield();
    server_->stop();
    thread_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] std::string dsn(const std::string& key) const {
    return scheme_ + "://" + key + "@127.0.0.1:" + std::to_string(port_) + "/42";
  }
  [[nodiscard]] std::string ca_file() const { return ca_file_.string(); }
  [[nodiscard]] std::vector<Received> received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void receive(const httplib::Request& request) {
    const std::lock_guard lock(mutex_);
    received_.push_back({request.path, request.get_header_value("X-Sentry-Auth"),
                         request.get_header_value("Content-Type"), request.body});
  }

  const SentryAnswer answer_;
  testing::CertificateAuthority authority_;
  testing::TemporaryDirectory folder_{"redisconf-sentry"};
  std::filesystem::path ca_file_;
  std::string scheme_ = "http";
  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<Received> received_;
  std::thread thread_;
};

SentryEndpoint::SentryEndpoint(SentryAnswer answer, Security security)
    : impl_(std::make_unique<Impl>(std::move(answer), security)) {}
SentryEndpoint::~SentryEndpoint() = default;

std::string SentryEndpoint::dsn(const std::string& key) const { return impl_->dsn(key); }
std::string SentryEndpoint::ca_file() const { return impl_->ca_file(); }
std::vector<SentryEndpoint::Received> SentryEndpoint::received() const { return impl_->received(); }

}  // namespace redisconf::test
