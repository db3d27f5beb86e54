// The server over a real socket.
#include <redisconf/client/errors.h>
#include <redisconf/monitoring/http_server.h>

#include "monitoring/support/http.h"
#include "support/catch.h"

#include <nlohmann/json.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <stdexcept>
#include <system_error>
#include <thread>

using nlohmann::json;
using redisconf::HttpReply;
using redisconf::HttpRequest;
using redisconf::HttpServer;
using redisconf::RedisError;
using redisconf::test::contains;
using redisconf::test::http_delete;
using redisconf::test::http_get;
using redisconf::test::http_post;
using redisconf::test::HttpAnswer;
using redisconf::test::send_raw;

namespace {

HttpReply echo(const HttpRequest& request) {
  const json body{{"method", request.method},
                  {"path", request.path},
                  {"body", request.body},
                  {"captures", request.captures}};
  return {200, "application/json", body.dump()};
}

// A server that runs until the test is over.
class RunningServer {
 public:
  explicit RunningServer(const std::function<void(HttpServer&)>& add_routes) {
    add_routes(server_);
    thread_ = std::thread([this] { status_ = server_.run(); });
  }
  ~RunningServer() {
    if (thread_.joinable()) stop(SIGTERM);
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  int stop(int signal) {
    ::kill(::getpid(), signal);
    thread_.join();
    return status_;
  }
  [[nodiscard]] int port() const { return server_.port(); }

 private:
  HttpServer server_{"127.0.0.1", 0};
  std::thread thread_;
  int status_ = -1;
};

void add_echo(HttpServer& server) {
  server.on_get("/things/([a-z]+)/([0-9]{1,3})", echo);
  server.on_post("/things", echo);
  server.on_delete("/things/([a-z]+)", echo);
}

}  // namespace

TEST_CASE("requests reach the handler of their method and path", "[http-server]") {
  const RunningServer server(add_echo);
  const HttpAnswer got = http_get(server.port(), "/things/red/42?colour=ignored");
  CHECK(got.status == 200);
  CHECK(json::parse(got.body) ==
        json{{"method", "GET"}, {"path", "/things/red/42"}, {"body", ""}, {"captures", {"red", "42"}}});
  CHECK(json::parse(http_post(server.port(), "/things", "a\nb").body)["body"] == "a\nb");
  CHECK(json::parse(http_delete(server.port(), "/things/red").body)["method"] == "DELETE");
}

TEST_CASE("every reply is JSON that nobody stores", "[http-server]") {
  const RunningServer server(add_echo);
  for (const char* const path : {"/things/red/1", "/nothing"}) {
    const HttpAnswer answer = http_get(server.port(), path);
    CHECK_THAT(answer.head, contains("Cache-Control: no-store\r\n"));
    CHECK_THAT(answer.head, contains("Content-Type: application/json\r\n"));
    CHECK_THAT(answer.head, contains("Connection: close\r\n"));
  }
}

TEST_CASE("what no route matches is 404 with a JSON body", "[http-server]") {
  const RunningServer server(add_echo);
  for (const char* const path :
       {"/", "/nothing", "/things", "/things/red/1234", "/things/RED/1", "/things/red/1/"}) {
    CAPTURE(path);
    const HttpAnswer answer = http_get(server.port(), path);
    CHECK(answer.status == 404);
    CHECK(json::parse(answer.body).contains("error"));
  }
  CHECK(http_post(server.port(), "/things/red/1", "{}").status == 404);
}

// RFC 9112 6.3. With a wait for the body's end this test would take seconds, or fail.
TEST_CASE("a request that tells no length has no body", "[http-server]") {
  const RunningServer server(add_echo);
  const HttpAnswer answer = send_raw(server.port(), "POST /things HTTP/1.1\r\nHost: test\r\n\r\n");
  CHECK(answer.status == 200);
  CHECK(json::parse(answer.body)["body"] == "");
}

TEST_CASE("a body in chunks is read as one", "[http-server]") {
  const RunningServer server(add_echo);
  const HttpAnswer answer =
      send_raw(server.port(),
               "POST /things HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(json::parse(answer.body)["body"] == "abcde");
}

TEST_CASE("bodies end at 1 MiB, paths at 1 KiB", "[http-server]") {
  const RunningServer server(add_echo);
  const std::string longest(1 << 20, 'x');
  CHECK(http_post(server.port(), "/things", longest).status == 200);
  const HttpAnswer too_long = http_post(server.port(), "/things", longest + "x");
  CHECK(too_long.status == 413);
  CHECK(json::parse(too_long.body)["error"] == "the body is too long");

  const HttpAnswer long_path = http_get(server.port(), "/things/" + std::string(7000, 'a') + "/1");
  CHECK(long_path.status == 414);
  CHECK(json::parse(long_path.body).contains("error"));
}

TEST_CASE("bytes that are no HTTP do no harm", "[http-server]") {
  const RunningServer server(add_echo);
  CHECK(send_raw(server.port(), "*1\r\n$4\r\nPING\r\n\r\n").status == 400);
  CHECK(send_raw(server.port(), "GET /things/red/1 SPDY/9\r\n\r\n").status == 400);
  CHECK(http_get(server.port(), "/things/red/1").status == 200);
}

TEST_CASE("a RedisError becomes 503 with its category and cause", "[http-server]") {
  const RunningServer server([](HttpServer& http) {
    http.on_get("/", [](const HttpRequest&) -> HttpReply {
      RedisError::Details details;
      details.category = redisconf::ErrorCategory::timeout;
      details.endpoint = "app:***@redis.example:6379/0";
      details.cause = "no answer in time";
      throw RedisError(details);
    });
  });
  const HttpAnswer answer = http_get(server.port(), "/");
  CHECK(answer.status == 503);
  CHECK(json::parse(answer.body) == json{{"error", "Redis can't serve this request"},
                                         {"category", "timeout"},
                                         {"cause", "no answer in time"}});
}

TEST_CASE("any other exception becomes 500 without its text", "[http-server]") {
  const RunningServer server([](HttpServer& http) {
    http.on_get("/known", [](const HttpRequest&) -> HttpReply { throw std::runtime_error("hunter2"); });
    http.on_get("/unknown", [](const HttpRequest&) -> HttpReply { throw 2; });
  });
  for (const char* const path : {"/known", "/unknown"}) {
    const HttpAnswer answer = http_get(server.port(), path);
    CHECK(answer.status == 500);
    CHECK(json::parse(answer.body).contains("error"));
    CHECK_THAT(answer.head + answer.body, !contains("hunter2"));
  }
}

TEST_CASE("handlers run side by side", "[http-server]") {
  std::promise<void> second_arrived;
  const RunningServer server([&](HttpServer& http) {
    http.on_get("/first", [&](const HttpRequest&) -> HttpReply {
      const auto met = second_arrived.get_future().wait_for(std::chrono::seconds(20));
      return {met == std::future_status::ready ? 200 : 500, {}, {}};
    });
    http.on_get("/second", [&](const HttpRequest&) -> HttpReply {
      second_arrived.set_value();
      return {200, {}, {}};
    });
  });
  auto first = std::async(std::launch::async, [&] { return http_get(server.port(), "/first").status; });
  CHECK(http_get(server.port(), "/second").status == 200);
  CHECK(first.get() == 200);
}

TEST_CASE("a stop lets the running request finish", "[http-server]") {
  std::promise<void> started;
  std::promise<void> may_finish;
  RunningServer server([&](HttpServer& http) {
    http.on_get("/slow", [&](const HttpRequest&) -> HttpReply {
      started.set_value();
      may_finish.get_future().wait();
      return {200, "application/json", R"({"finished":true})"};
    });
  });
  auto answer = std::async(std::launch::async, [&] { return http_get(server.port(), "/slow"); });
  started.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { return server.stop(SIGTERM); });
  may_finish.set_value();
  CHECK(stopped.get() == 0);
  CHECK(answer.get().body == R"({"finished":true})");
}

TEST_CASE("SIGINT and SIGTERM end run() with 0", "[http-server]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    RunningServer server(add_echo);
    CHECK(http_get(server.port(), "/nothing").status == 404);
    CHECK(server.stop(signal) == 0);
  }
}

TEST_CASE("a signal before run() is not lost", "[http-server]") {
  HttpServer server("127.0.0.1", 0);
  ::kill(::getpid(), SIGTERM);
  CHECK(server.run() == 0);
}

// The other socket offers to share (SO_REUSEPORT): the server must not take it up.
TEST_CASE("a port that is taken is an error, never shared", "[http-server]") {
  const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(other, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(other, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(other, 1) == 0);
  REQUIRE(::getsockname(other, reinterpret_cast<sockaddr*>(&address), &size) == 0);

  const int port = ntohs(address.sin_port);
  CHECK_THROWS_AS(HttpServer("127.0.0.1", port), std::system_error);
  CHECK_THROWS_WITH(HttpServer("127.0.0.1", port), contains("Address already in use"));
  ::close(other);
  CHECK(HttpServer("127.0.0.1", port).port() == port);
}

TEST_CASE("a process has one server at a time", "[http-server]") {
  const HttpServer server("127.0.0.1", 0);
  CHECK_THROWS_AS(HttpServer("127.0.0.1", 0), std::logic_error);
}

TEST_CASE("an address that is not of this machine can't be bound", "[http-server]") {
  CHECK_THROWS_AS(HttpServer("192.0.2.1", 0), std::system_error);  // TEST-NET-1, RFC 5737
  CHECK_THROWS_WITH(HttpServer("192.0.2.1", 8080), contains("can't listen on 192.0.2.1:8080"));
}
