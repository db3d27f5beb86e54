// Loaded into redis-server (LD_PRELOAD): its clock is the simulation's, and replies can be lost. Everything
// else of the server is as it is.
//
// A file of two 64-bit numbers, named by QUEUE_SIM_SURROUNDINGS and mapped: microseconds since 1970, and
// which write to a connection from here on is lost together with the connection (1: the next one; 0: none).
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

constexpr std::int64_t kMillion = 1'000'000;

struct Surroundings {
  std::int64_t microseconds;
  std::int64_t loses;
};

volatile Surroundings* mapped() {
  static volatile Surroundings* const found = []() -> volatile Surroundings* {
    const char* const name = std::getenv("QUEUE_SIM_SURROUNDINGS");
    const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* const at = ::mmap(nullptr, sizeof(Surroundings), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    return at == MAP_FAILED ? nullptr : static_cast<volatile Surroundings*>(at);
  }
  ();
  return found;
}

bool is_lost(int descriptor) {
  volatile Surroundings* const around = mapped();
  if (around == nullptr || around->loses == 0) return false;
  int type = 0;
  socklen_t size = sizeof type;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) return false;
  around->loses = around->loses - 1;
  if (around->loses > 0) return false;
  ::shutdown(descriptor, SHUT_RDWR);
  errno = ECONNRESET;
  return true;
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) int gettimeofday(timeval* time, void* zone) noexcept {
  const volatile Surroundings* const around = mapped();
  if (around == nullptr) return static_cast<int>(::syscall(SYS_gettimeofday, time, zone));
  const std::int64_t now = around->microseconds;
  time->tv_sec = now / kMillion;
  time->tv_usec = now % kMillion;
  return 0;
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const volatile Surroundings* const around = mapped();
  const bool ours = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (around == nullptr || !ours) return static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
  const std::int64_t now = around->microseconds;
  time->tv_sec = now / kMillion;
  time->tv_nsec = now % kMillion * 1000;
  return 0;
}

__attribute__((visibility("default"))) time_t time(time_t* result) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

__attribute__((visibility("default"))) ssize_t write(int descriptor, const void* bytes, std::size_t count) {
  return is_lost(descriptor) ? -1 : ::syscall(SYS_write, descriptor, bytes, count);
}

__attribute__((visibility("default"))) ssize_t writev(int descriptor, const iovec* parts, int count) {
  return is_lost(descriptor) ? -1 : ::syscall(SYS_writev, descriptor, parts, count);
}

}  // extern "C"
