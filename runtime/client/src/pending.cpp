#include "pending.h"

#include "reply_builder.h"

#include <utility>

namespace redisconf {
namespace {

constexpr std::size_t kMostSpare = 256;

// Trivially destructible, so that it may be asked after the stock of the thread has gone.
thread_local bool stock_is_gone = false;

struct Stock {
  Stock() = default;
  Stock(const Stock&) = delete;
  Stock& operator=(const Stock&) = delete;
  ~Stock() {
    stock_is_gone = true;
    while (first != nullptr) delete std::exchange(first, first->next);
  }

  Pending* first = nullptr;
  std::size_t size = 0;
};

thread_local Stock stock;

}  // namespace

void Pending::reset(PendingState first) noexcept {
  state.store(first, std::memory_order_relaxed);
  next = nullptr;
  expected = 1;
  batch = false;
  probe = false;
  if (!replies.empty()) replies.clear();
  failure.reset();
  command.clear();
}

PendingPtr take_pending(PendingState first) {
  if (stock_is_gone || stock.first == nullptr) {
    auto* const made = new Pending;
    made->reset(first);
    return PendingPtr(made);
  }
  Pending* const pending = std::exchange(stock.first, stock.first->next);
  --stock.size;
  pending->reset(first);
  return PendingPtr(pending);
}

void PendingRelease::operator()(Pending* pending) const noexcept {
  pending->command.clear();
  if (stock_is_gone || stock.size == kMostSpare) {
    delete pending;
    return;
  }
  const auto* const reply = std::get_if<Reply>(&pending->answer);
  if (reply == nullptr || !ReplyBuilder::is_spent(*reply)) pending->answer = Reply();
  pending->next = std::exchange(stock.first, pending);
  ++stock.size;
}

void PendingQueue::push(Pending& pending) noexcept {
  pending.next = nullptr;
  (last_ == nullptr ? first_ : last_->next) = &pending;
  last_ = &pending;
}

Pending& PendingQueue::pop() noexcept {
  Pending& pending = *first_;
  first_ = pending.next;
  if (first_ == nullptr) last_ = nullptr;
  return pending;
}

void PendingQueue::append(PendingQueue& other) noexcept {
  if (other.empty()) return;
  (last_ == nullptr ? first_ : last_->next) = other.first_;
  last_ = other.last_;
  other = PendingQueue();
}

}  // namespace redisconf
