#include "redisconf/client/pipeline.h"

#include "byte_buffer.h"
#include "client_core.h"
#include "command_encoder.h"
#include "redisconf/config/settings.h"
#include "reply_builder.h"
#include "server_error.h"

#include <utility>

namespace redisconf {
namespace {

// The server may repeat what it was sent.
Reply without_secrets(const Reply& error, std::string_view commands, std::size_t number,
                      const ServiceConfig& config) {
  auto hidden = decode_command(commands, number);
  hidden.erase(hidden.begin());
  return Reply::error(
      words_of_server(ReplyBuilder::text(error), hidden, config.connection().password.reveal()));
}

}  // namespace

Pipeline::Pipeline(std::shared_ptr<ClientCore> core)
    : core_(std::move(core)), commands_(std::make_unique<ByteBuffer>()) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;

Pipeline& Pipeline::append(std::initializer_list<std::string_view> arguments) {
  return append(std::span(arguments.begin(), arguments.size()));
}

Pipeline& Pipeline::append(std::span<const std::string_view> arguments) {
  core_->require_shared(arguments);
  encode_command(*commands_, arguments);
  ++size_;
  return *this;
}

std::vector<Reply> Pipeline::execute() {
  return execute(Deadline::after(core_->config().timeouts().command));
}

std::vector<Reply> Pipeline::execute(Deadline deadline) {
  auto replies = core_->execute(commands_->view(), size_, deadline);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].kind() == Reply::Kind::error)
      replies[i] = without_secrets(replies[i], commands_->view(), i, core_->config());
  }
  commands_->clear();
  size_ = 0;
  return replies;
}

}  // namespace redisconf
