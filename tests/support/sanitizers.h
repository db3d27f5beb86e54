// What a test must know of the sanitizer that it is built with.
#pragma once

namespace redisconf::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// Of the preset asan-ubsan: UBSan looks whether an object is there through a pipe.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kNeedsDescriptors = true;
#else
inline constexpr bool kNeedsDescriptors = false;
#endif
inline constexpr const char* kPipeOfSanitizer = "the sanitizer needs descriptors itself";

// TSan ends a child of fork() that starts a thread.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool kForbidsThreadsInChild = true;
#else
inline constexpr bool kForbidsThreadsInChild = false;
#endif
inline constexpr const char* kThreadsInChild = "the sanitizer forbids threads in a child of fork()";

}  // namespace redisconf::test
