#include "redisconf/publisher/publisher.h"

#include "frame.h"
#include "publisher_core.h"

#include <utility>

namespace redisconf {

static_assert(kLargestMessage == kLargestMessageBytes);

std::string_view name_of(Promise promise) noexcept {
  switch (promise) {
    case Promise::in_redis:
      return "in-redis";
    case Promise::on_disk:
      return "on-disk";
    case Promise::not_durable:
      return "not-durable";
    case Promise::logged:
      return "logged";
  }
  return "";
}

Publisher::Publisher(Client& client, const ChannelSettings& channel, PublisherOptions options)
    : core_(make_process_owned<PublisherCore>(client, channel, std::move(options))) {}
Publisher::Publisher(Publisher&&) noexcept = default;
Publisher& Publisher::operator=(Publisher&&) noexcept = default;
Publisher::~Publisher() = default;

PublisherCore& Publisher::core() const {
  if (core_.get_deleter().made_here()) return *core_;
  throw PublishError(PublishError::Kind::usage,
                     "a publisher can't be used in a child process; make another one after fork()");
}

Promise Publisher::publish(std::string_view message) { return publish(std::span(&message, 1)); }

Promise Publisher::publish(std::string_view message, Deadline deadline) {
  return publish(std::span(&message, 1), deadline);
}

Promise Publisher::publish(std::span<const std::string_view> messages) {
  return core().publish(messages, core().standard_deadline());
}

Promise Publisher::publish(std::span<const std::string_view> messages, Deadline deadline) {
  return core().publish(messages, deadline);
}

bool Publisher::drain(Deadline deadline) { return core().drain(deadline); }

PublisherStats Publisher::stats() const { return core().stats(); }

}  // namespace redisconf
