// Commands that go out together and whose replies come back together: one round trip for all.
// Not a transaction: commands of others may run between them.
//
// Ownership:     keeps what it needs of its Client alive; wipes the commands.
// Thread-safety: none.
// Errors:        RedisError. Error replies stand among the others and throw when they are read.
#pragma once

#include <redisconf/client/deadline.h>
#include <redisconf/client/reply.h>
#include <redisconf/config/export.h>

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace redisconf REDISCONF_PUBLIC {

class ClientCore;
class ByteBuffer;

class Pipeline {
 public:
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // Copies the command. Throws RedisError (usage) for one that needs a connection of its own.
  Pipeline& append(std::initializer_list<std::string_view> arguments);
  Pipeline& append(std::span<const std::string_view> arguments);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  // Sends all, waits for all, and is empty again. One reply a command, in their order. The second
  // form takes at most `timeouts.command`. When it throws, the commands are kept, and which of them
  // have run is unknown unless the error says retry_safe().
  [[nodiscard]] std::vector<Reply> execute(Deadline deadline);
  [[nodiscard]] std::vector<Reply> execute();

 private:
  friend class Client;
  explicit Pipeline(std::shared_ptr<ClientCore> core);

  std::shared_ptr<ClientCore> core_;
  std::unique_ptr<ByteBuffer> commands_;
  std::size_t size_ = 0;
};

}  // namespace redisconf
