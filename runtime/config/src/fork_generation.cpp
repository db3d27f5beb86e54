#include "redisconf/config/fork_generation.h"

#include <pthread.h>

#include <atomic>

namespace redisconf {
namespace {

std::atomic<unsigned> generation{0};

[[maybe_unused]] const int kRegistered = pthread_atfork(nullptr, nullptr, [] { ++generation; });

}  // namespace

unsigned fork_generation() noexcept { return generation.load(std::memory_order_relaxed); }

}  // namespace redisconf
