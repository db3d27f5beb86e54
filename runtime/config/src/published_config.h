// The configuration in force: read by many threads, replaced by one.
//
// Two slots, of which one is active. A reader counts itself in, looks again whether the slot is
// still active, and takes what it needs; it never waits. The writer fills the other slot, makes it
// the active one, and waits for the readers of the old one, who are only copying a pointer. No lock
// is held, so that a fork() in between leaves the child a configuration that it can read.
//
// Thread-safety: one writer at a time.
#pragma once

#include "redisconf/config/service_config.h"

#include <array>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>

namespace redisconf {

class PublishedConfig {
 public:
  explicit PublishedConfig(std::shared_ptr<const ServiceConfig> first) {
    slots_[0].config = std::move(first);
  }

  // The slot to read; end_reading() when it is done.
  [[nodiscard]] unsigned begin_reading() noexcept {
    for (;;) {
      const unsigned slot = active_.load();
      slots_[slot].readers.fetch_add(1);
      if (active_.load() == slot) return slot;
      end_reading(slot);
    }
  }
  void end_reading(unsigned slot) noexcept { slots_[slot].readers.fetch_sub(1); }
  [[nodiscard]] const ServiceConfig& at(unsigned slot) const noexcept { return *slots_[slot].config; }

  // For the writer.
  [[nodiscard]] std::shared_ptr<const ServiceConfig> newest() const noexcept {
    return slots_[active_.load()].config;
  }
  void publish(std::shared_ptr<const ServiceConfig> config) noexcept {
    const unsigned old = active_.load();
    slots_[1 - old].config = std::move(config);
    active_.store(1 - old);
    while (slots_[old].readers.load() != 0) std::this_thread::yield();
    slots_[old].config.reset();
  }

 private:
  struct Slot {
    std::shared_ptr<const ServiceConfig> config;
    std::atomic<unsigned> readers{0};
  };

  std::array<Slot, 2> slots_;
  std::atomic<unsigned> active_{0};
};

}  // namespace redisconf
