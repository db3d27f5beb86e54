// One connection that any number of threads use at once, without a thread of its own.
//
// A caller appends its command. Whoever then holds the write turn sends everybody's bytes in one
// call; whoever holds the lead reads, ends the others' commands, and hands the lead on when its own
// is done. All others sleep, each until its own deadline. While the server, a near one, owes replies,
// new commands gather, and whoever leads sends them with the next replies, as Nagle's algorithm does
// (RFC 896): the server takes commands in turn, so they lose no time, and fewer system calls carry more.
// Rules that keep it whole:
// - an outcome is published before the lead is given away, and the list of threads to wake is the
//   leader's own: a woken thread may be gone with its Pending at once;
// - while commands gather, a reply is to come, and whoever leads then looks for them after it has
//   counted out what ended;
// - who gives up has its command sent first, and leaves its Pending in the queue (a tombstone), so that its
// reply reaches nobody.
//   The channel then takes no new commands, and closes when those in flight have ended;
// - only the leader ends a conversation, and not while somebody sends, so that it is known exactly
//   which commands have left.
// An object is used for one connection after the other: open() when reusable().
//
// Thread-safety: every member may run concurrently. Errors: those of Outcome.
#pragma once

#include "conversation.h"
#include "load.h"
#include "pending.h"
#include "redisconf/client/deadline.h"
#include "spinning_mutex.h"
#include "stream.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace redisconf {

// A command, or several, to be encoded or as encode_command() made it.
struct Command {
  std::span<const std::string_view> arguments;
  std::string_view encoded;  // used when there are no arguments
};

enum class Outcome : std::uint8_t {
  done,        // the Pending has the reply or the failure
  refused,     // not sent: this channel takes no commands (any more)
  full,        // not sent: too many are in flight
  timed_out,   // the deadline passed; whether it ran is unknown. The Pending is gone
  never_left,  // the deadline passed before any byte of it was sent, nor will any be. The Pending is gone
};

class Channel {
 public:
  using TimePoint = Deadline::Clock::time_point;

  static constexpr std::uint32_t kMostInFlight = 16'384;
  static constexpr std::size_t kMostUnsentBytes = std::size_t{64} * 1024 * 1024;

  explicit Channel(PollingMode polling) noexcept : polling_(polling) {}

  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel() { retire(); }

  // Takes no new commands before open() and after the end of a connection.
  [[nodiscard]] bool accepting() const noexcept { return accepting_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint32_t in_flight() const noexcept {
    return in_flight_.load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool reusable() const;
  void open(std::unique_ptr<Stream> stream);

  // Sends and waits. `pending` must be in the state `waiting`. `now` is brought up to date when the caller
  // has read its reply itself.
  [[nodiscard]] Outcome call(PendingPtr& pending, const Command& command, Deadline deadline, TimePoint& now);

  // Queues, and sends unless a reply is outstanding: then the next call, watch() or 16 KiB of such
  // commands do. Outcome: refused, full, or done when it is queued. `pending` must be `unwatched`.
  [[nodiscard]] Outcome post(Pending& pending, const Command& command);

  // Waits for one that was posted here: done, timed_out or never_left.
  [[nodiscard]] Outcome watch(PendingPtr& pending, Deadline deadline);

  // For one that was posted here: the command runs, its reply reaches nobody.
  void cancel(PendingPtr pending) noexcept;

  // Takes no new commands, and closes when those in flight have ended.
  void retire() noexcept;

  // True once for each connection.
  [[nodiscard]] bool take_end() noexcept { return !end_told_.exchange(true, std::memory_order_acq_rel); }

  // When the last byte came; a busy connection that speaks is alive.
  [[nodiscard]] TimePoint last_heard() const noexcept;
  [[nodiscard]] std::string tls_version() const;

  // In a child of the process that opened it: closes the descriptor, touches nothing else.
  void abandon_after_fork() noexcept;

 private:
  struct Entry {
    Outcome outcome = Outcome::done;
    bool write = false;    // the caller has the write turn
    bool taken = false;    // ... and has already taken what to send
    bool crowded = false;  // others are about to send too, and it is worth waiting for them
    bool lead = false;     // the caller has the lead
    bool company = false;  // other commands of the process were in flight
  };

  [[nodiscard]] Entry enter(Pending& pending, const Command& command, TimePoint now);
  [[nodiscard]] bool has_room(const Command& command) const noexcept;
  [[nodiscard]] bool survived_idling(std::unique_lock<SpinningMutex>& lock, TimePoint now);
  [[nodiscard]] bool looked_just_now(TimePoint now) const noexcept;
  void claim_turns(Pending& pending, Entry& entry) noexcept;
  [[nodiscard]] Outcome finish_entry(PendingPtr& pending, const Entry& entry, Deadline deadline,
                                     TimePoint& now);
  void note_round_trip(Deadline::Clock::duration took) noexcept;

  // The write turn (channel_write.cpp).
  [[nodiscard]] bool write_all(bool taken, bool crowded) noexcept;
  void write_patiently(Pending& pending, const Entry& entry, Deadline deadline);
  [[nodiscard]] bool read_while_writing(Deadline deadline);
  void drop_write_turn() noexcept;
  void send_queued() noexcept;
  [[nodiscard]] bool is_near() const noexcept;
  [[nodiscard]] bool may_gather() const noexcept;

  // The lead (channel_read.cpp).
  [[nodiscard]] Outcome lead(PendingPtr& pending, Deadline deadline, TimePoint& now);
  void read(Completed& completed, Deadline deadline, TimePoint& now);
  void take_in(std::size_t size, Completed& completed);
  [[nodiscard]] static Fault unasked_reply();
  [[nodiscard]] std::size_t receive(Deadline deadline, TimePoint& now);
  [[nodiscard]] std::size_t sleep_on_socket(Deadline deadline, TimePoint& now);
  [[nodiscard]] std::size_t poll_socket(TimePoint& now);
  [[nodiscard]] Outcome give_up_leading(PendingPtr& pending);
  void hand_over() noexcept;
  [[nodiscard]] std::atomic<PendingState>* choose_leader(bool& asleep) noexcept;
  void fail_all(const Fault& fault, Completed& completed) noexcept;
  void close_if_over() noexcept;
  void end_conversation(Completed& completed) noexcept;

  // Everybody else.
  [[nodiscard]] Outcome follow(PendingPtr& pending, Deadline deadline, TimePoint now);
  [[nodiscard]] bool look_a_few_times(const Pending& pending, TimePoint now) const noexcept;
  [[nodiscard]] std::optional<Outcome> give_up_following(PendingPtr& pending);
  [[nodiscard]] Outcome give_up(std::uint64_t start, bool answered) noexcept;
  [[nodiscard]] bool is_answered_probe(const Pending& pending) const noexcept;

  [[nodiscard]] bool count_in() noexcept;
  void count_out(std::size_t commands) noexcept;

  static constexpr std::size_t kBufferBytes = std::size_t{16} * 1024;

  const PollingMode polling_;
  mutable SpinningMutex mutex_;
  std::unique_ptr<Stream> stream_;            // changes under the lock
  std::optional<Conversation> conversation_;  // changes under the lock
  TimePoint opened_{};                        // under the lock
  std::atomic<bool> accepting_{false};        // changes under the lock
  bool leading_ = false;                      // under the lock
  bool writing_ = false;                      // under the lock
  // Bytes are left because the kernel took no more, and nobody has the write turn: the leader goes on.
  // With a writer at work it must not look for room too, or it would spin until that one runs.
  std::atomic<bool> stalled_{false};
  std::atomic<bool> send_failed_{false};  // nothing will be sent any more
  std::atomic<std::uint32_t> in_flight_{0};
  std::atomic<Deadline::Clock::rep> shortest_{0};  // round trip that a command was ever seen to take
  std::atomic<Deadline::Clock::rep> last_heard_{0};
  std::atomic<bool> end_told_{false};
  std::optional<Fault> read_fault_;  // the leader's: found while it was writing
  SocketPolling socket_polling_;     // the leader's, as the next
  std::array<char, kBufferBytes> buffer_;
};

}  // namespace redisconf
