// Starts a server, tells where, and waits to be killed: see survival_test.cpp.
#include <redisconf/testing/redis_server.h>

#include <unistd.h>

#include <iostream>

int main() {
  const redisconf::testing::RedisServer server;
  std::cout << server.pid() << " " << server.directory().string() << std::endl;
  for (;;) pause();
}
