#include "throwaway_files.h"

#include "redisconf/testing/temporary_directory.h"

#include <string>
#include <system_error>

namespace redisconf::testing {
namespace {

std::string shell_quoted(const std::string& text) {
  std::string out = "'";
  for (const char character : text) {
    if (character == '\'') {
      out += "'\\''";
    } else {
      out += character;
    }
  }
  return out + "'";
}

std::string export_line(const std::string& name, const std::string& value) {
  return "export " + name + "=" + shell_quoted(value) + "\n";
}

std::string environment_text(const RedisServer& server, const std::filesystem::path& directory) {
  std::string text = export_line("REDIS_HOST", server.host());
  text += export_line("REDIS_PORT", std::to_string(server.port()));
  text += "# A strict environment refuses loopback addresses unless told otherwise.\n";
  text += export_line("REDIS_LOOPBACK", "allow");
  if (!server.password().empty())
    text += export_line("REDIS_PASSWORD_FILE", (directory / "password").string());
  if (!server.tls()) return text;
  text += "# A strict environment has TLS on and locks REDIS_TLS_ENABLED; others need it:\n";
  text += "#   export REDIS_TLS_ENABLED=true\n";
  text += export_line("REDIS_TLS_CA_FILE", (directory / "ca.pem").string());
  return text;
}

}  // namespace

ThrowawayFiles::ThrowawayFiles(const RedisServer& server, const std::filesystem::path& directory)
    : directory_(std::filesystem::absolute(directory)),
      made_directory_(std::filesystem::create_directories(directory_)) {
  try {
    write_all(server);
  } catch (...) {
    remove_all();
    throw;
  }
}

ThrowawayFiles::~ThrowawayFiles() { remove_all(); }

void ThrowawayFiles::write_all(const RedisServer& server) {
  if (!server.password().empty()) write("password", server.password() + "\n");
  if (server.tls()) write("ca.pem", server.authority().certificate());
  write("environment", environment_text(server, directory_));
}

void ThrowawayFiles::write(const std::filesystem::path& name, std::string_view content) {
  write_private_file(directory_ / name, content);
  written_.push_back(directory_ / name);
}

void ThrowawayFiles::remove_all() noexcept {
  std::error_code ignored;
  for (const auto& file : written_) std::filesystem::remove(file, ignored);
  if (made_directory_) std::filesystem::remove(directory_, ignored);  // only when empty
}

}  // namespace redisconf::testing
