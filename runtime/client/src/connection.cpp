#include "redisconf/client/connection.h"

#include "command_error.h"
#include "connection_access.h"
#include "dial.h"
#include "fault.h"
#include "link.h"

#include <utility>
#include <variant>

namespace redisconf {

class Connection::Impl {
 public:
  Impl(const ServiceConfig& config, std::unique_ptr<Link> link) : config_(config), link_(std::move(link)) {}

  [[nodiscard]] Reply command(std::span<const std::string_view> arguments, Deadline deadline) {
    if (arguments.empty()) throw empty_command(config_);
    try {
      auto answer = link_->exchange(arguments, deadline);
      if (const auto* const error = std::get_if<ErrorReply>(&answer))
        throw server_error(config_, error->text, arguments);
      return std::get<Reply>(std::move(answer));
    } catch (const Fault& fault) {
      throw transport_error(config_, fault, link_->command_left());
    }
  }

  [[nodiscard]] const Link& link() const noexcept { return *link_; }

 private:
  ServiceConfig config_;
  std::unique_ptr<Link> link_;
};

Connection ConnectionAccess::adopt(const ServiceConfig& config, std::unique_ptr<Link> link) {
  return Connection(std::make_unique<Connection::Impl>(config, std::move(link)));
}

Connection Connection::open(const ServiceConfig& config, Deadline deadline) {
  return ConnectionAccess::adopt(config, Dial(config, deadline).run());
}

Connection Connection::open(const ServiceConfig& config, Deadline deadline, DialTrace& trace) {
  return ConnectionAccess::adopt(config, Dial(config, deadline, &trace).run());
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
