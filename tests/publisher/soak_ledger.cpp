#include "publisher/soak_ledger.h"

#include <algorithm>
#include <cstdio>

namespace redisconf::test {

void SoakLedger::acknowledged(std::size_t thread, long first) {
  threads_.at(thread).batches.push_back(first);
  acknowledged_ += kSoakBatch;
}

void SoakLedger::came_out(const std::string& message) {
  const auto colon = message.find(':');
  Thread& thread = threads_.at(std::stoul(message.substr(0, colon)));
  const long number = std::stol(message.substr(colon + 1));
  if (!thread.out.empty() && number <= thread.out.back()) ++out_of_order_;
  thread.out.push_back(number);
}

long SoakLedger::start(std::size_t number) {
  Thread& thread = threads_.at(number);
  const long known = thread.batches.empty() ? 1 : thread.batches.back() + 2 * kSoakBatch;
  thread.started = std::max(known, thread.started + kSoakBatch);
  return thread.started;
}

long SoakLedger::count_lost() const {
  long lost = 0;
  for (const Thread& thread : threads_) {
    std::vector<long> out = thread.out;
    std::sort(out.begin(), out.end());
    for (const long first : thread.batches) {
      for (long number = first; number < first + kSoakBatch; ++number)
        if (!std::binary_search(out.begin(), out.end(), number)) ++lost;
    }
  }
  return lost;
}

bool SoakLedger::holds() const {
  const long lost = count_lost();
  std::size_t out = 0;
  for (const Thread& thread : threads_) out += thread.out.size();
  std::printf("%ld messages acknowledged, %zu in the stream, %ld lost, %ld doubled or out of order\n",
              acknowledged_, out, lost, out_of_order_);
  return lost == 0 && out_of_order_ == 0;
}

}  // namespace redisconf::test
