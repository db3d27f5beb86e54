// The entries of one shard: an open-addressing table (linear probing), and the queues by which S3-FIFO
// evicts. Rules and sizes: Yang et al., SOSP 2023, algorithm 1.
//
// Thread-safety: none, but find() and touch() may run beside each other.
// Errors: std::bad_alloc from insert(); then nothing has changed.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace redisconf::cache {

class S3Fifo {
 public:
  class Entry;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Entry* entry = nullptr;
  };

 public:
  // Key and value stand behind it in one piece of memory: a hit waits for no other.
  class Entry {
   public:
    [[nodiscard]] static std::unique_ptr<Entry> make(std::uint64_t hash, std::string_view key,
                                                     std::string_view value, std::int64_t expires_at) {
      return std::unique_ptr<Entry>(new (Behind{key.size() + value.size()})
                                        Entry(hash, key, value, expires_at));
    }

    [[nodiscard]] std::string_view key() const noexcept { return {behind(), key_size_}; }
    [[nodiscard]] std::string_view value() const noexcept { return {behind() + key_size_, value_size_}; }
    [[nodiscard]] std::size_t weight() const noexcept {
      return sizeof(Entry) + 2 * sizeof(Slot) + key_size_ + value_size_;
    }

    // Asked for: two bits, which a hot entry has full, so that it is only read.
    void touch() const noexcept {
      const std::uint8_t seen = uses.load(std::memory_order_relaxed);
      if (seen < kMostUses) uses.store(static_cast<std::uint8_t>(seen + 1), std::memory_order_relaxed);
    }

    struct Behind {
      std::size_t bytes;
    };
    static void* operator new(std::size_t size, Behind behind) { return ::operator new(size + behind.bytes); }
    static void operator delete(void* entry, Behind) noexcept { ::operator delete(entry); }
    static void operator delete(void* entry) noexcept { ::operator delete(entry); }

   private:
    static constexpr std::uint8_t kMostUses = 3;

    Entry(std::uint64_t key_hash, std::string_view key, std::string_view value, std::int64_t end) noexcept
        : key_size_(key.size()), value_size_(value.size()), expires_at(end), hash(key_hash) {
      auto* const to = reinterpret_cast<char*>(this + 1);
      key.copy(to, key.size());
      value.copy(to + key.size(), value.size());
    }

    [[nodiscard]] const char* behind() const noexcept { return reinterpret_cast<const char*>(this + 1); }

    const std::size_t key_size_;
    const std::size_t value_size_;

   public:
    const std::int64_t expires_at;
    mutable std::atomic<std::uint8_t> uses{0};
    bool in_main = false;
    const std::uint64_t hash;
    Entry* older = nullptr;  // neighbours in the queue
    Entry* newer = nullptr;
  };

  S3Fifo() = default;
  S3Fifo(const S3Fifo&) = delete;
  S3Fifo& operator=(const S3Fifo&) = delete;
  ~S3Fifo() { clear(); }

  template <class Bounds>
  void set_bounds(const Bounds& bounds) noexcept {
    most_bytes_ = bounds.bytes;
    most_entries_ = bounds.entries;
  }

  [[nodiscard]] const Entry* find(std::uint64_t hash, std::string_view key) const noexcept {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place_of(hash, key)];
    return slot.entry;
  }

  void insert(std::unique_ptr<Entry> entry) {
    make_room_in_table();
    make_room_for_ghosts();
    // Of the same key: the place in the queue is kept, so that a key that is written often stays.
    std::uint8_t uses = 0;
    bool in_main = was_evicted(entry->hash);
    const std::size_t old = place_of(entry->hash, entry->key());
    if (slots_[old].entry != nullptr) {
      uses = slots_[old].entry->uses.load(std::memory_order_relaxed);
      in_main = slots_[old].entry->in_main;
      remove(old);
    }
    if (entry->weight() > most_bytes_) return;
    evict(entry->weight());
    entry->uses.store(uses, std::memory_order_relaxed);
    entry->in_main = in_main;
    queue_of(*entry).push(*entry);
    slots_[place_of(entry->hash, entry->key())] = {entry->hash, entry.get()};
    ++entries_;
    static_cast<void>(entry.release());
  }

  bool erase(std::uint64_t hash, std::string_view key) noexcept {
    if (slots_.empty()) return false;
    const std::size_t place = place_of(hash, key);
    if (slots_[place].entry == nullptr) return false;
    remove(place);
    return true;
  }

  void clear() noexcept {
    for (Slot& slot : slots_) {
      delete slot.entry;
      slot = {};
    }
    small_ = {};
    main_ = {};
    entries_ = 0;
    std::fill(ghosts_.begin(), ghosts_.end(), 0);
  }

  [[nodiscard]] std::uint64_t entries() const noexcept { return entries_; }
  [[nodiscard]] std::uint64_t bytes() const noexcept { return small_.bytes + main_.bytes; }
  [[nodiscard]] std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  struct Queue {
    Entry* oldest = nullptr;
    Entry* newest = nullptr;
    std::uint64_t bytes = 0;
    std::uint64_t entries = 0;

    void push(Entry& entry) noexcept {
      entry.older = newest;
      entry.newer = nullptr;
      (newest != nullptr ? newest->newer : oldest) = &entry;
      newest = &entry;
      bytes += entry.weight();
      ++entries;
    }
    void take(Entry& entry) noexcept {
      (entry.older != nullptr ? entry.older->newer : oldest) = entry.newer;
      (entry.newer != nullptr ? entry.newer->older : newest) = entry.older;
      bytes -= entry.weight();
      --entries;
    }
  };

  static constexpr std::size_t kFewestSlots = 16;
  static constexpr std::uint64_t kSmallShare = 10;  // the small queue has a tenth

  [[nodiscard]] Queue& queue_of(const Entry& entry) noexcept { return entry.in_main ? main_ : small_; }

  // Where the key is, else where it would go: there is always a free slot.
  [[nodiscard]] std::size_t place_of(std::uint64_t hash, std::string_view key) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = hash & mask;
    while (slots_[place].entry != nullptr) {
      if (slots_[place].hash == hash && slots_[place].entry->key() == key) break;
      place = (place + 1) & mask;
    }
    return place;
  }

  // At most half full.
  void make_room_in_table() {
    if ((entries_ + 1) * 2 <= slots_.size()) return;
    std::vector<Slot> old(std::max(kFewestSlots, slots_.size() * 2));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.entry != nullptr) slots_[place_of(slot.hash, slot.entry->key())] = slot;
    }
  }

  // As many as the main queue may have entries, by hash alone, in a table where the newest wins.
  void make_room_for_ghosts() {
    const std::size_t wanted = slots_.size() / 2;
    if (ghosts_.size() < wanted) ghosts_.resize(wanted, 0);
  }
  [[nodiscard]] bool was_evicted(std::uint64_t hash) noexcept {
    std::uint64_t& ghost = ghosts_[hash & (ghosts_.size() - 1)];
    return std::exchange(ghost, ghost == hash ? 0 : ghost) == hash && hash != 0;
  }

  // Frees the slot, and moves those behind it up that would be cut off (Knuth, vol. 3, 6.4, algorithm R).
  void remove(std::size_t place) noexcept {
    Entry* const entry = slots_[place].entry;
    queue_of(*entry).take(*entry);
    --entries_;
    delete entry;
    const std::size_t mask = slots_.size() - 1;
    std::size_t hole = place;
    for (std::size_t next = (hole + 1) & mask; slots_[next].entry != nullptr; next = (next + 1) & mask) {
      if (((next - slots_[next].hash) & mask) < ((next - hole) & mask)) continue;
      slots_[hole] = slots_[next];
      hole = next;
    }
    slots_[hole] = {};
  }

  void evict(std::uint64_t weight) noexcept {
    while (entries_ > 0 && (bytes() + weight > most_bytes_ || entries_ + 1 > most_entries_)) {
      const bool small = main_.oldest == nullptr ||
                         (small_.oldest != nullptr && (small_.bytes * kSmallShare >= most_bytes_ ||
                                                       small_.entries * kSmallShare >= most_entries_));
      small ? evict_from_small() : evict_from_main();
    }
  }

  // On to the main queue when it was asked for more than once, else out, and remembered.
  void evict_from_small() noexcept {
    Entry& entry = *small_.oldest;
    if (entry.uses.load(std::memory_order_relaxed) > 1) {
      small_.take(entry);
      entry.uses.store(0, std::memory_order_relaxed);
      entry.in_main = true;
      main_.push(entry);
      return;
    }
    ghosts_[entry.hash & (ghosts_.size() - 1)] = entry.hash;
    drop(entry);
  }

  void evict_from_main() noexcept {
    Entry& entry = *main_.oldest;
    const std::uint8_t uses = entry.uses.load(std::memory_order_relaxed);
    if (uses == 0) {
      drop(entry);
      return;
    }
    main_.take(entry);
    entry.uses.store(static_cast<std::uint8_t>(uses - 1), std::memory_order_relaxed);
    main_.push(entry);
  }

  void drop(const Entry& entry) noexcept {
    ++evictions_;
    remove(place_of(entry.hash, entry.key()));
  }

  std::uint64_t most_bytes_ = 0;
  std::uint64_t most_entries_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> ghosts_;
  Queue small_;
  Queue main_;
  std::uint64_t entries_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace redisconf::cache
