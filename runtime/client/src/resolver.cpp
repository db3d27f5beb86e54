#include "resolver.h"

#include "connect_errors.h"
#include "fault.h"
#include "redisconf/config/signals_blocked.h"
#include "waits_cut_short.h"

#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace redisconf {
namespace {

// Look-ups that nobody waits for any more still hold a thread each; past this many, new ones
// fail at once instead of piling up.
constexpr int kMostLookups = 16;
std::atomic<int> lookups{0};

// Threads do not follow into a child process, so none of them will ever count itself down there.
[[maybe_unused]] const int kForkHandler = pthread_atfork(nullptr, nullptr, [] { lookups = 0; });

struct Result {
  int error = 0;         // EAI_...
  int system_error = 0;  // errno, for EAI_SYSTEM
  std::vector<SocketAddress> addresses;
};

// Without one, glibc can't read /etc/hosts or ask anybody, and says that the name does not exist.
bool no_descriptor_left() noexcept {
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe >= 0) close(probe);
  return probe < 0;
}

Result look_up(const std::string& host, int port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  Result result;
  result.error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (result.error == EAI_SYSTEM) result.system_error = errno;
  if (result.error != 0) {
    if ((flags & AI_NUMERICHOST) == 0 && no_descriptor_left()) {
      result.error = EAI_SYSTEM;
      result.system_error = EMFILE;
    }
    return result;
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    SocketAddress address;
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.size = entry->ai_addrlen;
    result.addresses.push_back(address);
  }
  return result;
}

// Shared by the caller and the thread; whoever comes last frees it.
class Lookup {
 public:
  void finish(Result result) {
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
    done_ = true;
    changed_.notify_all();
  }

  // False when the deadline passed first.
  [[nodiscard]] bool wait(Deadline deadline, Result& result) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_until(lock, next_look(deadline).at(), [this] { return done_; })) {
      if (deadline.passed()) return false;
    }
    result = std::move(result_);
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  Result result_;
};

std::shared_ptr<Lookup> start_lookup(const std::string& host, int port) {
  if (lookups.fetch_add(1) >= kMostLookups) {
    --lookups;
    throw Fault(ErrorCategory::resolve, "too many earlier look-ups still wait for the name server",
                "check the name servers in /etc/resolv.conf");
  }
  auto lookup = std::make_shared<Lookup>();
  try {
    const SignalsBlocked blocked;
    std::thread([lookup, host, port] {
      lookup->finish(look_up(host, port, AI_ADDRCONFIG));
      --lookups;
    }).detach();
  } catch (const std::system_error&) {
    --lookups;
    throw Fault(ErrorCategory::resolve, "the system gave no thread for the look-up of the name");
  }
  return lookup;
}

[[noreturn]] void throw_failure(const Result& result) {
  if (result.error == EAI_SYSTEM && result.system_error == EMFILE) {
    const Fault fault = connect_fault(EMFILE, {});
    throw Fault(ErrorCategory::resolve, fault.cause(), fault.fix());
  }
  std::string cause =
      result.error == EAI_SYSTEM ? errno_text(result.system_error) : gai_strerror(result.error);
  if (result.error == EAI_NONAME) cause = "the name does not exist";
  if (result.error == EAI_AGAIN) cause = "no name server gave an answer";
  throw Fault(ErrorCategory::resolve, std::move(cause), "check " + setting("connection.host"));
}

}  // namespace

std::vector<SocketAddress> resolve(const std::string& host, int port, Deadline deadline) {
  Result result = look_up(host, port, AI_NUMERICHOST);
  if (result.error == 0) return interleaved(result.addresses);
  if (!start_lookup(host, port)->wait(deadline, result)) {
    throw Fault(ErrorCategory::timeout, "no name server gave an answer in time",
                "check " + setting("connection.host") + " and the name servers in /etc/resolv.conf");
  }
  if (result.error != 0) throw_failure(result);
  return interleaved(result.addresses);
}

}  // namespace redisconf
