#include "redisconf/monitoring/http_server.h"

#include "redisconf/client/errors.h"
#include "stop_signals.h"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <thread>
#include <typeinfo>
#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kMaxBodyBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxPathBytes = 1024;

// Behind the ?; the library keeps it in pieces and decoded.
std::string query_of(const std::string& target) {
  const auto mark = target.find('?');
  return mark == std::string::npos ? std::string() : target.substr(mark + 1);
}

bool is_forwarded(const httplib::Request& request) {
  return request.has_header("Forwarded") || request.has_header("X-Forwarded-For") ||
         request.has_header("Via");
}

HttpRequest request_of(const httplib::Request& request) {
  HttpRequest result{.method = request.method,
                     .path = request.path,
                     .body = request.body,
                     .query = query_of(request.target),
                     .accept = request.get_header_value("Accept"),
                     .authorization = request.get_header_value("Authorization"),
                     .peer = request.remote_addr,
                     .forwarded = is_forwarded(request)};
  for (std::size_t index = 1; index < request.matches.size(); ++index) {
    result.captures.push_back(request.matches[index].str());
  }
  return result;
}

void send(const HttpReply& reply, httplib::Response& response) {
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.set_header(name.c_str(), value);
  if (!reply.body.empty()) response.set_content(reply.body, reply.content_type);
}

// What the server said is escaped and cut already, and no RedisError holds a key or a value.
HttpReply redis_failure(const RedisError& error) {
  const nlohmann::ordered_json body{{"error", "Redis can't serve this request"},
                                    {"category", name_of(error.category())},
                                    {"cause", error.details().cause}};
  return {503, "application/json", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

// Only the type: the text of a stranger's exception may quote the request.
HttpReply failure(const std::string& route, const char* type) {
  std::fprintf(stderr, "the handler of %s failed with an exception of type %s\n", route.c_str(), type);
  return error_reply(500, "the service failed at this request");
}

HttpReply guarded(const HttpServer::Handler& handler, const HttpRequest& request, const std::string& route) {
  try {
    return handler(request);
  } catch (const RedisError& error) {
    return redis_failure(error);
  } catch (const std::exception& error) {
    return failure(route, typeid(error).name());
  } catch (...) {
    return failure(route, "unknown");
  }
}

httplib::Server::Handler adapt(const std::string& route, HttpServer::Handler handler) {
  return [route, handler = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
    send(guarded(handler, request_of(request), route), response);
  };
}

HttpReply nothing_here() {
  return error_reply(404, "there is nothing at this path, or not with this method");
}

// Errors that no handler made have no body yet.
void explain(const httplib::Request&, httplib::Response& response) {
  if (!response.body.empty()) return;
  switch (response.status) {
    case 404:
      return send(nothing_here(), response);
    case 413:
      return send(error_reply(413, "the body is too long"), response);
    default:
      return send(error_reply(response.status, "the request is malformed"), response);
  }
}

// A request that tells no length has no body (RFC 9112 6.3); the library would wait for one until
// its timeout. Its own request object is not const.
void settle_length(const httplib::Request& request) {
  if (request.has_header("Content-Length") || request.has_header("Transfer-Encoding")) return;
  const_cast<httplib::Request&>(request).set_header("Content-Length", "0");
}

httplib::Server::HandlerResponse before_routing(const httplib::Request& request,
                                                httplib::Response& response) {
  using enum httplib::Server::HandlerResponse;
  settle_length(request);
  if (request.path.size() <= kMaxPathBytes) return Unhandled;
  send(error_reply(414, "the path is longer than 1 KiB"), response);
  return Handled;
}

// The library's own default is SO_REUSEPORT, with which two programs share a port unnoticed.
void set_socket_options(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const std::string& address, int port) {
    server_.set_socket_options([this](int socket) {
      socket_ = socket;  // the last one tried is the one that listens
      set_socket_options(socket);
    });
    server_.set_payload_max_length(kMaxBodyBytes);
    server_.set_keep_alive_max_count(1);
    server_.set_tcp_nodelay(true);
    server_.set_default_headers({{"Cache-Control", "no-store"}});
    server_.set_pre_routing_handler(before_routing);
    server_.set_error_handler(explain);
    bind(address, port);
  }

  httplib::Server& server() noexcept { return server_; }
  [[nodiscard]] int port() const noexcept { return port_; }

  void run() {
    std::atomic<bool> ended = false;
    std::thread serving([&] {
      server_.listen_after_bind();
      ended = true;
      signals_.wake();
    });
    signals_.wait();
    const bool stopped_itself = ended;
    // stop() does nothing before the server has begun.
    while (!server_.is_running() && !ended) std::this_thread::yield();
    server_.stop();
    serving.join();
    if (stopped_itself) throw std::system_error(EIO, std::system_category(), "the server can't accept");
  }

 private:
  void bind(const std::string& address, int port) {
    errno = 0;
    if (port == 0) {
      port_ = server_.bind_to_any_port(address);
    } else {
      port_ = server_.bind_to_port(address, port) ? port : -1;
    }
    if (port_ > 0) return lengthen_queue();
    throw std::system_error(errno != 0 ? errno : EADDRNOTAVAIL, std::system_category(),
                            "can't listen on " + address + ":" + std::to_string(port));
  }

  // The library lets five connections wait for accept(). One more is dropped by the kernel in silence, and
  // its caller tries again after 0.2 s, 0.4 s, ... up to a minute.
  void lengthen_queue() const {
    if (::listen(socket_, SOMAXCONN) != 0) throw std::system_error(errno, std::system_category(), "listen");
  }

  StopSignals signals_;
  httplib::Server server_;
  int socket_ = -1;
  int port_ = -1;
};

HttpServer::HttpServer(const std::string& address, int port) : impl_(std::make_unique<Impl>(address, port)) {}

HttpServer::~HttpServer() = default;

void HttpServer::on_get(const std::string& pattern, Handler handler) {
  impl_->server().Get(pattern, adapt("GET " + pattern, std::move(handler)));
}

void HttpServer::on_post(const std::string& pattern, Handler handler) {
  impl_->server().Post(pattern, adapt("POST " + pattern, std::move(handler)));
}

void HttpServer::on_delete(const std::string& pattern, Handler handler) {
  impl_->server().Delete(pattern, adapt("DELETE " + pattern, std::move(handler)));
}

void HttpServer::add_monitoring(Monitor& monitor) {
  on_get("/health(?:/live|/started|/ready|/redis)?|/metrics|/debug/redis-(?:config|test)|/debug/queues/.*",
         [&monitor](const HttpRequest& request) {
           auto reply = monitor.handle(request);
           return reply ? std::move(*reply) : nothing_here();
         });
}

int HttpServer::port() const noexcept { return impl_->port(); }

int HttpServer::run() {
  impl_->run();
  return 0;
}

}  // namespace redisconf
