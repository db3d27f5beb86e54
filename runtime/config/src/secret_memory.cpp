#include "secret_memory.h"

#include "redisconf/config/secret.h"

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <mutex>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define REDISCONF_POISONS_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REDISCONF_POISONS_MEMORY 1
#endif
#endif
#ifdef REDISCONF_POISONS_MEMORY
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

namespace redisconf::secret_memory {
namespace {

constexpr std::size_t kSmallestBlock = 32;
constexpr std::size_t kClasses = 7;  // 32, 64, ... 2048
static_assert(kSmallestBlock << (kClasses - 1) == kMaxSharedBytes);

// Pages are taken from the system in runs of this size: one locked run fits the 64 KiB that the
// strictest systems let a process lock.
constexpr std::size_t kRunBytes = std::size_t{64} * 1024;
constexpr std::size_t kSlabBytes = 4096;  // what one size of blocks takes from a run at once

char* map_pages(std::size_t size) {
  void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
#ifdef MADV_DONTDUMP
  (void)::madvise(pages, size, MADV_DONTDUMP);
#endif
  (void)::mlock(pages, size);  // best effort: RLIMIT_MEMLOCK is small
  return static_cast<char*>(pages);
}

std::size_t whole_pages(std::size_t size) noexcept {
  static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (size + page - 1) / page * page;
}

constexpr std::size_t class_of(std::size_t size) noexcept {
  return size <= kSmallestBlock ? 0 : static_cast<std::size_t>(std::bit_width((size - 1) / kSmallestBlock));
}
static_assert(class_of(1) == 0 && class_of(32) == 0 && class_of(33) == 1 && class_of(64) == 1 &&
              class_of(65) == 2 && class_of(kMaxSharedBytes) == kClasses - 1);

// Free blocks of each size, chained through their first bytes. Never destroyed: secrets of static
// objects may outlive any order of destruction.
class Arena {
 public:
  char* take(std::size_t size_class) {
    const std::lock_guard lock(mutex_);
    char*& first = free_[size_class];
    if (first == nullptr) cut_slab(size_class);
    char* const block = first;
    ASAN_UNPOISON_MEMORY_REGION(block, kSmallestBlock << size_class);
    std::memcpy(&first, block, sizeof(char*));
    std::fill_n(block, sizeof(char*), char{});
    return block;
  }

  void give_back(char* block, std::size_t size_class) noexcept {
    const std::lock_guard lock(mutex_);
    chain(block, size_class);
  }

  // A child of fork() must not inherit a lock that nobody in it holds.
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

 private:
  void chain(char* block, std::size_t size_class) noexcept {
    std::memcpy(block, &free_[size_class], sizeof(char*));
    free_[size_class] = block;
    ASAN_POISON_MEMORY_REGION(block, kSmallestBlock << size_class);
  }

  void cut_slab(std::size_t size_class) {
    if (run_left_ == 0) {
      run_ = map_pages(kRunBytes);
      run_left_ = kRunBytes;
    }
    const std::size_t block_bytes = kSmallestBlock << size_class;
    for (std::size_t at = kSlabBytes; at >= block_bytes; at -= block_bytes) {
      chain(run_ + at - block_bytes, size_class);
    }
    run_ += kSlabBytes;
    run_left_ -= kSlabBytes;
  }

  std::mutex mutex_;
  std::array<char*, kClasses> free_{};
  char* run_ = nullptr;
  std::size_t run_left_ = 0;
};

constinit Arena arena;

void survive_fork() {
  static std::once_flag once;
  std::call_once(
      once, [] { ::pthread_atfork([] { arena.lock(); }, [] { arena.unlock(); }, [] { arena.unlock(); }); });
}

}  // namespace

char* take(std::size_t size) {
  if (size > kMaxSharedBytes) return map_pages(whole_pages(size));
  survive_fork();
  return arena.take(class_of(size));
}

void give_back(char* block, std::size_t size) noexcept {
  if (block == nullptr) return;
  wipe_memory(block, size);
  if (size > kMaxSharedBytes) {
    ::munmap(block, whole_pages(size));
  } else {
    arena.give_back(block, class_of(size));
  }
}

}  // namespace redisconf::secret_memory
