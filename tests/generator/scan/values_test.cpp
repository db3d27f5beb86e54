// Hand-written values, written as the schema would.
#include <algorithm>

#include "found.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan::test;

TEST_CASE("values are comparable across libraries") {
  const auto [path, text, line] = GENERATE(table<std::string, std::string, std::string>(
      {{"a.py", "redis.Redis(socket_timeout=5)", "timeouts.command 5s"},
       {"a.py", "redis.Redis(socket_timeout=None)", "timeouts.command none"},
       {"a.py", "redis.Redis(socket_timeout=slow())", "timeouts.command (computed)"},
       {"a.js", "new Redis({ commandTimeout: 5_000 })", "timeouts.command 5s"},
       {"a.js", "new Redis({ connectTimeout: 2 * 1000 })", "timeouts.connect 2s"},
       {"a.go", "redis.NewClient(&redis.Options{DialTimeout: 5 * time.Second})", "timeouts.connect 5s"},
       {"a.go", "redis.NewClient(&redis.Options{ReadTimeout: time.Minute})", "timeouts.command 1m"},
       {"a.cpp", "sw::redis::ConnectionOptions o; o.socket_timeout = std::chrono::milliseconds(1'500);",
        "timeouts.command 1500ms"},
       {"A.java", "RedisURI.builder().withTimeout(Duration.ofSeconds(5))", "timeouts.command 5s"},
       {"a.rb", "Redis.new(timeout: 5.seconds)", "timeouts.command 5s"},
       {".env", "REDIS_TIMEOUT=5", "timeouts.command 5 (no unit)"},
       {".env", "REDIS_TIMEOUTS_COMMAND=250ms", "timeouts.command 250ms"},
       {"a.py", "redis.Redis(ssl_cert_reqs='none')", "tls.verify none"},
       {"a.py", "redis.Redis(ssl_cert_reqs=ssl.CERT_REQUIRED)", "tls.verify ca"},
       {"a.js", "new Redis({ tls: { rejectUnauthorized: true } })", "tls.verify full"},
       {"a.rb", "Redis.new(ssl_params: { verify_mode: OpenSSL::SSL::VERIFY_PEER })", "tls.verify full"},
       {"a.go", "redis.NewClient(&redis.Options{TLSConfig: &tls.Config{InsecureSkipVerify: true}})",
        "tls.verify none"},
       {"a.py", "redis.Redis(port=70000)", "connection.port (unreadable)"},
       {"a.py", "redis.Redis(port=int('6380'))", "connection.port 6380"},
       {"a.py", "redis.Redis(password='')", "connection.password none"},
       {"a.py", "redis.Redis(password=None)", "connection.password none"},
       {"a.py", "redis.Redis(host='::1')", "connection.host ::1"},
       {"a.go", "redis.NewClient(&redis.Options{Addr: \":6380\"})", "connection.host localhost"},
       {"a.go", "redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{\"a:1\", \"b:2\"}})",
        "cluster.nodes a:1,b:2"}}));
  INFO(path << '\n' << text);
  const Lines lines = found(path, text + "\n");
  CHECK(std::find(lines.begin(), lines.end(), line) != lines.end());
}

TEST_CASE("positional arguments by library") {
  const auto [path, text, host, port] = GENERATE(table<std::string, std::string, std::string, std::string>(
      {{"a.py", "redis.Redis('h', 1)", "h", "1"},
       {"a.js", "new Redis(1, 'h')", "h", "1"},
       {"a.js", "new Redis('redis://h:1')", "h", "1"},
       {"a.cpp", "redisConnect(\"h\", 1);", "h", "1"},
       {"a.cpp", "auto r = sw::redis::Redis(\"tcp://h:1\");", "h", "1"},
       {"A.java", "new Jedis(\"h\", 1)", "h", "1"},
       {"a.cs", "ConnectionMultiplexer.Connect(\"h:1\")", "h", "1"}}));
  INFO(path << '\n' << text);
  const Lines lines = found(path, text + "\n");
  CHECK(std::find(lines.begin(), lines.end(), "connection.host " + host) != lines.end());
  CHECK(std::find(lines.begin(), lines.end(), "connection.port " + port) != lines.end());
}

TEST_CASE("a URL that a program puts together is read as far as it is certain") {
  CHECK(found("a.py", "u = f'redis://{host}:6380/{db}'\n") ==
        Lines{"connection.database (computed)", "connection.host (computed)", "connection.port 6380",
              "tls.enabled false"});
  CHECK(found("a.py", "u = 'rediss://h:' + port\n") ==
        Lines{"connection.host h", "connection.port (computed)", "tls.enabled true"});
  CHECK(found("a.cpp", "snprintf(b, n, \"redis://%s:%d\", h, p);\n") ==
        Lines{"connection.host (computed)", "connection.port (computed)", "tls.enabled false"});
}

TEST_CASE("the variables within a string are read too") {
  const Lines lines =
      found("a.js", "const c = new Redis(`redis://${process.env.REDIS_HOST || 'localhost'}:1`)\n");
  CHECK(std::find(lines.begin(), lines.end(), "connection.host REDIS_HOST, else localhost") != lines.end());
}

TEST_CASE("arguments that no setting stands for are named without their values") {
  const std::string all = reports("a.py", "redis.Redis(decode_responses=True, label='shown-nowhere')\n");
  CHECK(all.find("decode_responses") != std::string::npos);
  CHECK(all.find("shown-nowhere") == std::string::npos);
}
