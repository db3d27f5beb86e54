#include "cache/outage/trouble.h"

namespace redisconf::test {

void Trouble::happen(std::mt19937_64& random) {
  if (dead_ || frozen_) {
    end();
    return;
  }
  switch (random() % 5) {
    case 0:
      server_.kill();
      dead_ = true;
      break;
    case 1:
      server_.freeze();
      frozen_ = true;
      break;
    case 2:
    case 3:
      cut_off_ ? connect_again() : cut_off();
      break;
    default:
      static_cast<void>(server_.command({"CLIENT", "KILL", "TYPE", "normal"}));
  }
}

// Who uses the socket loses it, who uses the port does not.
void Trouble::cut_off() {
  std::filesystem::rename(socket_, socket_.string() + ".away");
  static_cast<void>(server_.command({"CLIENT", "KILL", "ADDR", socket_.filename().string() + ":0"}));
  cut_off_ = true;
}

void Trouble::connect_again() {
  std::filesystem::rename(socket_.string() + ".away", socket_);
  cut_off_ = false;
}

void Trouble::end() {
  if (frozen_) server_.resume();
  frozen_ = false;
  if (dead_) {
    if (cut_off_) std::filesystem::remove(socket_.string() + ".away");  // the server makes a new one
    cut_off_ = false;
    server_.restart();
  }
  dead_ = false;
  if (cut_off_) connect_again();
}

}  // namespace redisconf::test
