#include "redis_conf.h"

#include <array>
#include <cstdio>

namespace redisconf::testing {
namespace {

void add(std::string& text, const std::string& line) { text.append(line).append("\n"); }

void add_tls(std::string& text, const RedisServerOptions& options, const std::filesystem::path& directory) {
  add(text, "tls-cert-file " + (directory / "server.crt").string());
  add(text, "tls-key-file " + (directory / "server.key").string());
  add(text, "tls-ca-cert-file " + (directory / "ca.crt").string());
  add(text, std::string("tls-auth-clients ") + (options.require_client_certificate ? "yes" : "no"));
}

}  // namespace

std::string conf_quoted(const std::string& text) {
  std::string out = "\"";
  for (const char character : text) {
    std::array<char, 5> hex{};
    std::snprintf(hex.data(), hex.size(), "\\x%02x",
                  static_cast<unsigned>(static_cast<unsigned char>(character)));
    out += hex.data();
  }
  return out + "\"";
}

std::string redis_conf(const RedisServerOptions& options, const std::filesystem::path& directory, int port,
                       int bus_port) {
  std::string text;
  add(text, "save \"\"");
  for (const std::string& line : options.configuration) add(text, line);
  for (const std::string& user : options.users) add(text, "user " + user);
  if (!options.password.empty()) add(text, "requirepass " + conf_quoted(options.password));
  if (options.tls) add_tls(text, options, directory);
  // Last, so that no line above can move the server: the kit looks for it here.
  add(text, "bind 127.0.0.1");
  add(text, options.tls ? "port 0" : "port " + std::to_string(port));
  if (options.tls) add(text, "tls-port " + std::to_string(port));
  if (options.mode == RedisServerMode::cluster_node) {
    add(text, "cluster-enabled yes");
    add(text, "cluster-port " + std::to_string(bus_port));
  }
  add(text, "dir " + directory.string());
  add(text, "daemonize no");
  add(text, "loglevel notice");
  add(text, "logfile \"\"");
  return text;
}

}  // namespace redisconf::testing
