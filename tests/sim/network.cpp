#include "sim/network.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace redisconf::sim {
namespace {

using namespace std::chrono_literals;

constexpr Time kForever = Time::max();

}  // namespace

Network::Network(Scheduler& scheduler, Chance& chance, Trace& trace, const Weather& weather)
    : scheduler_(scheduler), chance_(chance), trace_(trace), weather_(weather) {}

Network::Tcp& Network::of(int descriptor) {
  return const_cast<Tcp&>(static_cast<const Network*>(this)->of(descriptor));
}

const Network::Tcp& Network::of(int descriptor) const {
  const auto number = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  if (descriptor < kFirstDescriptor || number >= all_.size() || !all_[number]->open)
    throw Violation("a system call on descriptor " + std::to_string(descriptor) + ", which is not open");
  return *all_[number];
}

Duration Network::latency() { return chance_.between(weather_.least_latency, weather_.most_latency); }

std::optional<Time> Network::silent(const Tcp& tcp) const {
  const Time until = std::max(tcp.silent_until, partition_until_);
  if (until <= scheduler_.now()) return std::nullopt;
  return until;
}

// Who waits for one socket and who waits for several.
void Network::changed(const Tcp& tcp) {
  scheduler_.wake_all(&tcp);
  scheduler_.wake_all(any_place());
}

int Network::open() {
  all_.push_back(std::make_unique<Tcp>());
  ++open_;
  return kFirstDescriptor + static_cast<int>(all_.size() - 1);
}

int Network::connect(int descriptor) {
  Tcp& tcp = of(descriptor);
  const auto connection = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  trace_.note(scheduler_.now(), "dials", connection);
  ++dials_;
  if (chance_.per_million(weather_.unreachable)) return -ENETUNREACH;
  tcp.state = State::connecting;
  most_dialling_ = std::max(most_dialling_, ++dialling_);
  decide_dial(connection);
  return -EINPROGRESS;
}

void Network::decide_dial(std::size_t connection) {
  const Tcp& tcp = *all_[connection];
  if (silent(tcp) || chance_.per_million(weather_.unanswered)) return;
  const bool refused = !listening_ || chance_.per_million(weather_.refused);
  const Duration there_and_back = latency() + latency();
  scheduler_.at(scheduler_.now() + there_and_back,
                [this, connection, refused] { dial_ends(connection, refused ? ECONNREFUSED : 0); });
}

void Network::dial_ends(std::size_t connection, int error) {
  Tcp& tcp = *all_[connection];
  if (tcp.state != State::connecting || silent(tcp)) return;
  --dialling_;
  trace_.note(scheduler_.now(), "dial ends", connection, static_cast<std::uint64_t>(error));
  tcp.error = error;
  tcp.state = error == 0 ? State::established : State::dead;
  tcp.server_open = error == 0;
  changed(tcp);
  if (error == 0) peer_->accepted(connection);
}

int Network::take_error(int descriptor) {
  Tcp& tcp = of(descriptor);
  return std::exchange(tcp.error, 0);
}

long Network::send(int descriptor, std::string_view bytes) {
  Tcp& tcp = of(descriptor);
  const auto connection = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  if (tcp.error != 0) return -std::exchange(tcp.error, 0);
  if (tcp.state != State::established || tcp.shut) return -EPIPE;
  const std::size_t held = tcp.to_server.bytes.size();
  std::size_t size = held >= weather_.send_room ? 0 : std::min(bytes.size(), weather_.send_room - held);
  if (size == 0) return -EAGAIN;
  if (weather_.splits > 0 && chance_.below(4) == 0) size = chance_.between(1, size);
  trace_.note(scheduler_.now(), "sends", connection, size);
  put(connection, true, bytes.substr(0, size));
  watch_acknowledgements(connection);
  return static_cast<long>(size);
}

void Network::put(std::size_t connection, bool to_server, std::string_view bytes) {
  Tcp& tcp = *all_[connection];
  Pipe& pipe = to_server ? tcp.to_server : tcp.to_client;
  pipe.bytes.append(bytes);
  while (!bytes.empty()) {
    const std::size_t most = weather_.splits == 0 ? bytes.size() : chance_.between(1, weather_.splits);
    const std::size_t size = std::min(bytes.size(), std::max(most, bytes.size() / 8));
    pipe.last = std::max(pipe.last, scheduler_.now() + latency());
    schedule_piece(connection, to_server, size, pipe.last);
    bytes.remove_prefix(size);
  }
}

void Network::schedule_piece(std::size_t connection, bool to_server, std::size_t size, Time time) {
  const std::uint64_t packed = (std::uint64_t{connection} << 33U) | (std::uint64_t{size} << 1U) |
                               static_cast<std::uint64_t>(to_server);
  scheduler_.at(time, [this, packed] {
    piece_arrives(static_cast<std::size_t>(packed >> 33U), (packed & 1U) != 0,
                  static_cast<std::size_t>((packed >> 1U) & 0xffffffffU));
  });
}

void Network::piece_arrives(std::size_t connection, bool to_server, std::size_t size) {
  Tcp& tcp = *all_[connection];
  if (tcp.state != State::established) return;
  if (const auto until = silent(tcp)) {
    if (*until != kForever) schedule_piece(connection, to_server, size, *until);
    return;
  }
  Pipe& pipe = to_server ? tcp.to_server : tcp.to_client;
  pipe.arrived += std::min(size, pipe.under_way());
  trace_.note(scheduler_.now(), to_server ? "reaches the server" : "reaches the client", connection, size);
  if (!to_server) return changed(tcp);
  if (tcp.server_open) return peer_->readable(connection);
  // The server has closed: it answers by a reset.
  pipe = Pipe();
  fail(connection, ECONNRESET);
}

long Network::receive(int descriptor, std::span<char> buffer) {
  Tcp& tcp = of(descriptor);
  const auto connection = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  Pipe& pipe = tcp.to_client;
  if (pipe.arrived > 0) {
    std::size_t size = std::min(pipe.arrived, buffer.size());
    if (weather_.splits > 0 && chance_.below(4) == 0) size = chance_.between(1, size);
    pipe.bytes.copy(buffer.data(), size);
    pipe.bytes.erase(0, size);
    pipe.arrived -= size;
    trace_.note(scheduler_.now(), "receives", connection, size);
    return static_cast<long>(size);
  }
  if (tcp.error != 0) return -std::exchange(tcp.error, 0);
  if (tcp.shut || tcp.state == State::dead || (pipe.ended && pipe.bytes.empty())) return 0;
  return -EAGAIN;
}

short Network::ready(int descriptor, short events) const {
  const Tcp& tcp = of(descriptor);
  const bool broken = tcp.error != 0 || tcp.state == State::dead;
  const bool ended = tcp.to_client.ended && tcp.to_client.bytes.empty();
  int found = 0;
  if (tcp.to_client.arrived > 0 || ended || broken || tcp.shut) found |= POLLIN;
  const bool room = tcp.state == State::established && tcp.to_server.bytes.size() < weather_.send_room;
  if (room || broken || tcp.shut) found |= POLLOUT;
  found &= events;
  if (broken) found |= POLLERR;
  if (broken || tcp.shut) found |= POLLHUP;
  return static_cast<short>(found);
}

int Network::shut_down(int descriptor) {
  Tcp& tcp = of(descriptor);
  const auto connection = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  if (tcp.state != State::established) return -ENOTCONN;
  if (std::exchange(tcp.shut, true)) return 0;
  trace_.note(scheduler_.now(), "shuts down", connection);
  scheduler_.at(scheduler_.now() + latency(), [this, connection] { end_arrives(connection, true); });
  changed(tcp);
  return 0;
}

int Network::close(int descriptor) {
  Tcp& tcp = of(descriptor);
  const auto connection = static_cast<std::size_t>(descriptor - kFirstDescriptor);
  trace_.note(scheduler_.now(), "closes", connection);
  tcp.open = false;
  --open_;
  if (tcp.state == State::connecting) --dialling_;
  if (tcp.state != State::established) {
    tcp.state = State::dead;
  } else if (!tcp.shut) {
    tcp.shut = true;
    scheduler_.at(scheduler_.now() + latency(), [this, connection] { end_arrives(connection, true); });
  }
  return 0;
}

// The end follows all that was sent before.
void Network::end_arrives(std::size_t connection, bool to_server) {
  Tcp& tcp = *all_[connection];
  if (tcp.state != State::established) return;
  Pipe& pipe = to_server ? tcp.to_server : tcp.to_client;
  const auto until = silent(tcp);
  if (until && *until == kForever) return;
  if (until || pipe.under_way() > 0) {
    const Time later = until ? *until : std::max(pipe.last, scheduler_.now()) + 1us;
    scheduler_.at(later, [this, connection, to_server] { end_arrives(connection, to_server); });
    return;
  }
  pipe.ended = true;
  trace_.note(scheduler_.now(), to_server ? "end reaches the server" : "end reaches the client", connection);
  if (!to_server) return changed(tcp);
  if (tcp.server_open) peer_->readable(connection);
}

void Network::reply(std::size_t connection, std::string_view bytes) {
  const Tcp& tcp = *all_[connection];
  if (tcp.state == State::established && tcp.server_open) put(connection, false, bytes);
}

std::string Network::take_arrived(std::size_t connection) {
  Tcp& tcp = *all_[connection];
  Pipe& pipe = tcp.to_server;
  std::string taken = pipe.bytes.substr(0, pipe.arrived);
  pipe.bytes.erase(0, pipe.arrived);
  pipe.arrived = 0;
  if (pipe.bytes.empty()) tcp.unacknowledged_since = {};
  if (!taken.empty()) changed(tcp);
  return taken;
}

bool Network::ended_by_client(std::size_t connection) const {
  const Pipe& pipe = all_[connection]->to_server;
  return pipe.ended && pipe.bytes.empty();
}

void Network::close_by_server(std::size_t connection) {
  Tcp& tcp = *all_[connection];
  if (!std::exchange(tcp.server_open, false)) return;
  peer_->gone(connection);
  if (tcp.state != State::established) return;
  trace_.note(scheduler_.now(), "server closes", connection);
  scheduler_.at(std::max(tcp.to_client.last, scheduler_.now() + latency()),
                [this, connection] { end_arrives(connection, false); });
}

void Network::reset(std::size_t connection) { fail(connection, ECONNRESET); }

// What has arrived can be read or not, as with a kernel: depends on what came first.
void Network::fail(std::size_t connection, int error) {
  Tcp& tcp = *all_[connection];
  if (tcp.state != State::established) return;
  trace_.note(scheduler_.now(), "breaks", connection, static_cast<std::uint64_t>(error));
  tcp.state = State::dead;
  tcp.error = error;
  tcp.to_server = Pipe();
  if (chance_.below(2) == 0) tcp.to_client.arrived = 0;
  tcp.to_client.bytes.resize(tcp.to_client.arrived);
  if (std::exchange(tcp.server_open, false)) peer_->gone(connection);
  changed(tcp);
}

void Network::silence(std::size_t connection, Time until) {
  trace_.note(scheduler_.now(), "falls silent", connection,
              static_cast<std::uint64_t>(until.time_since_epoch().count()));
  Tcp& tcp = *all_[connection];
  tcp.silent_until = std::max(tcp.silent_until, until);  // what was lost stays lost
  if (until != kForever || tcp.keepalive <= Duration::zero()) return;
  scheduler_.at(scheduler_.now() + tcp.keepalive, [this, connection] { fail(connection, ETIMEDOUT); });
}

// TCP_USER_TIMEOUT: bytes that nobody acknowledges for so long end a connection. One timer each.
void Network::watch_acknowledgements(std::size_t connection) {
  Tcp& tcp = *all_[connection];
  if (tcp.user_timeout <= Duration::zero()) return;
  if (tcp.unacknowledged_since == Time()) tcp.unacknowledged_since = scheduler_.now();
  if (!std::exchange(tcp.watched, true)) look_for_acknowledgements(connection);
}

void Network::look_for_acknowledgements(std::size_t connection) {
  Tcp& tcp = *all_[connection];
  if (tcp.state != State::established || tcp.unacknowledged_since == Time()) {
    tcp.watched = false;
    return;
  }
  const Time end = tcp.unacknowledged_since + tcp.user_timeout;
  if (scheduler_.now() >= end) return fail(connection, ETIMEDOUT);
  scheduler_.at(end, [this, connection] { look_for_acknowledgements(connection); });
}

std::vector<std::size_t> Network::established() const {
  std::vector<std::size_t> found;
  for (std::size_t connection = 0; connection < all_.size(); ++connection) {
    if (all_[connection]->state == State::established && all_[connection]->open) found.push_back(connection);
  }
  return found;
}

bool Network::is_idle(std::size_t connection) const {
  const Tcp& tcp = *all_[connection];
  return tcp.to_server.bytes.empty() && tcp.to_client.bytes.empty() && tcp.server_open && !tcp.shut;
}

void Network::arrive_at_once(std::size_t connection, std::string_view bytes) {
  Tcp& tcp = *all_[connection];
  trace_.note(scheduler_.now(), "unasked", connection, bytes.size());
  tcp.to_client.bytes.append(bytes);
  tcp.to_client.arrived += bytes.size();
  changed(tcp);
}

}  // namespace redisconf::sim
