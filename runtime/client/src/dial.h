// From a configuration to a connection that is proven to work, stage by stage.
#pragma once

#include "fault.h"
#include "link.h"
#include "redisconf/client/deadline.h"
#include "redisconf/client/dial_trace.h"
#include "redisconf/client/errors.h"
#include "redisconf/config/service_config.h"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

class Dial {
 public:
  // `config` must outlive the object, and so must `trace`, which may be null.
  Dial(const ServiceConfig& config, Deadline deadline, DialTrace* trace = nullptr)
      : config_(config), deadline_(deadline), trace_(trace) {}

  // Throws RedisError.
  [[nodiscard]] std::unique_ptr<Link> run();

 private:
  [[nodiscard]] std::unique_ptr<Link> go();
  [[nodiscard]] std::unique_ptr<Link> open_link();
  [[nodiscard]] std::unique_ptr<Stream> start_tls(Socket socket);
  void sign_in(Link& link);
  void introduce(Link& link);
  void select(Link& link);
  void ping(Link& link);

  void trace_stage();
  void trace_time() noexcept;

  // The stage's deadline: its own timeout or the whole dial's, whichever is earlier.
  [[nodiscard]] Deadline enter(Stage stage, std::string_view setting_path, std::chrono::milliseconds timeout);
  [[nodiscard]] ReplyReader::Answer exchange(Link& link, Stage stage,
                                             std::span<const std::string_view> arguments);
  [[noreturn]] void refuse(const std::string& error) const;
  [[nodiscard]] RedisError error_of(const Fault& fault) const;
  [[nodiscard]] std::string timeout_cause(const Fault& fault) const;

  const ServiceConfig& config_;
  Deadline deadline_;
  DialTrace* trace_;
  Deadline::Clock::time_point stage_began_{};
  Stage stage_ = Stage::resolve;
  std::string
      limit_;  // "timeouts.connect (REDIS_TIMEOUTS_CONNECT) is 1s"; empty when the dial's own is earlier
};

}  // namespace redisconf
