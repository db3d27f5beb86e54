// No report shows a password, wherever it stands and however broken what stands around it is.
#include <random>

#include "found.h"
#include "support/catch.h"

using namespace redisconf::compiler::scan::test;

namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view kSpecial = "!&^-_.~+*;|()";

// Starts with a letter, so that no part of it is a port.
std::string random_password(std::mt19937& random, bool special) {
  const std::string alphabet = std::string(kLetters) + (special ? std::string(kSpecial) : "");
  std::string password = "Q";
  while (password.size() < 24) password += alphabet[random() % alphabet.size()];
  return password;
}

std::string with_password(std::string text, const std::string& password) {
  for (auto at = text.find("PW"); at != std::string::npos; at = text.find("PW", at + password.size())) {
    text.replace(at, 2, password);
  }
  return text;
}

// No six bytes of the password in a row.
bool shows_part(const std::string& report, const std::string& password) {
  for (std::size_t at = 0; at + 6 <= password.size(); ++at) {
    if (report.find(password.substr(at, 6)) != std::string::npos) return true;
  }
  return false;
}

struct Context {
  std::string path;
  std::string text;
};

const std::vector<std::string> kUrls{
    "redis://PW@h",         "redis://PW:@h",          "redis://u:PW@h:1/2",    "redis://:PW@h",
    "redis://u:PW@h:port",  "redis://u:PW@h:70000",   "redis://u:PW/x@h",      "redis://u:PW?x@h",
    "redis://u:PW#x@h",     "redis://u:x/PW@h",       "redis://u:12/PW@h:1",   "redis:///u:PW@h",
    "redis://u:PW@",        "redis://u:PW",           "redis://u:PW@h/PW",     "redis://h?password=PW",
    "redis://[u:PW@h",      "redis://u:PW@h,i",       "rediss://u:PW@@h",      "redis://u:PW@h@i",
    "redis://u:12,PW",      "redis+sentinel://:PW@h", "unix://u:PW@/redis.sk", "unix://u:PW@redis",
    "redis://u:%50%57PW@h", "redis://u:{x}PW@h",      "redis://u:PW$x@h",      "h:6380,password=PW,ssl=True"};

const std::vector<Context> kUrlPlaces{
    {"a.py", "u = 'URL'\n"},
    {"a.py", "u = f'URL'\n"},
    {"a.py", "redis.from_url('URL')\n"},
    {"a.py", "redis.Redis(host='URL')\n"},
    {"a.py", "os.getenv('REDIS_URL', 'URL')\n"},
    {"a.py", "print('connect to URL and go')\n"},
    {"a.py", "u = 'URL' 'more'\n"},
    {"a.js", "new Redis(`URL`)\n"},
    {"a.js", "createClient({ url: process.env.REDIS_URL || 'URL' }) // redis\n"},
    {"a.js", "new Queue('q', 'URL')\n"},
    {"a.rb", "Redis.new url: 'URL'\n"},
    {"a.go", "redis.ParseURL(`URL`)\n"},
    {"a.go", "redis.NewClient(&redis.Options{Addr: \"URL\"})\n"},
    {"a.cpp", "auto r = sw::redis::Redis(R\"(URL)\");\n"},
    {"a.cs", "ConnectionMultiplexer.Connect(@\"URL\")\n"},
    {"A.java", "RedisClient.create(\"URL\")\n"},
    {"a.json", "{\"redis\": {\"url\": \"URL\", \"host\": \"URL\"}}\n"},
    {".env", "REDIS_URL=URL\n"},
    {".env", "REDIS_URL=URL # comment\n"},
    {".env", "REDIS_HOST=URL\nREDIS_PORT=URL\n"},
    {".env", "REDIS_URL=${X:-URL}\n"},
    {"Dockerfile", "ENV REDIS_URL=URL REDIS_DB=1\n"},
    {"a.yml", "redis: URL\n"},
    {"a.yml", "redis:\n  url: URL\n  host: URL\n  user: URL\n"},
    {"a.yml", "redis: {url: URL}\n"},
    {"a.yml", "env:\n  - REDIS_URL=URL\n  - URL\n"},
    {"a.properties", "spring.redis.url=URL\n"},
    {"a.sh", "export REDIS_URL='URL'\n"}};

// Places where a password is nothing else, so that it is a finding of its own.
const std::vector<Context> kPasswords{
    {"a.py", "redis.Redis('h', 1, 0, 'PW')\n"},
    {"a.py", "redis.Redis(password=b'PW')\n"},
    {"a.py", "redis.Redis(password='PW' + salt)\n"},
    {"a.py", "redis.Redis(sentinel_password='PW')\n"},
    {"a.py", "P = 'PW'\nredis.Redis(password=P)\n"},
    {"a.py", "REDIS_PASSWORD = 'PW'\n"},
    {"a.py", "connect(redis_auth_token='PW')\n"},
    {"a.py", "os.environ.get('REDIS_PASSWORD', 'PW')\n"},
    {"a.js", "new Redis({ password: 'PW' })\n"},
    {"a.js", "new Redis({ sentinelPassword: process.env.X || 'PW' })\n"},
    {"a.js", "const c = { redis: { auth: 'PW' } };\n"},
    {"a.rb", "Redis.new(password: ENV.fetch('P') { 'PW' })\n"},
    {"a.go", "redis.NewClient(&redis.Options{Password: `PW`})\n"},
    {"a.cpp", "sw::redis::ConnectionOptions o; o.password = \"PW\";\n"},
    {"a.cpp", "redisCommand(c, \"AUTH %s\", \"PW\");\n"},
    {"a.cpp", "redisCommand(c, \"AUTH PW\");\n"},
    {"A.java", "RedisURI.builder().withPassword(\"PW\".toCharArray())\n"},
    {"a.cs", "using StackExchange.Redis; new ConfigurationOptions { Password = \"PW\" }\n"},
    {".env", "REDIS_PASSWORD=PW\n"},
    {".env", "REDISCLI_AUTH='PW'\n"},
    {".env", "REDIS_API_TOKEN=PW\n"},
    {"Dockerfile", "ENV REDIS_PASSWORD PW\n"},
    {"Dockerfile", "CMD redis-server --requirepass PW\n"},
    {"a.yml", "redis:\n  password: PW\n"},
    {"a.yml", "x:\n  command: redis-server --requirepass PW\n"},
    {"a.yml", "x:\n  command:\n    - redis-server\n    - --requirepass\n    - PW\n"},
    {"a.yml", "x:\n  test: [\"CMD\", \"redis-cli\", \"-a\", \"PW\", \"ping\"]\n"},
    {"a.properties", "spring.redis.password=PW\n"},
    {"a.sh", "redis-cli -h h -a PW ping\n"}};

}  // namespace

TEST_CASE("a password in a URL, whole or broken, is in no report") {
  const auto url = GENERATE(from_range(kUrls));
  std::mt19937 random(7);
  for (const Context& place : kUrlPlaces) {
    const std::string password = random_password(random, false);
    std::string text = place.text;
    for (auto at = text.find("URL"); at != std::string::npos; at = text.find("URL", at + 3)) {
      const bool name = at > 0 && (text[at - 1] == '_' || text[at - 1] == 'e');  // REDIS_URL, ParseURL
      if (!name) text.replace(at, 3, url);
    }
    text = with_password(text, password);
    INFO(place.path << '\n' << text);
    CHECK_FALSE(shows_part(reports(place.path, text), password));
  }
}

TEST_CASE("a password in a setting is in no report, and is a finding") {
  const auto place = GENERATE(from_range(kPasswords));
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    const std::string password = random_password(random, round % 2 == 1);
    const std::string text = with_password(place.text, password);
    INFO(place.path << '\n' << text);
    CHECK_FALSE(shows_part(reports(place.path, text), password));
    CHECK(secrets(place.path, text) >= 1);
  }
}

TEST_CASE("a private key in a file is a secret, a certificate is none") {
  CHECK(secrets("a.py", "redis.Redis(ssl_keyfile='-----BEGIN PRIVATE KEY-----')\n") == 1);
  CHECK(secrets(".env", "REDIS_TLS_KEY=\"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n\"\n") == 1);
  CHECK(secrets("a.py", "redis.Redis(ssl_ca_certs='-----BEGIN CERTIFICATE-----')\n") == 0);
}

TEST_CASE("what comes from elsewhere is no secret in the source") {
  const auto [path, text] = GENERATE(
      table<std::string, std::string>({{"a.py", "redis.Redis(password=os.environ['P'])\n"},
                                       {"a.py", "redis.Redis(password=vault.read('redis'))\n"},
                                       {"a.py", "redis_password = 'the password of the cache'\n"},
                                       {"a.js", "new Redis({ password: config.password })\n"},
                                       {".env", "REDIS_PASSWORD=\nREDIS_PASSWORD=${P}\n"},
                                       {"a.yml", "redis:\n  password: \"{{ .Values.password }}\"\n"}}));
  INFO(text);
  CHECK(secrets(path, text) == 0);
}
