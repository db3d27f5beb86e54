// What counts as a finding in programs, language by language.
#include "found.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan::test;

TEST_CASE("a call over several lines is one configuration, each value in its place") {
  const std::string text =
      "client = redis.Redis(\n"
      "    host='h.internal',  # the host\n"
      "    port=6380,\n"
      "    socket_timeout=0.25,\n"
      ")\n";
  CHECK(sites("a.py", text) == Lines{"redis.Redis(...)"});
  CHECK(found_at("a.py", text) ==
        Lines{"2:10 connection.host h.internal", "3:10 connection.port 6380", "4:20 timeouts.command 250ms"});
}

TEST_CASE("columns count code points") {
  CHECK(found_at("a.py", "s = 'äöü'; u = 'redis://h:1'\n").front() == "1:16 connection.host h");
}

TEST_CASE("comments and documentation are no findings") {
  const auto [path, text] = GENERATE(table<std::string, std::string>(
      {{"a.py", "# redis.Redis(host='h')\n"},
       {"a.py", "'''redis://h:1'''\n"},
       {"a.py", "def f():\n    \"\"\"See redis://h:1\n    or redis.Redis(host='h').\"\"\"\n"},
       {"a.ts", "// createClient({ url: 'redis://h:1' })\n/* redis://h:1 \n 'redis://h:2' */\n"},
       {"a.ts", "const p = /'redis:\\/\\/h'/;\n"},
       {"a.rb", "# Redis.new(host: 'h')\n=begin\nRedis.new(host: 'h')\n=end\n__END__\nRedis.new\n"},
       {"a.go", "// redis.NewClient(&redis.Options{Addr: \"h:6379\"})\n/* \"redis://h\" */\n"},
       {"a.cpp", "// redisConnect(\"h\", 1); \\\n redisConnect(\"h\", 1);\n"},
       {"a.cpp", "#if 0\n#if X\n#endif\nredisConnect(\"h\", 1);\n#endif\n"},
       {"a.kt", "/* /* */ Jedis(\"redis://h\") */\n"},
       {"A.java", "/* new Jedis(\"h\") */ // \"redis://h\"\n"},
       {".env", "# REDIS_HOST=h\n"},
       {"a.yml", "# redis: {host: h}\n  # REDIS_URL: redis://h\n"},
       {"Dockerfile", "# ENV REDIS_HOST=h\n"},
       {"a.properties", "# redis.host=h\n! redis.host=h\n; redis.host=h\n"}}));
  INFO(path << '\n' << text);
  CHECK(found(path, text).empty());
  CHECK(sites(path, text).empty());
}

TEST_CASE("what only looks like a comment or a string hides nothing") {
  const auto [path, text] = GENERATE(table<std::string, std::string>(
      {{"a.py", "s = '# no comment'; redis.Redis(host='h')\n"},
       {"a.py", "x = \"it's\"; redis.Redis(host='h')\n"},
       {"a.py", "redis.Redis(host=\"\"\"h\"\"\")\n"},
       {"a.js", "const q = a / b; const r = `it's`; new Redis({ host: 'h' })\n"},
       {"a.jsx", "<p>Don't</p>\nnew Redis({ host: 'h' })\n"},
       {"a.js", "const u = 'http://x'; new Redis({ host: 'h' })\n"},
       {"a.cpp", "char q = '\"'; redisConnect(\"h\");\n"},
       {"a.cpp", "#if 0\n#else\nvoid f() { redisConnect(\"h\"); }\n#endif\n"},
       {"a.cpp", "auto r = R\"(\" // )\"; redisConnect(\"h\");\n"},
       {"a.go", "r := '\"'; c := redis.NewClient(&redis.Options{Addr: `h`})\n"},
       {"a.rb", "s = \"#{x ? '}' : 'y'}\"; Redis.new(host: 'h')\n"}}));
  INFO(path << '\n' << text);
  CHECK(found(path, text) == Lines{"connection.host h"});
}

TEST_CASE("variables and what stands in for them") {
  const auto [path, text, value] = GENERATE(table<std::string, std::string, std::string>(
      {{"a.py", "os.environ['REDIS_HOST']", "REDIS_HOST"},
       {"a.py", "os.environ.get('REDIS_HOST', 'localhost')", "REDIS_HOST, else localhost"},
       {"a.py", "os.getenv('REDIS_HOST') or 'localhost'", "REDIS_HOST, else localhost"},
       {"a.py", "os.getenv('REDIS_HOST', None)", "REDIS_HOST"},
       {"a.py", "env.str('REDIS_HOST', default='localhost')", "REDIS_HOST, else localhost"},
       {"a.py", "os.getenv('REDIS_HOST', compute())", "REDIS_HOST, else (computed)"},
       {"a.js", "process.env.REDIS_HOST", "REDIS_HOST"},
       {"a.js", "process.env['REDIS_HOST'] ?? \"localhost\"", "REDIS_HOST, else localhost"},
       {"a.js", "process.env.REDIS_HOST || process.env.OTHER || 'localhost'", "REDIS_HOST, else localhost"},
       {"a.rb", "ENV['REDIS_HOST'] || 'localhost'", "REDIS_HOST, else localhost"},
       {"a.rb", "ENV.fetch('REDIS_HOST') { 'localhost' }", "REDIS_HOST, else localhost"},
       {"a.rb", "ENV.fetch 'REDIS_HOST'", "REDIS_HOST"},
       {"a.go", "os.Getenv(\"REDIS_HOST\")", "REDIS_HOST"},
       {"a.go", "getEnv(\"REDIS_HOST\", \"localhost\")", "REDIS_HOST, else localhost"},
       {"a.cpp", "std::getenv(\"REDIS_HOST\")", "REDIS_HOST"},
       {"a.cpp", "getenv(\"REDIS_HOST\") ? getenv(\"REDIS_HOST\") : \"localhost\"",
        "REDIS_HOST, else localhost"},
       {"A.java", "System.getenv().getOrDefault(\"REDIS_HOST\", \"localhost\")",
        "REDIS_HOST, else localhost"},
       {"a.kt", "System.getenv(\"REDIS_HOST\") ?: \"localhost\"", "REDIS_HOST, else localhost"},
       {"a.cs", "Environment.GetEnvironmentVariable(\"REDIS_HOST\") ?? \"localhost\"",
        "REDIS_HOST, else localhost"}}));
  INFO(path << '\n' << text);
  CHECK(found(path, "x = " + text + "\n") == Lines{"connection.host " + value});
}

TEST_CASE("setting a variable is no read, and a stranger's variable is none of ours") {
  CHECK(found("a.py", "os.environ['REDIS_HOST'] = pick()\n").empty());
  CHECK(found("a.py", "os.environ['DATABASE_HOST']\n").empty());
  CHECK(found("a.py", "os.environ['REDISTRIBUTION_HOST']\n").empty());
}

TEST_CASE("a name that is given a value once stands for it") {
  const std::string once = "HOST = os.environ.get('CACHE', 'localhost')\nc = redis.Redis(host=HOST)\n";
  CHECK(found_at("a.py", once) == Lines{"1:11 connection.host CACHE, else localhost"});
  CHECK(found("a.py", "HOST = 'a'\nHOST = 'b'\nc = redis.Redis(host=HOST)\n") ==
        Lines{"connection.host (computed)"});
  CHECK(found("a.py", "A = B\nB = A\nc = redis.Redis(host=A)\n") == Lines{"connection.host (computed)"});
}

TEST_CASE("what a queue's worker does is not the queue's configuration") {
  const std::string text =
      "import { Worker } from 'bullmq';\nnew Worker('q', async (job) => { await call({ host: 'api', port: 1 "
      "}) }, { connection: { host: 'h' } "
      "})\n";
  CHECK(found("a.js", text) == Lines{"connection.host h"});
  CHECK(sites("a.js", "new Queue('not Redis', { host: 'h' }) // redis\n").empty());
}

TEST_CASE("names that others use too need the library") {
  const std::string call = "const c = createClient({ url: 'https://db.example', timeout: 5 });\n";
  CHECK(sites("a.js", "import { createClient } from 'supabase'; // not redis\n" + call).empty());
  CHECK(sites("a.js", "import { createClient } from 'redis';\n" + call).size() == 1);
}

TEST_CASE("definitions are no calls") {
  CHECK(sites("a.py", "class Redis(Base):\n    def from_url(url):\n        pass\n").empty());
}

TEST_CASE("members of options that are assigned later") {
  const std::string cpp =
      "sw::redis::ConnectionOptions o;\no.host = \"h\";\no.tls.key = \"k.pem\";\nother.port = 1;\n";
  CHECK(found_at("a.cpp", cpp) == Lines{"2:10 connection.host h", "3:13 tls.key (a file)"});
  const std::string go =
      "o, err := redis.ParseURL(url)\no.TLSConfig = &tls.Config{InsecureSkipVerify: true}\n";
  CHECK(found("a.go", go) == Lines{"tls.enabled true", "tls.verify none"});
}

TEST_CASE("objects and settings that are named after Redis") {
  CHECK(found("a.js", "module.exports = { redis: { host: 'h', port: 1 }, mail: { host: 'm' } }\n") ==
        Lines{"connection.host h", "connection.port 1"});
  CHECK(found("a.py", "class Settings:\n    redis_port: int = 6380\n    redis_help: str = 'Redis port'\n") ==
        Lines{"connection.port 6380"});
  CHECK(found("a.cpp", "#define REDIS_PORT 6380\n") == Lines{"connection.port 6380"});
  CHECK(found("a.json", R"({"redis": {"host": "h"}, "REDIS_PORT": 6380})") ==
        Lines{"connection.host h", "connection.port 6380"});
}
