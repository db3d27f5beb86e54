#include "scan/constructions.h"

#include <algorithm>
#include <array>

#include "scan/characters.h"
#include "scan/setting_names.h"

namespace redisconf::compiler::scan {
namespace {

using enum Language;

constexpr unsigned kQueue = kAfterNew | kScoped | kNeedsFindings;

constexpr std::array kConstructions{
    Construction{python, "Redis", "", "host,port,db,password,socket_timeout", 0},
    Construction{python, "StrictRedis", "", "host,port,db,password,socket_timeout", 0},
    Construction{python, "Valkey", "", "host,port,db,password,socket_timeout", 0},
    Construction{python, "from_url", "", "url", kNeedsFindings},
    Construction{python, "ConnectionPool", "", "", kNeedsFindings},
    Construction{python, "BlockingConnectionPool", "", "", kNeedsFindings},
    Construction{python, "SSLConnection", "", "", kNeedsFindings},
    Construction{python, "RedisCluster", "", "host,port", 0},
    Construction{python, "Sentinel", "", "sentinels", kNeedsFindings},
    Construction{python, "create_redis", "", "url", 0},
    Construction{python, "create_redis_pool", "", "url", 0},
    Construction{python, "RedisSettings", "", "host,port", kNeedsFindings},
    Construction{python, "Celery", "", "-,broker", kNeedsFindings | kPartial},

    Construction{javascript, "createClient", "", "url", kNeedsImport},
    Construction{javascript, "createCluster", "", "", kNeedsImport},
    Construction{javascript, "createSentinel", "", "", kNeedsImport},
    Construction{javascript, "Redis", "", "port,host", kAfterNew},
    Construction{javascript, "IORedis", "", "port,host", kAfterNew},
    Construction{javascript, "Valkey", "", "port,host", kAfterNew},
    Construction{javascript, "Cluster", "", "nodes", kAfterNew | kNeedsFindings},
    Construction{javascript, "Queue", "", "-,url", kQueue},
    Construction{javascript, "Bull", "", "-,url", kQueue},
    Construction{javascript, "Worker", "", "", kQueue},
    Construction{javascript, "QueueScheduler", "", "", kQueue},
    Construction{javascript, "QueueEvents", "", "", kQueue},
    Construction{javascript, "FlowProducer", "", "", kQueue},

    Construction{ruby, "new", "Redis", "", 0},
    Construction{ruby, "new", "RedisClient", "", 0},
    Construction{ruby, "config", "RedisClient", "", 0},
    Construction{ruby, "new", "Cluster", "", kNeedsFindings},
    Construction{ruby, "redis_cache_store", "", "", kNeedsFindings},
    Construction{ruby, "redis_store", "", "", kNeedsFindings},

    Construction{go, "NewClient", "redis", "", 0},
    Construction{go, "NewClusterClient", "redis", "", 0},
    Construction{go, "NewFailoverClient", "redis", "", 0},
    Construction{go, "NewUniversalClient", "redis", "", 0},
    Construction{go, "NewRing", "redis", "", 0},
    Construction{go, "ParseURL", "redis", "url", 0},
    Construction{go, "Dial", "redis", "-,addr", 0},
    Construction{go, "DialURL", "redis", "url", 0},
    Construction{go, "Options", "redis", "", kBraces},
    Construction{go, "ClusterOptions", "redis", "", kBraces},
    Construction{go, "FailoverOptions", "redis", "", kBraces},
    Construction{go, "UniversalOptions", "redis", "", kBraces},
    Construction{go, "RedisClientOpt", "", "", kBraces},

    Construction{cpp, "redisConnect", "", "host,port", 0},
    Construction{cpp, "redisConnectNonBlock", "", "host,port", 0},
    Construction{cpp, "redisAsyncConnect", "", "host,port", 0},
    Construction{cpp, "redisConnectWithTimeout", "", "host,port,connect_timeout", 0},
    Construction{cpp, "redisConnectUnix", "", "unix_socket_path", 0},
    Construction{cpp, "redisConnectUnixWithTimeout", "", "unix_socket_path,connect_timeout", 0},
    Construction{cpp, "REDIS_OPTIONS_SET_TCP", "", "-,host,port", kPartial},
    Construction{cpp, "REDIS_OPTIONS_SET_UNIX", "", "-,unix_socket_path", kPartial},
    Construction{cpp, "redisSetTimeout", "", "-,socket_timeout", kPartial},
    Construction{cpp, "redisCreateSSLContext", "", "ssl_ca,-,tls_cert,tls_key,server_name", kPartial},
    Construction{cpp, "redisCreateSSLContextWithOptions", "", "", kPartial},
    Construction{cpp, "redisInitiateSSLWithContext", "", "-,tls_config", kPartial},
    Construction{cpp, "redisSecureConnection", "", "-,ssl_ca,tls_cert,tls_key,server_name", kPartial},
    Construction{cpp, "Redis", "", "url,pool_size", kDeclares | kNeedsFindings},
    Construction{cpp, "RedisCluster", "", "url", kDeclares | kNeedsFindings},
    Construction{cpp, "ConnectionOptions", "", "url", kDeclares | kNeedsFindings},
    Construction{cpp, "ConnectionPoolOptions", "", "", kDeclares | kNeedsFindings | kPartial},
    Construction{cpp, "redisOptions", "", "", kDeclares | kNeedsFindings},
    Construction{cpp, "redisSSLOptions", "", "", kDeclares | kNeedsFindings | kPartial},

    Construction{java, "Jedis", "", "host,port,connect_timeout", kAfterNew},
    Construction{java, "JedisPooled", "", "host,port", kAfterNew},
    Construction{java, "JedisPool", "", "host,port", kAfterNew},
    Construction{java, "JedisCluster", "", "nodes", kAfterNew},
    Construction{java, "RedisStandaloneConfiguration", "", "host,port", 0},
    Construction{java, "LettuceConnectionFactory", "", "host,port", kAfterNew | kNeedsFindings},
    Construction{java, "create", "RedisURI", "host,port", 0},
    Construction{java, "create", "RedisClient", "url", 0},
    Construction{java, "builder", "RedisURI", "", 0},
    Construction{java, "redis", "Builder", "host,port", kNeedsFindings},

    Construction{csharp, "Connect", "ConnectionMultiplexer", "connection_string", 0},
    Construction{csharp, "ConnectAsync", "ConnectionMultiplexer", "connection_string", 0},
    Construction{csharp, "ConfigurationOptions", "", "", kAfterNew | kBraces | kNeedsFindings},
    Construction{csharp, "RedisClient", "", "host,port", kAfterNew},
};

constexpr std::array<std::string_view, 10> kModules{
    "redis",  "ioredis",   "@redis/client", "iovalkey",   "bull",
    "bullmq", "bee-queue", "redis-om",      "node-redis", "@valkey/client"};

constexpr std::size_t kMaxArguments = 4096;  // tokens

Language family_of(Language language) noexcept { return language == kotlin ? java : language; }

bool joins(const Token& token) noexcept { return token.is_symbol(".") || token.is_symbol("::"); }

// The first token of the path that ends at `index`: a.b::c, with the `new` before it.
std::size_t path_begin(const SourceCode& code, std::size_t index) {
  std::size_t begin = index;
  for (int parts = 0; parts < 3 && begin >= 2 && joins(code.at(begin - 1)); ++parts) {
    if (code.at(begin - 2).kind != TokenKind::word) break;
    begin -= 2;
  }
  return begin;
}

std::string path_text(const SourceCode& code, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t index = begin; index <= end; ++index) {
    const Token& token = code.at(index);
    text += token.kind == TokenKind::word && !is_name(token.text) ? "?" : std::string(token.text);
  }
  return text;
}

bool names_library(const SourceCode& code, std::size_t begin, std::size_t index) {
  if (begin < index && is_redis_name(code.at(begin).text)) return true;
  return std::ranges::any_of(kModules, [&code](std::string_view module) { return code.has_text(module); });
}

// `class Redis(Base)` and `def from_url(...)` define something.
bool is_definition(const Token& before) noexcept {
  constexpr std::array<std::string_view, 7> kWords{"class", "def",       "function", "func",
                                                   "fun",   "interface", "struct"};
  return before.kind == TokenKind::word && std::ranges::find(kWords, before.text) != kWords.end();
}

bool fits(const SourceCode& code, const Construction& rule, std::size_t begin, std::size_t index) {
  if (rule.language != family_of(code.language()) || rule.name != code.at(index).text) return false;
  if (!rule.qualifier.empty() && (begin == index || code.at(index - 2).text != rule.qualifier)) return false;
  const Token before = begin == 0 ? Token{} : code.at(begin - 1);
  if (is_definition(before)) return false;
  const bool needs_new = (rule.traits & kAfterNew) != 0 && code.language() != kotlin;
  if (needs_new && !before.is_word("new")) return false;
  return (rule.traits & kNeedsImport) == 0 || names_library(code, begin, index);
}

// `name = ` or `name := ` before the construction, also `name, err := `.
std::string_view holder_before(const SourceCode& code, std::size_t begin) {
  if (begin > 0 && code.at(begin - 1).is_symbol("&")) --begin;
  if (begin > 0 && code.at(begin - 1).is_word("new")) --begin;
  if (begin < 2 || (!code.at(begin - 1).is_symbol("=") && !code.at(begin - 1).is_symbol(":="))) return {};
  std::size_t name = begin - 2;
  if (name >= 2 && code.at(name - 1).is_symbol(",")) name -= 2;
  return code.at(name).kind == TokenKind::word ? code.at(name).text : std::string_view{};
}

void take_bracket(const SourceCode& code, std::size_t open, FoundConstruction& found) {
  const std::size_t close = std::min(code.closing(open), std::min(code.size(), open + kMaxArguments));
  found.arguments = {open + 1, std::max(close, open + 1)};
  found.end = std::min(close + 1, code.size());
}

// Where the arguments stand; false when this is no construction after all.
bool take_arguments(const SourceCode& code, std::size_t index, FoundConstruction& found) {
  std::size_t next = index + 1;
  const bool declares = (found.rule->traits & kDeclares) != 0 && code.at(next).kind == TokenKind::word;
  if (declares) found.holder = code.at(next++).text;
  if (code.language() == javascript && code.at(next).is_symbol("<")) {  // new Queue<Job>(...)
    for (int words = 0; words < 8 && !code.at(next).is_symbol("(") && next < code.size(); ++words) ++next;
  }
  const bool braces = (found.rule->traits & (kBraces | kDeclares)) != 0 && code.at(next).is_symbol("{");
  const bool parentheses = (found.rule->traits & kBraces) == 0 && code.at(next).is_symbol("(");
  if (braces || parentheses) {
    take_bracket(code, next, found);
    // new ConfigurationOptions() { ... }, new ConfigurationOptions { ... }
    return true;
  }
  if (declares && (code.at(next).is_symbol(";") || code.at(next).is_symbol("="))) {
    found.end = next;
    return true;
  }
  if (code.language() != ruby) return false;
  if (code.at(next).is_symbol(",")) ++next;  // :redis_cache_store, url: ...
  const std::size_t end = std::min(code.end_of_statement(next), next + kMaxArguments);
  found.arguments = {next, code.at(next).first_on_line && !code.at(next - 1).is_symbol(",") ? next : end};
  found.end = found.arguments.end;
  return true;
}

}  // namespace

std::optional<FoundConstruction> find_construction(const SourceCode& code, std::size_t index) {
  const Token& word = code.at(index);
  if (word.kind != TokenKind::word || word.inside_text) return std::nullopt;
  const std::size_t begin = path_begin(code, index);
  const auto* const rule = std::ranges::find_if(
      kConstructions, [&](const Construction& each) { return fits(code, each, begin, index); });
  if (rule == kConstructions.end()) return std::nullopt;
  FoundConstruction found;
  found.rule = rule;
  if (!take_arguments(code, index, found)) return std::nullopt;
  const bool made = begin > 0 && code.at(begin - 1).is_word("new");
  found.what = (made ? "new " : "") + path_text(code, begin, index);
  const bool braces = found.arguments.begin > 0 && code.at(found.arguments.begin - 1).is_symbol("{");
  const bool bare = found.arguments.size() == 0 && found.end <= index + 2;
  found.what += bare ? "" : braces ? "{...}" : "(...)";
  if (!found.holder.empty() && is_name(found.holder)) found.what += ' ' + std::string(found.holder);
  if (found.holder.empty()) found.holder = holder_before(code, begin);
  return found;
}

}  // namespace redisconf::compiler::scan
