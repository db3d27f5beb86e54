// The way of a message into the spool.
#include "publisher_core.h"

#include <string>

namespace redisconf {

// Nothing when there is no need to spool any more.
std::optional<Spool::Ticket> PublisherCore::line_up(Lock& lock, std::span<const std::string_view> messages,
                                                    Deadline deadline) {
  while (spooling_) {
    if (auto ticket = spool_->enqueue(next_, messages)) {
      next_ += messages.size();
      return ticket;
    }
    if (!make_room(lock, deadline)) throw is_full();
  }
  return std::nullopt;
}

bool PublisherCore::make_room(Lock& lock, Deadline deadline) {
  switch (channel_.when_full) {
    case SpoolFull::refuse:
      return false;
    case SpoolFull::drop_oldest:
      return spool_->drop_oldest();
    case SpoolFull::block:
      if (deadline.passed()) return false;
      moved_.wait_until(lock, deadline.at());
      return true;
  }
  return false;
}

PublishError PublisherCore::is_full() const {
  return {PublishError::Kind::full, "the spool of " + channel_.key + " is full (" +
                                        std::to_string(channel_.spool_bytes) +
                                        " bytes) while Redis does not take what it holds; bring Redis back, "
                                        "or give the channel a larger spool"};
}

Promise PublisherCore::commit(const Spool::Ticket& ticket, std::size_t messages) {
  bool durable = false;
  try {
    durable = spool_->commit(ticket);
  } catch (const PublishError&) {
    replay_->tell_of_work();
    throw;
  }
  replay_->tell_of_work();
  const std::lock_guard lock(mutex_);
  stats_.spooled += messages;
  return durable ? Promise::on_disk : Promise::not_durable;
}

}  // namespace redisconf
