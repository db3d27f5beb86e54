#include "redisconf/client/program.h"

#include "redisconf/client/errors.h"

#include <cstdio>
#include <exception>
#include <string>

namespace redisconf {
namespace {

constexpr int kExitSoftware = 70;  // EX_SOFTWARE: an error inside the program (sysexits.h)

int report(std::string_view name, const std::exception& error, int status) {
  const std::string line = std::string(name) + ": " + error.what() + "\n";
  static_cast<void>(std::fwrite(line.data(), 1, line.size(), stderr));
  return status;
}

}  // namespace

int run_program(std::string_view name, const std::function<int()>& body) {
  try {
    return body();
  } catch (const ConfigurationError& error) {
    return report(name, error, kExitBadConfiguration);
  } catch (const RedisError& error) {
    return report(name, error, kExitUnavailable);
  } catch (const std::exception& error) {
    return report(name, error, kExitSoftware);
  }
}

}  // namespace redisconf
