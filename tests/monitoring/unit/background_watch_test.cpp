#include "background_watch.h"

#include "support/catch.h"

#include <atomic>
#include <future>

using redisconf::BackgroundWatch;
using std::chrono::hours;
using std::chrono::milliseconds;

namespace {

using Watch = BackgroundWatch<int>;
constexpr Watch::Pauses kNever{hours(1), milliseconds(0)};

}  // namespace

TEST_CASE("nobody waits for a look that takes long", "[background-watch]") {
  std::promise<void> may_end;
  Watch watch(kNever, [&] {
    may_end.get_future().wait();
    return 1;
  });
  const Watch::View before = watch.view(milliseconds(0));
  CHECK(before.last == nullptr);
  may_end.set_value();
  const Watch::View after = watch.view(hours(1));
  REQUIRE(after.last != nullptr);
  CHECK(*after.last == 1);
}

TEST_CASE("the last result stays while the next look runs", "[background-watch]") {
  std::promise<void> second_began;
  std::promise<void> may_end;
  int count = 0;
  Watch watch({milliseconds(0), milliseconds(0)}, [&] {
    if (++count == 2) {
      second_began.set_value();
      may_end.get_future().wait();
    }
    return count;
  });
  second_began.get_future().wait();
  const Watch::View view = watch.view(milliseconds(0));
  REQUIRE(view.last != nullptr);
  CHECK(*view.last == 1);
  CHECK(view.running_since.has_value());
  may_end.set_value();
}

TEST_CASE("a hurried watch looks again before its interval", "[background-watch]") {
  std::promise<void> looked_again;
  int count = 0;
  Watch watch(kNever, [&] {
    if (++count == 2) looked_again.set_value();
    return count;
  });
  static_cast<void>(watch.view(hours(1)));
  watch.hurry();
  looked_again.get_future().wait();
  SUCCEED();
}

TEST_CASE("there is no look after close()", "[background-watch]") {
  std::atomic<int> count = 0;
  Watch watch(kNever, [&] { return ++count; });
  static_cast<void>(watch.view(hours(1)));
  watch.close();
  watch.hurry();
  watch.close();
  CHECK(count == 1);
  CHECK(*watch.view(milliseconds(0)).last == 1);
}
