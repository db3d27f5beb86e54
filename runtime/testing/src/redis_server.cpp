#include "redisconf/testing/redis_server.h"

#include "redis_conf.h"
#include "redisconf/client/connection.h"
#include "redisconf/config/settings_builder.h"
#include "redisconf/testing/temporary_directory.h"
#include "supervisor.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace redisconf::testing {
namespace {

constexpr auto kStartTime = std::chrono::seconds(10);
constexpr auto kStopTime = std::chrono::seconds(10);
constexpr auto kCommandTime = std::chrono::seconds(10);
constexpr int kPortAttempts = 10;
constexpr std::size_t kLogTail = 2000;

// Below the ports that Linux gives to outgoing connections (ip_local_port_range: 32768 and up), so
// that no client sits on the server's port while it is down.
constexpr int kLowestPort = 10000;
constexpr int kHighestPort = 32000;

bool is_free(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return free;
}

// Free when asked; another process may take it before the server does, hence kPortAttempts.
int free_port() {
  std::random_device random;
  std::uniform_int_distribution<int> ports(kLowestPort, kHighestPort);
  for (int attempt = 0; attempt < 100; ++attempt) {
    const int port = ports(random);
    if (is_free(port)) return port;
  }
  throw std::runtime_error("no free port between " + std::to_string(kLowestPort) + " and " +
                           std::to_string(kHighestPort));
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

enum class Start { ready, port_taken };

}  // namespace

class RedisServer::Impl {
 public:
  explicit Impl(RedisServerOptions options)
      : options_(std::move(options)),
        authority_(options_.shared_authority ? options_.shared_authority
                                             : std::make_shared<const CertificateAuthority>()),
        directory_("redisconf-redis"),
        supervisor_(directory_.path(), is_sentinel() ? "--sentinel" : "") {
    if (options_.tls) write_certificates();
    for (int attempt = 0; attempt < kPortAttempts; ++attempt) {
      port_ = free_port();
      if (options_.mode == RedisServerMode::cluster_node) bus_port_ = free_port();
      if (start() == Start::ready) return;
    }
    throw std::runtime_error("redis-server found no free port:\n" + log_tail());
  }

  [[nodiscard]] const RedisServerOptions& options() const noexcept { return options_; }
  [[nodiscard]] const CertificateAuthority& authority() const noexcept { return *authority_; }
  [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_.path(); }
  [[nodiscard]] int port() const noexcept { return port_; }
  [[nodiscard]] int bus_port() const noexcept { return bus_port_; }
  [[nodiscard]] pid_t pid() const noexcept { return server_; }
  [[nodiscard]] std::string log() const { return read_file(directory_.path() / "redis.log"); }

  void signal(int number) const {
    if (server_ != 0) ::kill(server_, number);
  }

  void end(int number) {
    if (server_ == 0) return;
    signal(number);
    signal(SIGCONT);  // a frozen process takes no other signal than SIGKILL
    if (!wait_until_ended(server_, kStopTime)) {
      signal(SIGKILL);
      static_cast<void>(wait_until_ended(server_, kStopTime));
    }
    server_ = 0;
  }

  // Nobody can be in the middle: the connection is to this very process.
  [[nodiscard]] Reply command(std::span<const std::string_view> arguments) const {
    SettingsBuilder builder("redisconf-testing");
    builder.environment("testing", Strict::no).connection().host("127.0.0.1").port(port_);
    if (!options_.password.empty()) builder.connection().password(Secret(options_.password));
    if (options_.tls) {
      Certificate own = authority_->issue({});
      builder.tls().enabled(true).verify(TlsVerify::none);
      builder.tls().certificate(Secret(std::move(own.certificate))).key(Secret(std::move(own.key)));
    }
    builder.timeouts().health(kCommandTime).startup(kCommandTime);
    builder.timeouts().connect(kCommandTime).tls(kCommandTime).command(kCommandTime);
    const Deadline deadline = Deadline::after(kCommandTime);
    return Connection::open(builder.build(), deadline).command(arguments, deadline);
  }

  void restart() {
    end(SIGTERM);
    if (start() != Start::ready) throw std::runtime_error("another process took the port:\n" + log_tail());
  }

 private:
  [[nodiscard]] bool is_sentinel() const noexcept { return options_.mode == RedisServerMode::sentinel; }

  void write_certificates() const {
    CertificateOptions wanted;
    wanted.names = options_.names;
    const Certificate own = options_.certificate ? *options_.certificate : authority_->issue(wanted);
    directory_.write("server.crt", own.certificate);
    directory_.write("server.key", own.key);
    directory_.write("ca.crt", authority_->certificate());
  }

  Start start() {
    directory_.write("redis.conf", redis_conf(options_, directory_.path(), port_, bus_port_));
    const std::size_t log_before = log().size();
    server_ = supervisor_.start();
    const auto deadline = std::chrono::steady_clock::now() + kStartTime;
    while (std::chrono::steady_clock::now() < deadline) {
      const bool ended = has_ended(server_);  // before the log, which is complete then
      const std::string news = log().substr(log_before);
      if (news.find(is_sentinel() ? "Sentinel ID is" : "Ready to accept connections") != std::string::npos)
        return Start::ready;
      if (ended) return take_failure(news);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    end(SIGKILL);
    throw std::runtime_error("redis-server was not ready in time:\n" + log_tail());
  }

  Start take_failure(const std::string& news) {
    server_ = 0;
    if (news.find("Address already in use") != std::string::npos) return Start::port_taken;
    throw std::runtime_error("redis-server did not start:\n" + log_tail());
  }

  [[nodiscard]] std::string log_tail() const {
    const std::string text = log();
    return text.size() <= kLogTail ? text : text.substr(text.size() - kLogTail);
  }

  RedisServerOptions options_;
  std::shared_ptr<const CertificateAuthority> authority_;
  TemporaryDirectory directory_;
  Supervisor supervisor_;  // goes before the folder
  int port_ = 0;
  int bus_port_ = 0;
  pid_t server_ = 0;
};

RedisServer::RedisServer(RedisServerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
RedisServer::RedisServer(RedisServer&&) noexcept = default;
RedisServer& RedisServer::operator=(RedisServer&&) noexcept = default;
RedisServer::~RedisServer() = default;

std::string RedisServer::host() const { return "127.0.0.1"; }
int RedisServer::port() const noexcept { return impl_->port(); }
int RedisServer::bus_port() const noexcept { return impl_->bus_port(); }
bool RedisServer::tls() const noexcept { return impl_->options().tls; }
const std::string& RedisServer::password() const noexcept { return impl_->options().password; }
const CertificateAuthority& RedisServer::authority() const { return impl_->authority(); }
pid_t RedisServer::pid() const noexcept { return impl_->pid(); }
const std::filesystem::path& RedisServer::directory() const noexcept { return impl_->directory(); }
std::string RedisServer::log() const { return impl_->log(); }

Reply RedisServer::command(std::initializer_list<std::string_view> arguments) const {
  return impl_->command(std::span(arguments.begin(), arguments.size()));
}

void RedisServer::stop() { impl_->end(SIGTERM); }
void RedisServer::kill() { impl_->end(SIGKILL); }
void RedisServer::restart() { impl_->restart(); }
void RedisServer::freeze() { impl_->signal(SIGSTOP); }
void RedisServer::resume() { impl_->signal(SIGCONT); }

}  // namespace redisconf::testing
