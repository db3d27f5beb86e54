#include "queue/sim/around.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace redisconf::test {
namespace {

constexpr std::size_t kBytes = 2 * sizeof(std::int64_t);

}  // namespace

Around::Around(const char* library) {
  const std::string name = (directory_.path() / "surroundings").string();
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ::ftruncate(file, kBytes) != 0) throw std::runtime_error("cannot write " + name);
  void* const at = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  if (at == MAP_FAILED) throw std::runtime_error("cannot map " + name);
  shared_ = static_cast<volatile std::int64_t*>(at);
  ::setenv("QUEUE_SIM_SURROUNDINGS", name.c_str(), 1);
  ::setenv("LD_PRELOAD", library, 1);
}

Around::~Around() {
  ::unsetenv("LD_PRELOAD");
  ::unsetenv("QUEUE_SIM_SURROUNDINGS");
  ::munmap(const_cast<std::int64_t*>(shared_), kBytes);
}

void Around::set(SimTime now) noexcept {
  shared_[0] = std::chrono::microseconds(now.time_since_epoch()).count();
}

void Around::lose_reply(int after) noexcept { shared_[1] = after; }

}  // namespace redisconf::test
