// What a Redis URL says.
#include <redisconf/config/errors.h>
#include <redisconf/config/url.h>
#include <unistd.h>

#include <boost/program_options/value_semantic.hpp>
#include <cerrno>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "commands/console.h"
#include "commands/exit_status.h"
#include "text/utf8.h"

namespace redisconf::compiler {
namespace {

namespace po = boost::program_options;
using Json = nlohmann::ordered_json;

// Standard input up to a little more than a URL may have; nothing when it can't be read.
std::optional<std::string> read_input() {
  std::string text(kMaxUrlBytes + 3, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(STDIN_FILENO, text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  if (text.ends_with('\n')) text.pop_back();
  if (size > text.size() && text.ends_with('\r')) text.pop_back();
  return text;
}

Json describe(const RedisUrl& url, bool reveal) {
  const bool socket = !url.socket.empty();
  Json fields;
  fields["scheme"] = url.scheme;
  fields["host"] = socket ? Json() : Json(url.host);
  fields["port"] = socket ? Json() : Json(url.port);
  fields["tls"] = url.tls;
  fields["database"] = url.database ? Json(*url.database) : Json();
  fields["username"] = url.username ? Json(*url.username) : Json();
  fields["password"] = url.password ? Json(reveal ? url.password->reveal() : "***") : Json();
  fields["socket"] = socket ? Json(url.socket) : Json();
  return fields;
}

std::string as_text(const Json& fields) {
  constexpr std::size_t kWidth = 10;
  std::string text;
  for (const auto& [name, value] : fields.items()) {
    text.append(name).append(kWidth - name.size(), ' ');
    text += value.is_null()     ? "(none)"
            : value.is_string() ? printable(value.get<std::string>())
                                : value.dump();
    text += '\n';
  }
  return text;
}

class Url final : public Command {
 public:
  void add_options(po::options_description_easy_init add) override {
    add("json", po::bool_switch(&json_), "print JSON, with null for what the URL does not say");
    add("reveal", po::bool_switch(&reveal_), "print the password instead of ***");
  }

  [[nodiscard]] int run(const Invocation& invocation) override {
    // The rest is not shown: it is a URL that the shell has split, password and all.
    if (invocation.operands.size() > 1) {
      throw UsageError("url takes one URL: quote it, or give it on standard input: redisconf url < file");
    }
    const bool from_input = invocation.operands.empty() || invocation.operands.front() == "-";
    if (invocation.operands.empty() && ::isatty(STDIN_FILENO) == 1) {
      throw UsageError("url takes the URL from standard input: redisconf url < file");
    }
    const std::optional<std::string> text = from_input ? read_input() : invocation.operands.front();
    if (!text) {
      print_error(
          "redisconf: standard input can't be read\n  fix: give a file or a pipe: redisconf url < file\n");
      return kExitNoInput;
    }
    const ParsedUrl parsed = parse_redis_url(*text);
    if (!parsed.error.empty()) {
      print_error("redisconf: the URL " + parsed.error + "\n  fix: " + parsed.fix + '\n');
      return redisconf::kExitBadData;
    }
    const Json fields = describe(parsed.url, reveal_);
    print(json_ ? fields.dump(2, ' ', true) + '\n' : as_text(fields));
    return kExitOk;
  }

 private:
  bool json_ = false;
  bool reveal_ = false;
};

}  // namespace

CommandInfo url_command() {
  return {
      .name = "url",
      .operands = "[URL]",
      .max_operands = std::numeric_limits<std::size_t>::max(),
      .hides_arguments = true,
      .summary = "tell what a Redis URL says, or what is wrong with it",
      .help =
          "Reads the URL as the SDK does and prints its parts, the password as ***. Without URL, or with -,\n"
          "it is read from standard input. A wrong URL is never printed, only why it is wrong.\n\n"
          "Other users see what stands on a command line (ps), and the shell keeps it in its history: give\n"
          "a URL with a password on standard input.\n\n"
          "  printenv REDIS_URL | redisconf url\n"
          "  redisconf url --json < /run/secrets/redis_url\n"
          "  redisconf url redis://redis.example:6379/0\n",
      .exit_status = "0 done, 64 wrong usage, 65 bad URL, 66 standard input can't be read",
      .make = make_command<Url>,
  };
}

}  // namespace redisconf::compiler
