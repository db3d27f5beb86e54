// redisconf-throwaway: a real redis-server for as long as this program runs.
#include "redisconf/config/errors.h"
#include "redisconf/testing/redis_server.h"
#include "throwaway_files.h"
#include "throwaway_options.h"

#include <poll.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <system_error>

namespace redisconf::testing {
namespace {

std::string random_password() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string text;
  for (const unsigned byte : bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xfU];
  }
  return text;
}

// Takes SIGINT and SIGTERM out of their usual way, so that they only end the wait.
int catch_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  sigprocmask(SIG_BLOCK, &wanted, nullptr);
  const int descriptor = signalfd(-1, &wanted, SFD_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  return descriptor;
}

bool input_ended() {
  std::array<char, 256> ignored{};
  return read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0;
}

void wait_for_end(int signals, bool until_eof) {
  // poll() skips a negative descriptor.
  std::array<pollfd, 2> entries{pollfd{signals, POLLIN, 0}, pollfd{until_eof ? STDIN_FILENO : -1, POLLIN, 0}};
  for (;;) {
    if (poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
    if (entries[0].revents != 0) return;
    if (entries[1].revents != 0 && input_ended()) return;
  }
}

void serve(const ThrowawayOptions& options) {
  const int signals = catch_signals();
  RedisServerOptions wanted;
  wanted.tls = options.tls;
  if (!options.names.empty()) wanted.names = options.names;
  if (options.password) wanted.password = random_password();
  const RedisServer server(wanted);
  const ThrowawayFiles files(server, options.directory);
  std::cout << "ready on " << server.host() << ":" << server.port() << (options.tls ? " with TLS" : "")
            << "; variables in " << files.environment().string() << std::endl;
  wait_for_end(signals, options.until_eof);
}

int run(int count, const char* const* arguments) {
  try {
    const ThrowawayOptions options = parse_command_line(count, arguments);
    if (options.help) {
      std::cout << help_text();
    } else if (options.version) {
      std::cout << "redisconf-throwaway " << REDISCONF_VERSION << "\n";
    } else {
      serve(options);
    }
    return 0;
  } catch (const UsageError& error) {
    std::cerr << "redisconf-throwaway: " << error.what() << "; see --help\n";
    return kExitUsage;
  } catch (const std::exception& error) {
    std::cerr << "redisconf-throwaway: " << error.what() << "\n";
    return kExitUnavailable;
  }
}

}  // namespace
}  // namespace redisconf::testing

int main(int count, char** arguments) { return redisconf::testing::run(count, arguments); }
