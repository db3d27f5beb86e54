#include "dial.h"

#include "error_policy.h"
#include "memory_endpoint.h"
#include "redisconf/config/describe.h"
#include "redisconf/config/settings.h"
#include "redisconf/config/url.h"
#include "redisconf/config/value.h"
#include "resolver.h"
#include "server_error.h"
#include "tls_context.h"
#include "tls_name.h"
#include "tls_stream.h"

#include <netdb.h>

#include <array>
#include <utility>
#include <variant>
#include <vector>

namespace redisconf {
namespace {

// Refusals of a password that come without a code of their own, as from a server that has none
// set; only a server that is full, or can't answer anybody now, says something else.
bool is_about_identity(const RedisError::Details& details) {
  return !refused_for_now(details) && details.cause.find("max number of clients") == std::string::npos;
}

std::string connect_fix(const ConnectionSettings& connection) {
  if (!connection.socket.empty())
    return "is " + setting("connection.socket") + " the socket of a Redis server?";
  return "is the server running, and are " + setting("connection.host") + " and " +
         setting("connection.port") + " right?";
}

std::vector<std::string> texts_of(const std::vector<SocketAddress>& addresses) {
  std::vector<std::string> texts;
  for (const SocketAddress& address : addresses) {
    std::array<char, NI_MAXHOST> text{};
    const auto* const raw = reinterpret_cast<const sockaddr*>(&address.storage);
    if (::getnameinfo(raw, address.size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0) {
      texts.emplace_back(text.data());
    }
  }
  return texts;
}

constexpr std::string_view kPerhapsTls =
    "if the server expects TLS on this port, set tls.enabled (REDIS_TLS_ENABLED) to true";

}  // namespace

std::unique_ptr<Link> Dial::run() {
  try {
    auto link = go();
    trace_time();
    return link;
  } catch (const Fault& fault) {
    trace_time();
    throw error_of(fault);
  } catch (const RedisError&) {
    trace_time();
    throw;
  }
}

std::unique_ptr<Link> Dial::go() {
  auto link = open_link();
  sign_in(*link);
  introduce(*link);
  select(*link);
  ping(*link);
  return link;
}

std::unique_ptr<Link> Dial::open_link() {
  const auto& connection = config_.connection();
  const auto& timeouts = config_.timeouts();
  if (!connection.socket.empty()) {
    const Deadline deadline = enter(Stage::connect, "timeouts.connect", timeouts.connect);
    if (const auto name = memory_server_name(connection.socket); !name.empty())
      return std::make_unique<Link>(std::make_unique<PlainStream>(connect_to_memory(name)));
    return std::make_unique<Link>(
        std::make_unique<PlainStream>(Socket::connect_local(connection.socket, deadline)));
  }
  const auto addresses =
      resolve(connection.host, connection.port, enter(Stage::resolve, "timeouts.resolve", timeouts.resolve));
  if (trace_ != nullptr) trace_->addresses = texts_of(addresses);
  Socket socket = Socket::connect(addresses, socket_options(timeouts),
                                  enter(Stage::connect, "timeouts.connect", timeouts.connect));
  if (config_.tls().enabled) return std::make_unique<Link>(start_tls(std::move(socket)));
  return std::make_unique<Link>(std::make_unique<PlainStream>(std::move(socket)));
}

std::unique_ptr<Stream> Dial::start_tls(Socket socket) {
  const auto& tls = config_.tls();
  const Deadline deadline = enter(Stage::tls, "timeouts.tls", config_.timeouts().tls);
  const ContextPtr context = make_tls_context(tls);
  auto stream = std::make_unique<TlsStream>(std::move(socket), *context, tls.verify,
                                            tls_name(tls, config_.connection().host), deadline,
                                            trace_ == nullptr ? nullptr : &trace_->certificate);
  if (trace_ != nullptr) trace_->tls_version = stream->tls_version();
  return stream;
}

void Dial::sign_in(Link& link) {
  const auto& connection = config_.connection();
  if (connection.password.empty()) return;
  std::vector<std::string_view> arguments{"AUTH"};
  if (!connection.username.empty()) arguments.emplace_back(connection.username);
  arguments.emplace_back(connection.password.reveal());
  const auto answer = exchange(link, Stage::auth, arguments);
  if (const auto* const error = std::get_if<ErrorReply>(&answer)) refuse(error->text);
}

// For people who read CLIENT LIST. An old server or a strict ACL may refuse it, and that is no fault.
void Dial::introduce(Link& link) {
  const std::string& chosen = config_.connection().client_name;
  const std::string_view name =
      chosen.empty() ? std::string_view(config_.service()) : std::string_view(chosen);
  static_cast<void>(exchange(link, Stage::auth, std::array<std::string_view, 3>{"CLIENT", "SETNAME", name}));
}

void Dial::select(Link& link) {
  if (config_.connection().database == 0) return;
  const std::string number = std::to_string(config_.connection().database);
  const auto answer = exchange(link, Stage::select, std::array<std::string_view, 2>{"SELECT", number});
  if (const auto* const error = std::get_if<ErrorReply>(&answer)) refuse(error->text);
}

// Other programs that listen may answer all of the above with something; only Redis answers this so.
void Dial::ping(Link& link) {
  const auto answer = exchange(link, Stage::ping, std::array<std::string_view, 1>{"PING"});
  if (const auto* const error = std::get_if<ErrorReply>(&answer)) {
    if (!is_sign_of_life(error->text)) refuse(error->text);
    return;
  }
  const Reply& reply = std::get<Reply>(answer);
  if (reply.kind() == Reply::Kind::status && reply.as_string() == "PONG") return;
  throw Fault(ErrorCategory::protocol, "the peer does not answer PING as Redis does",
              connect_fix(config_.connection()));
}

Deadline Dial::enter(Stage stage, std::string_view setting_path, std::chrono::milliseconds timeout) {
  stage_ = stage;
  trace_stage();
  const Deadline own = deadline_.capped(timeout);
  limit_.clear();
  if (own.at() < deadline_.at()) limit_ = setting(setting_path) + " is " + format_duration(timeout.count());
  return own;
}

void Dial::trace_stage() {
  if (trace_ == nullptr) return;
  trace_time();
  trace_->steps.push_back({stage_, std::chrono::microseconds(0)});
  stage_began_ = Deadline::Clock::now();
}

// Of the last stage, as far as it went.
void Dial::trace_time() noexcept {
  if (trace_ == nullptr || trace_->steps.empty()) return;
  trace_->steps.back().took =
      std::chrono::duration_cast<std::chrono::microseconds>(Deadline::Clock::now() - stage_began_);
}

ReplyReader::Answer Dial::exchange(Link& link, Stage stage, std::span<const std::string_view> arguments) {
  return link.exchange(arguments, enter(stage, "timeouts.command", config_.timeouts().command));
}

void Dial::refuse(const std::string& error) const {
  RedisError::Details details = describe_server_error(error, {}, config_.connection().password.reveal());
  details.stage = stage_;
  if (stage_ == Stage::auth && is_about_identity(details)) {
    details.category = ErrorCategory::auth;
    if (details.fix.empty())
      details.fix = "check " + setting("connection.password") + " and the server's requirepass";
  }
  if (details.code == "NOAUTH") details.stage = Stage::auth;
  details.retry_safe = true;
  details.endpoint = endpoint(config_);
  throw RedisError(std::move(details));
}

RedisError Dial::error_of(const Fault& fault) const {
  RedisError::Details details;
  details.category = fault.category();
  details.stage = fault.category() == ErrorCategory::tls ? Stage::tls : stage_;
  details.retry_safe = true;
  details.endpoint = endpoint(config_);
  details.cause = fault.category() == ErrorCategory::timeout ? timeout_cause(fault) : fault.cause();
  details.fix = fault.fix();
  if (details.fix.empty() && stage_ == Stage::connect) details.fix = connect_fix(config_.connection());
  const bool spoke = stage_ > Stage::tls && fault.category() != ErrorCategory::timeout;
  const bool may_need_tls = !config_.tls().enabled && config_.connection().socket.empty();
  if (details.fix.empty() && spoke && may_need_tls) details.fix = kPerhapsTls;
  return RedisError(std::move(details));
}

std::string Dial::timeout_cause(const Fault& fault) const {
  return fault.cause() + (limit_.empty() ? " (the time for the whole call is over)" : " (" + limit_ + ")");
}

}  // namespace redisconf
