#include "secret_memory.h"

#include "support/catch.h"

#include <redisconf/config/secret_buffer.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using redisconf::SecretBuffer;
namespace secret_memory = redisconf::secret_memory;

namespace {

// The kernel's flags of the mapping that holds the address ("rd wr ... dd").
std::string mapping_flags(const void* address) {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  std::ifstream maps("/proc/self/smaps");
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " ", &from, &to) == 2) {
      inside = from <= wanted && wanted < to;
    } else if (inside && line.starts_with("VmFlags:")) {
      return line + " ";
    }
  }
  return {};
}

class Block {
 public:
  explicit Block(std::size_t size) : bytes_(secret_memory::take(size)), size_(size) {}
  ~Block() { secret_memory::give_back(bytes_, size_); }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  [[nodiscard]] char* bytes() const { return bytes_; }

 private:
  char* bytes_;
  std::size_t size_;
};

}  // namespace

TEST_CASE("memory of secrets is left out of core dumps, whatever its size", "[secret-memory]") {
  for (const std::size_t size : {1U, 32U, 33U, 2048U, 2049U, 65536U, 300000U}) {
    const Block block(size);
    std::memset(block.bytes(), 's', size);
    CHECK(mapping_flags(block.bytes()).find(" dd ") != std::string::npos);
    CHECK(mapping_flags(block.bytes() + size - 1).find(" dd ") != std::string::npos);
  }
  const std::vector<char> ordinary(64);
  CHECK(mapping_flags(ordinary.data()).find(" dd ") == std::string::npos);
}

TEST_CASE("blocks of one size follow each other and never overlap", "[secret-memory]") {
  for (const std::size_t size : {1U, 32U, 48U, 100U, 1000U, 2048U}) {
    std::vector<std::unique_ptr<Block>> blocks;
    std::set<char*> places;
    for (int count = 0; count < 300; ++count) {
      blocks.push_back(std::make_unique<Block>(size));
      places.insert(blocks.back()->bytes());
    }
    REQUIRE(places.size() == blocks.size());
    for (auto at = places.begin(); std::next(at) != places.end(); ++at) {
      REQUIRE(*std::next(at) - *at >= static_cast<std::ptrdiff_t>(size));
    }
  }
}

TEST_CASE("a block that was given back is used again, empty", "[secret-memory]") {
  char* const first = secret_memory::take(40);
  std::memset(first, 's', 40);
  secret_memory::give_back(first, 40);
  const Block second(50);
  REQUIRE(second.bytes() == first);
  CHECK(std::all_of(first, first + 50, [](char c) { return c == '\0'; }));
  secret_memory::give_back(nullptr, 0);
}

TEST_CASE("threads take and give back at the same time", "[secret-memory]") {
  std::vector<std::thread> threads;
  std::vector<int> damaged(4);
  for (std::size_t number = 0; number < damaged.size(); ++number) {
    threads.emplace_back([number, &damaged] {
      for (int turn = 0; turn < 2000; ++turn) {
        const std::size_t size = 1 + static_cast<std::size_t>(turn) % 500;
        const Block block(size);
        const char mark = static_cast<char>('a' + number);
        std::memset(block.bytes(), mark, size);
        if (!std::all_of(block.bytes(), block.bytes() + size, [&](char c) { return c == mark; })) {
          ++damaged[number];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(damaged == std::vector<int>(4));
}

TEST_CASE("a child of fork() reads its parent's secrets and makes its own", "[secret-memory]") {
  const Block parents(64);
  std::memcpy(parents.bytes(), "inherited", 9);
  const pid_t child = ::fork();
  if (child == 0) {
    char* const own = secret_memory::take(64);
    const bool fine = own != parents.bytes() && std::memcmp(parents.bytes(), "inherited", 9) == 0;
    secret_memory::give_back(own, 64);
    ::_exit(fine ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a buffer keeps what it holds when it grows, moves or is emptied", "[secret-buffer]") {
  SecretBuffer buffer;
  CHECK(buffer.view().empty());
  CHECK(buffer.room_size() == 0);
  std::string expected;
  for (int count = 0; count < 5000; ++count) {
    const char byte = static_cast<char>('a' + count % 26);
    buffer.append(byte);
    expected += byte;
  }
  CHECK(buffer.view() == expected);

  buffer.reserve(9000);
  REQUIRE(buffer.room_size() == 4000);
  std::memcpy(buffer.room(), "tail", 4);
  buffer.add_filled(4);
  expected += "tail";
  CHECK(buffer.view() == expected);
  buffer.reserve(10);
  CHECK(buffer.view() == expected);

  SecretBuffer moved(std::move(buffer));
  CHECK(moved.view() == expected);
  CHECK(buffer.view().empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
  buffer = std::move(moved);
  CHECK(buffer.view() == expected);
  buffer.clear();
  CHECK(buffer.view().empty());
  CHECK(buffer.room_size() == 9000);
}
