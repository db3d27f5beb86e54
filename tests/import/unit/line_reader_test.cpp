// Lines of files and pipes, their offsets, and what names an input.
#include "line_reader.h"
#include "support.h"
#include "support/catch.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

using redisconf::compiler::test::TemporaryFolder;
using redisconf::import_tool::LineReader;
using Event = redisconf::import_tool::LineReader::Event;

namespace {

constexpr std::size_t kLongest = 1000;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(descriptor_); }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

class Pipe {
 public:
  Pipe() { REQUIRE(::pipe2(ends_.data(), O_CLOEXEC) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    ::close(ends_[0]);
    end();
  }
  void write(std::string_view text) {
    while (!text.empty())
      text.remove_prefix(static_cast<std::size_t>(::write(ends_[1], text.data(), text.size())));
  }
  void end() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  [[nodiscard]] int descriptor() const noexcept { return ends_[0]; }

 private:
  std::array<int, 2> ends_{-1, -1};
};

// Until the end, or an event that is no line.
std::vector<std::string> lines_of(LineReader& reader) {
  std::vector<std::string> lines;
  while (true) {
    const Event event = reader.next(true);
    if (event == Event::too_long) {
      lines.emplace_back("(too long)");
    } else if (event == Event::line) {
      lines.emplace_back(reader.line());
    } else {
      return lines;
    }
  }
}

}  // namespace

TEST_CASE("lines, with and without a last end, and their offsets") {
  const TemporaryFolder folder;
  const OpenFile file(folder.write("a", "one\n\ntwo\r\nthree"));
  LineReader reader(file.descriptor(), kLongest);
  CHECK(reader.size() == 15U);
  CHECK(reader.peek_line(2) == "on");
  CHECK(reader.peek_line(100) == "one");
  REQUIRE(reader.next(true) == Event::line);
  CHECK(reader.line() == "one");
  CHECK(reader.offset() == 4);
  CHECK(lines_of(reader) == std::vector<std::string>{"", "two\r", "three"});
  CHECK(reader.offset() == 15);
  CHECK(reader.number() == 4);
  CHECK(reader.next(true) == Event::end);
}

TEST_CASE("a line that is too long is skipped, whatever comes behind it") {
  const TemporaryFolder folder;
  const std::string longest(kLongest, 'x');
  const std::string huge(3UL << 20U, 'y');
  const OpenFile file(folder.write("a", longest + '\n' + longest + "x\n" + huge + "\nend\n" + huge));
  LineReader reader(file.descriptor(), kLongest);
  CHECK(lines_of(reader) ==
        std::vector<std::string>{longest, "(too long)", "(too long)", "end", "(too long)"});
  CHECK(reader.offset() == *reader.size());
  CHECK(reader.number() == 5);
}

TEST_CASE("a reader goes on at an offset, of a file and of a pipe, and names the input alike") {
  const TemporaryFolder folder;
  std::string text;
  for (int line = 0; line < 20'000; ++line) text += "line " + std::to_string(line) + '\n';
  const std::size_t offset = text.find("line 15000");
  const OpenFile file(folder.write("a", text));
  Pipe pipe;
  std::thread writer([&pipe, &text] {
    pipe.write(text);
    pipe.end();
  });
  LineReader of_file(file.descriptor(), kLongest);
  LineReader of_pipe(pipe.descriptor(), kLongest);
  for (LineReader* const reader : {&of_file, &of_pipe}) {
    CHECK(reader->peek_line(100) == "line 0");
    const auto peeked = reader->peek_hash(offset);
    REQUIRE(reader->skip_to(offset, 15'000));
    REQUIRE(reader->next(true) == Event::line);
    CHECK(reader->line() == "line 15000");
    CHECK(reader->number() == 15'001);
    CHECK(reader->offset() == offset + 11);
    CHECK(reader->head_hash(offset) == peeked);
    CHECK(lines_of(*reader).size() == 4'999);
  }
  writer.join();
  CHECK(of_file.head_hash(offset) == of_pipe.head_hash(offset));
  CHECK(of_file.head_hash(100) != of_file.head_hash(101));
  CHECK(of_file.head_hash(70'000) == of_file.head_hash(80'000));
}

TEST_CASE("what goes on within the first bytes still knows them all") {
  const TemporaryFolder folder;
  const OpenFile file(folder.write("a", "one\ntwo\nthree\n"));
  LineReader whole(file.descriptor(), kLongest);
  CHECK(lines_of(whole).size() == 3);
  LineReader rest(file.descriptor(), kLongest);
  REQUIRE(rest.skip_to(4, 1));
  CHECK(lines_of(rest).size() == 2);
  CHECK(rest.head_hash(14) == whole.head_hash(14));
}

TEST_CASE("an input that is shorter than where it should go on is told") {
  const TemporaryFolder folder;
  const OpenFile file(folder.write("a", "one\n"));
  LineReader reader(file.descriptor(), kLongest);
  CHECK_FALSE(reader.peek_hash(5).has_value());
  CHECK_FALSE(reader.skip_to(5, 1));
  Pipe pipe;
  pipe.write("one\n");
  pipe.end();
  LineReader of_pipe(pipe.descriptor(), kLongest);
  CHECK_FALSE(of_pipe.peek_hash(5).has_value());
  CHECK_FALSE(of_pipe.skip_to(5, 1));
}

TEST_CASE("a pipe without bytes is idle, and a wait for it ends when the program is to end") {
  Pipe pipe;
  Pipe wake;
  LineReader reader(pipe.descriptor(), kLongest, wake.descriptor());
  pipe.write("one\ntw");
  REQUIRE(reader.next(true) == Event::line);
  CHECK(reader.next(false) == Event::idle);
  wake.write("!");
  CHECK(reader.next(true) == Event::interrupted);
  CHECK(reader.offset() == 4);
}
