// A small HTTP server for programs that have none.
//
// Each connection serves one request, so that no idle client holds a thread that a probe
// needs. Bodies are limited to 1 MiB (413), paths to 1 KiB (414); every reply is `no-store`.
//
// Ownership:     owns its socket and threads. What handlers refer to must outlive run().
// Thread-safety: handlers run concurrently on the server's threads; add routes before run().
//                From construction to destruction SIGINT and SIGTERM belong to the server, so
//                a process has one at a time (std::logic_error otherwise).
// Errors:        std::system_error when the address can't be bound or no longer be served. A
//                handler that throws RedisError gives 503 with category and cause; any other
//                exception gives 500 without details, and its type on standard error.
#pragma once

#include <redisconf/config/export.h>
#include <redisconf/monitoring/http_reply.h>
#include <redisconf/monitoring/http_request.h>
#include <redisconf/monitoring/monitor.h>

#include <functional>
#include <memory>
#include <string>

namespace redisconf REDISCONF_PUBLIC {

class HttpServer {
 public:
  using Handler = std::function<HttpReply(const HttpRequest&)>;

  // Binds and listens; requests wait until run(). Port 0 takes a free one; port() tells which.
  HttpServer(const std::string& address, int port);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  // `pattern` is a regular expression over the whole path (ECMAScript).
  void on_get(const std::string& pattern, Handler handler);
  void on_post(const std::string& pattern, Handler handler);
  void on_delete(const std::string& pattern, Handler handler);

  // What Monitor::handle() answers. The monitor must outlive run().
  void add_monitoring(Monitor& monitor);

  [[nodiscard]] int port() const noexcept;

  // Serves until SIGINT or SIGTERM arrives, lets running requests finish, returns 0.
  int run();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redisconf
