// Hands a configuration to hiredis: connected, signed in, named and on its database.
//
//   redisconf::HiredisContext redis = redisconf::connect_hiredis(config);
//   redisCommand(redis.get(), "GET key") ...
//
// The one header of this part that includes hiredis (0.14 or newer), for programs that use hiredis
// themselves and link it. TLS needs hiredis 1.0, its library hiredis_ssl and <redisconf/client/
// hiredis_tls.h>; without that a configuration with TLS is refused, never spoken in the clear.
//
// What hiredis can't do: `timeouts.resolve` (getaddrinfo() waits as long as the system says),
// `timeouts.startup` over all stages (each has its own limit), clusters. Before 1.0 it raises SIGPIPE.
//
// Ownership:     the caller's.
// Thread-safety: of hiredis: a context belongs to one thread at a time.
// Errors:        RedisError. No message holds a secret; of a refusal only the server's code is shown.
#pragma once

#include <redisconf/client/errors.h>
#include <redisconf/config/describe.h>
#include <redisconf/config/service_config.h>
#include <redisconf/config/settings.h>

#include <hiredis/hiredis.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf {

struct HiredisFree {
  void operator()(redisContext* context) const noexcept { redisFree(context); }
  void operator()(redisReply* reply) const noexcept { freeReplyObject(reply); }
};
using HiredisContext = std::unique_ptr<redisContext, HiredisFree>;

namespace hiredis_adapter {

[[nodiscard]] inline timeval time_of(std::chrono::milliseconds time) {
  timeval result{};
  result.tv_sec = static_cast<decltype(result.tv_sec)>(time.count() / 1000);
  result.tv_usec = static_cast<decltype(result.tv_usec)>(time.count() % 1000 * 1000);
  return result;
}

[[noreturn]] inline void fail(const ServiceConfig& config, ErrorCategory category, Stage stage,
                              std::string cause, std::string fix = {}) {
  RedisError::Details details;
  details.category = category;
  details.stage = stage;
  details.retry_safe = true;
  details.endpoint = endpoint(config);
  details.cause = std::move(cause);
  details.fix = std::move(fix);
  throw RedisError(std::move(details));
}

[[nodiscard]] inline bool timed_out(const redisContext& context, int error) noexcept {
#ifdef REDIS_ERR_TIMEOUT
  if (context.err == REDIS_ERR_TIMEOUT) return true;
#endif
  return context.err == REDIS_ERR_IO && (error == EAGAIN || error == ETIMEDOUT);
}

// What hiredis says of a context that failed; reads errno, so call it first of all.
[[noreturn]] inline void fail(const ServiceConfig& config, const redisContext& context, Stage stage) {
  const int error = errno;
  const auto otherwise = stage == Stage::connect ? ErrorCategory::connect : ErrorCategory::closed;
  fail(config, timed_out(context, error) ? ErrorCategory::timeout : otherwise, stage,
       std::string(static_cast<const char*>(context.errstr)));
}

// "WRONGPASS" of "WRONGPASS invalid username-password pair".
[[nodiscard]] inline std::string code_of(std::string_view error) {
  const auto end = std::find_if(error.begin(), error.end(), [](char c) { return c < 'A' || c > 'Z'; });
  return {error.begin(), end};
}

// The server's refusal as its code; empty when it agreed.
[[nodiscard]] inline std::string ask(const ServiceConfig& config, redisContext& context, Stage stage,
                                     const std::vector<std::string_view>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  const std::unique_ptr<redisReply, HiredisFree> reply(static_cast<redisReply*>(
      redisCommandArgv(&context, static_cast<int>(words.size()), texts.data(), sizes.data())));
  if (!reply) fail(config, context, stage);
  if (reply->type != REDIS_REPLY_ERROR) return {};
  const std::string code = code_of({reply->str, static_cast<std::size_t>(reply->len)});
  return code.empty() ? "an error" : code;
}

inline void sign_in(const ServiceConfig& config, redisContext& context) {
  const ConnectionSettings& connection = config.connection();
  if (!connection.password.empty()) {
    std::vector<std::string_view> words{"AUTH"};
    if (!connection.username.empty()) words.emplace_back(connection.username);
    words.push_back(connection.password.reveal());
    const std::string refusal = ask(config, context, Stage::auth, words);
    if (!refusal.empty()) {
      fail(config, ErrorCategory::auth, Stage::auth, "the server refused AUTH with " + refusal,
           "check connection.username and connection.password");
    }
  }
  // As Connection does it: an old server or a strict ACL may refuse the name, and that is no fault.
  const std::string_view name = connection.client_name.empty() ? std::string_view(config.service())
                                                               : std::string_view(connection.client_name);
  static_cast<void>(ask(config, context, Stage::auth, {"CLIENT", "SETNAME", name}));
  if (connection.database == 0) return;
  const std::string number = std::to_string(connection.database);
  const std::string refusal = ask(config, context, Stage::select, {"SELECT", number});
  if (refusal.empty()) return;
  fail(config, ErrorCategory::server, Stage::select, "the server refused SELECT with " + refusal,
       "check connection.database");
}

[[noreturn]] inline void refuse_tls(const ServiceConfig& config) {
  fail(config, ErrorCategory::usage, Stage::tls, "this connection of hiredis has no TLS",
       "with hiredis 1.0 or newer: connect_hiredis(config, start_hiredis_tls) of "
       "<redisconf/client/hiredis_tls.h>; tls.enabled is true");
}

inline void require_one_server(const ServiceConfig& config) {
  if (config.cluster().enabled) {
    fail(config, ErrorCategory::usage, Stage::connect,
         "hiredis knows one server, and cluster.enabled is true");
  }
  if (!config.sentinel().nodes.empty()) {
    fail(config, ErrorCategory::usage, Stage::connect,
         "hiredis asks no sentinels, and sentinel.nodes is set");
  }
}

}  // namespace hiredis_adapter

#if HIREDIS_MAJOR >= 1
// Whether the caller starts TLS himself where tls.enabled: redisOptions can't say it.
enum class HiredisTls : bool { refused, started_by_caller };

// The configuration as redisOptions: host, port and timeouts. Throws RedisError (usage) for a
// configuration with TLS, unless the caller says that he starts it.
class HiredisOptions {
 public:
  explicit HiredisOptions(const ServiceConfig& config, HiredisTls tls = HiredisTls::refused)
      : config_(config),
        connect_(hiredis_adapter::time_of(config.timeouts().connect)),
        command_(hiredis_adapter::time_of(config.timeouts().command)) {
    if (config.tls().enabled && tls == HiredisTls::refused) {
      hiredis_adapter::fail(config, ErrorCategory::usage, Stage::tls, "redisOptions can't ask for TLS",
                            "start it on the context, and say HiredisTls::started_by_caller");
    }
    hiredis_adapter::require_one_server(config);
    const ConnectionSettings& connection = config_.connection();
    if (connection.socket.empty()) {
      options_.type = REDIS_CONN_TCP;
      options_.endpoint.tcp.ip = connection.host.c_str();
      options_.endpoint.tcp.port = connection.port;
    } else {
      options_.type = REDIS_CONN_UNIX;
      options_.endpoint.unix_socket = connection.socket.c_str();
    }
    options_.connect_timeout = &connect_;
    options_.command_timeout = &command_;
  }
  HiredisOptions(const HiredisOptions&) = delete;
  HiredisOptions& operator=(const HiredisOptions&) = delete;

  // Valid as long as this object.
  [[nodiscard]] const redisOptions& get() const noexcept { return options_; }

 private:
  ServiceConfig config_;  // keeps host and socket alive
  timeval connect_;
  timeval command_;
  redisOptions options_{};
};
#endif

// `start_tls(redisContext&, const ServiceConfig&)` is called where tls.enabled: start_hiredis_tls.
template <class StartTls>
[[nodiscard]] HiredisContext connect_hiredis(const ServiceConfig& config, const StartTls& start_tls) {
  hiredis_adapter::require_one_server(config);
  const ConnectionSettings& connection = config.connection();
  const TimeoutsSettings& timeouts = config.timeouts();
  const timeval limit = hiredis_adapter::time_of(timeouts.connect);
  HiredisContext context(connection.socket.empty()
                             ? redisConnectWithTimeout(connection.host.c_str(), connection.port, limit)
                             : redisConnectUnixWithTimeout(connection.socket.c_str(), limit));
  if (!context) throw std::bad_alloc();
  if (context->err != 0) hiredis_adapter::fail(config, *context, Stage::connect);
  if (config.tls().enabled) {
    redisSetTimeout(context.get(), hiredis_adapter::time_of(timeouts.tls));
    start_tls(*context, config);
  }
  if (redisSetTimeout(context.get(), hiredis_adapter::time_of(timeouts.command)) != REDIS_OK) {
    hiredis_adapter::fail(config, *context, Stage::connect);
  }
  hiredis_adapter::sign_in(config, *context);
  return context;
}

// Without TLS: a configuration with it is refused.
[[nodiscard]] inline HiredisContext connect_hiredis(const ServiceConfig& config) {
  if (config.tls().enabled) hiredis_adapter::refuse_tls(config);
  return connect_hiredis(config, [](redisContext&, const ServiceConfig&) {});
}

}  // namespace redisconf
