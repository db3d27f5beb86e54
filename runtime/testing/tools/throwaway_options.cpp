#include "throwaway_options.h"

#include <boost/program_options.hpp>

#include <sstream>

namespace redisconf::testing {
namespace {

namespace po = boost::program_options;

po::options_description describe_options() {
  po::options_description all("Options");
  auto add = all.add_options();
  add("directory", po::value<std::string>()->value_name("DIR"),
      "folder for the files below; made when missing");
  add("tls", "speak TLS, with a certificate of an authority made for this run");
  add("name", po::value<std::vector<std::string>>()->value_name("HOST"),
      "name or address in the certificate; may be repeated [localhost and 127.0.0.1]");
  add("password", "ask for a password, a random one");
  add("until-eof", "stop when standard input ends, as well as on SIGINT and SIGTERM");
  add("help", "show this text");
  add("version", "show the version");
  return all;
}

void check(const ThrowawayOptions& options) {
  if (options.help || options.version) return;
  if (options.directory.empty()) throw UsageError("the option '--directory' is required");
  if (!options.names.empty() && !options.tls) throw UsageError("the option '--name' needs '--tls'");
}

}  // namespace

ThrowawayOptions parse_command_line(int count, const char* const* arguments) try {
  po::variables_map values;
  const auto described = describe_options();
  // No guessing, no positions: what is not exactly an option is a mistake.
  po::store(po::command_line_parser(count, arguments)
                .options(described)
                .positional({})
                .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
                .run(),
            values);
  ThrowawayOptions options;
  if (values.count("directory") != 0) options.directory = values["directory"].as<std::string>();
  if (values.count("name") != 0) options.names = values["name"].as<std::vector<std::string>>();
  options.tls = values.count("tls") != 0;
  options.password = values.count("password") != 0;
  options.until_eof = values.count("until-eof") != 0;
  options.help = values.count("help") != 0;
  options.version = values.count("version") != 0;
  check(options);
  return options;
} catch (const po::error& error) {
  throw UsageError(error.what());
}

std::string help_text() {
  std::ostringstream text;
  text << "Usage: redisconf-throwaway --directory DIR [--tls] [--name HOST]... [--password] [--until-eof]\n"
          "\n"
          "Starts a real redis-server on a free loopback port, for trials and tests. It keeps nothing,\n"
          "and it is gone when this program ends, however that happens.\n"
          "\n"
          "DIR/environment  variables that lead a service to it: . DIR/environment\n"
          "DIR/ca.pem       the authority to trust (--tls)\n"
          "DIR/password     the password (--password)\n"
          "\n"
       << describe_options()
       << "\n"
          "Exit status: 0 after a signal or the end of input, 64 on wrong usage, 69 when the server\n"
          "can't be started.\n";
  return text.str();
}

}  // namespace redisconf::testing
