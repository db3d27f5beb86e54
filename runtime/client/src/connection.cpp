#include "redisconf/client/connection.h"

#include "dial.h"
#include "fault.h"
#include "link.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "server_error.h"

#include <utility>
#include <variant>
#include <vector>

namespace redisconf {

class Connection::Impl {
 public:
  Impl(const ServiceConfig& config, std::unique_ptr<Link> link) : config_(config), link_(std::move(link)) {}

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline) {
    if (arguments.empty())
      throw RedisError(details(ErrorCategory::usage, "a command needs at least its name"));
    try {
      auto answer = link_->exchange(arguments, deadline);
      if (const auto* const error = std::get_if<ErrorReply>(&answer))
        throw server_error(error->text, arguments);
      return std::get<Reply>(std::move(answer));
    } catch (const Fault& fault) {
      throw transport_error(fault);
    }
  }

  [[nodiscard]] const Link& link() const noexcept { return *link_; }

 private:
  [[nodiscard]] RedisError::Details details(ErrorCategory category, std::string cause) const {
    RedisError::Details details;
    details.category = category;
    details.endpoint = endpoint(config_);
    details.cause = std::move(cause);
    details.retry_safe = true;
    return details;
  }

  [[nodiscard]] RedisError server_error(const std::string& text,
                                        std::span<const std::string_view> arguments) const {
    std::vector<std::string_view> hidden(arguments.begin() + 1, arguments.end());
    hidden.push_back(config_.connection().password.reveal());
    RedisError::Details details = describe_server_error(text, hidden);
    details.endpoint = endpoint(config_);
    return RedisError(std::move(details));
  }

  [[nodiscard]] RedisError transport_error(const Fault& fault) const {
    RedisError::Details error = details(fault.category(), fault.cause());
    error.retry_safe = !link_->command_left();
    error.fix = fault.fix();
    if (error.category == ErrorCategory::timeout) {
      error.fix = "look for slow commands (SLOWLOG GET), or raise " + setting("timeouts.command");
    }
    return RedisError(std::move(error));
  }

  ServiceConfig config_;
  std::unique_ptr<Link> link_;
};

Connection Connection::open(const ServiceConfig& config, Deadline deadline) {
  return Connection(std::make_unique<Impl>(config, Dial(config, deadline).run()));
}

Connection Connection::open(const ServiceConfig& config, Deadline deadline, DialTrace& trace) {
  return Connection(std::make_unique<Impl>(config, Dial(config, deadline, &trace).run()));
}

Connection::Connection(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Reply Connection::command(std::span<const std::string_view> arguments, Deadline deadline) {
  return impl_->command(arguments, deadline);
}

bool Connection::usable() const noexcept { return impl_->link().usable(); }

std::string Connection::tls_version() const { return impl_->link().tls_version(); }

}  // namespace redisconf
