// The last resort of a publisher: where messages go that neither Redis nor the spool could take.
#pragma once

#include <redisconf/config/export.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace redisconf REDISCONF_PUBLIC {

// Thread-safety: write() runs on any thread, several at once.
// Errors: what write() throws reaches no caller of publish(): that one gets the error that led here.
class REDISCONF_PUBLIC MessageLog {
 public:
  MessageLog() = default;
  MessageLog(const MessageLog&) = delete;
  MessageLog& operator=(const MessageLog&) = delete;
  virtual ~MessageLog();

  virtual void write(std::string_view channel, std::string_view message) = 0;
};

// Appends to a file of which only its owner may read (mode 0600), a line of JSON each, not synced:
//
//   {"time":1764387202123,"channel":"auth:user_events","message":"..."}
//
// Time is in ms since 1970. The message's bytes stand as they are but for what JSON escapes, so the
// line is JSON when the message is UTF-8.
//
// Errors: PublishError (no_space, io), also from the constructor.
class FileMessageLog final : public MessageLog {
 public:
  explicit FileMessageLog(const std::filesystem::path& path);
  ~FileMessageLog() override;

  void write(std::string_view channel, std::string_view message) override;

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace redisconf
