#include "redisconf/testing/memory_redis.h"

#include "memory/registry.h"
#include "redisconf/client/connection.h"
#include "redisconf/client/deadline.h"
#include "redisconf/config/settings_builder.h"
#include "redisconf/config/url.h"

#include <span>
#include <stdexcept>
#include <utility>

namespace redisconf::testing {
namespace {

constexpr std::chrono::seconds kCommandTime{10};

}  // namespace

class MemoryRedis::Impl {
 public:
  Impl(const std::string& name, std::shared_ptr<memory::Server> server)
      : url_(std::string(kMemoryPrefix) + name), server_(std::move(server)) {}

  [[nodiscard]] const std::string& url() const noexcept { return url_; }
  [[nodiscard]] memory::Server& server() noexcept { return *server_; }

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments) const {
    SettingsBuilder builder("redisconf-testing");
    builder.environment("testing", Strict::no).connection().socket(url_);
    const Deadline deadline = Deadline::after(kCommandTime);
    return Connection::open(builder.build(), deadline).command(arguments, deadline);
  }

 private:
  std::string url_;
  std::shared_ptr<memory::Server> server_;
};

MemoryRedis::MemoryRedis() {
  auto [name, server] = memory::make_own_server();
  impl_ = std::make_unique<Impl>(std::move(name), std::move(server));
}

MemoryRedis::MemoryRedis(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
MemoryRedis::MemoryRedis(MemoryRedis&&) noexcept = default;
MemoryRedis& MemoryRedis::operator=(MemoryRedis&&) noexcept = default;
MemoryRedis::~MemoryRedis() = default;

MemoryRedis MemoryRedis::named(const std::string& name) {
  if (memory_server_name(std::string(kMemoryPrefix) + name).empty())
    throw std::invalid_argument("the name of a memory:// server has 1 to 64 of a-z 0-9 - _ .");
  return MemoryRedis(std::make_unique<Impl>(name, memory::server_named(name)));
}

std::string MemoryRedis::url() const { return impl_->url(); }

int MemoryRedis::connect() const { return impl_->server().connect(); }

Reply MemoryRedis::command(std::initializer_list<std::string_view> arguments) const {
  return impl_->command(std::span(arguments.begin(), arguments.size()));
}

void MemoryRedis::clear() { impl_->server().clear(); }
void MemoryRedis::freeze_time() { impl_->server().freeze_time(); }
void MemoryRedis::advance(std::chrono::milliseconds time) { impl_->server().advance(time); }
void MemoryRedis::stop() { impl_->server().stop(); }
void MemoryRedis::start() { impl_->server().start(); }

}  // namespace redisconf::testing
