#include "redisconf/publisher/message_log.h"

#include "file.h"
#include "system_sources.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace redisconf {
namespace {

void append_json(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

MessageLog::~MessageLog() = default;

FileMessageLog::FileMessageLog(const std::filesystem::path& path)
    : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw file_error(path_, "can't be opened", errno);
}

FileMessageLog::~FileMessageLog() { ::close(descriptor_); }

// One write, so that lines of several threads and processes do not mix (open(2), O_APPEND).
void FileMessageLog::write(std::string_view channel, std::string_view message) {
  std::string line = "{\"time\":";
  line += std::to_string(now_ms());
  line += ",\"channel\":";
  append_json(line, channel);
  line += ",\"message\":";
  append_json(line, message);
  line += "}\n";
  const auto written = ::write(descriptor_, line.data(), line.size());
  if (written < 0) throw file_error(path_, "can't be written", errno);
  if (static_cast<std::size_t>(written) < line.size()) throw file_error(path_, "can't be written", ENOSPC);
}

}  // namespace redisconf
