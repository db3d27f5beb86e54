// A real Prometheus that scrapes one service, for one test.
#pragma once

#include "program.h"

#include <redisconf/testing/temporary_directory.h>

#include <memory>
#include <string>

namespace redisconf::test {

class Prometheus {
 public:
  // Scrapes 127.0.0.1:port every 200 ms. Throws std::runtime_error when it does not start.
  explicit Prometheus(int port);

  // Whether the query gives one sample of that value, now or within 20 s.
  [[nodiscard]] bool becomes(const std::string& query, double value) const;

 private:
  testing::TemporaryDirectory folder_;
  int port_;
  std::unique_ptr<Program> program_;
};

}  // namespace redisconf::test
