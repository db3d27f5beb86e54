#include <redisconf/config/secret.h>

#include "support/catch.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

using redisconf::Secret;

namespace {

template <class T>
concept Comparable = requires(const T& left, const T& right) {
  left == right;
};

template <class T>
concept Ordered = requires(const T& left, const T& right) {
  left < right;
};

template <class T>
concept Streamable = requires(std::ostream& stream, const T& value) {
  stream << value;
};

template <class T>
concept Text = std::is_convertible_v<T, std::string_view> || std::is_convertible_v<T, std::string> ||
    std::is_convertible_v<T, const char*> || std::is_convertible_v<T, bool>;

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(std::is_nothrow_move_assignable_v<Secret>);
static_assert(!Comparable<Secret> && !Ordered<Secret>);
static_assert(!Streamable<Secret>);
static_assert(!Text<Secret>);
static_assert(!std::is_convertible_v<std::string_view, Secret>, "no text turns into a secret by accident");

// The concepts do see what they are asked for.
static_assert(Comparable<std::string> && Ordered<std::string> && Streamable<std::string> &&
              Text<std::string>);

constexpr std::string_view kBytes = "a secret that is longer than any small string";

// What stands at an address now, read as a debugger would: a freed block may not be touched.
std::string memory_at(const void* address, std::size_t size) {
  std::string bytes(size, 'x');
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  const auto at = static_cast<off_t>(reinterpret_cast<std::uintptr_t>(address));
  REQUIRE(::pread(memory, bytes.data(), size, at) == static_cast<ssize_t>(size));
  ::close(memory);
  return bytes;
}

// Of a freed block, the first bytes chain it to the next free one.
bool is_wiped(const char* block) {
  const std::string bytes = memory_at(block, kBytes.size()).substr(sizeof(void*));
  return bytes == std::string(bytes.size(), '\0');
}

}  // namespace

TEST_CASE("a secret keeps its bytes, all of them", "[secret]") {
  using namespace std::string_view_literals;
  CHECK(Secret("hunter2").reveal() == "hunter2");
  CHECK(Secret("a\0b\r\n\xFF"sv).reveal() == "a\0b\r\n\xFF"sv);
  CHECK_FALSE(Secret("x").empty());
  CHECK(Secret().empty());
  CHECK(Secret("").empty());
  CHECK(Secret().reveal().empty());
}

TEST_CASE("a moved-from secret is empty", "[secret]") {
  Secret first(kBytes);
  Secret second(std::move(first));
  CHECK(second.reveal() == kBytes);
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
  CHECK(first.reveal().empty());

  Secret third("other");
  third = std::move(second);
  CHECK(third.reveal() == kBytes);
  CHECK(second.empty());  // NOLINT(bugprone-use-after-move)

  Secret& same = third;
  third = std::move(same);
  CHECK(third.reveal() == kBytes);
}

TEST_CASE("a destroyed secret leaves no bytes behind", "[secret]") {
  auto secret = std::make_unique<Secret>(kBytes);
  const char* const block = secret->reveal().data();
  CHECK(memory_at(block, kBytes.size()) == kBytes);
  secret.reset();
  CHECK(is_wiped(block));
}

TEST_CASE("an overwritten secret leaves no bytes behind", "[secret]") {
  Secret secret(kBytes);
  const char* const block = secret.reveal().data();
  secret = Secret("another");
  CHECK(is_wiped(block));
}

TEST_CASE("a secret ends at 64 KiB, and the error does not show it", "[secret]") {
  CHECK(Secret(std::string(Secret::kMaxBytes, 'x')).reveal().size() == Secret::kMaxBytes);
  const std::string too_long = std::string(Secret::kMaxBytes, 'x') + "hunter2";
  CHECK_THROWS_AS(Secret(too_long), std::length_error);
  CHECK_THROWS_WITH(Secret(too_long),
                    !redisconf::test::contains("xxx") && !redisconf::test::contains("hunter2"));
}

TEST_CASE("wiped memory is zero", "[secret]") {
  std::array<char, 16> bytes{};
  bytes.fill('s');
  redisconf::wipe_memory(bytes.data(), bytes.size() - 1);
  for (std::size_t at = 0; at + 1 < bytes.size(); ++at) CHECK(bytes.at(at) == '\0');
  CHECK(bytes.back() == 's');
  redisconf::wipe_memory(nullptr, 0);
}
