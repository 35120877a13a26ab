// The agenda of a simulation: what ends when, the earliest first, ties by ascending id.
//
// A binary heap in one flat vector: no allocation once it has grown. Entries are never searched
// for: a cancelled or re-timed activity leaves its old entry behind, and whoever meets it at the
// top recognises by the serial that it is stale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/backend/backend.hpp"

namespace kairos {

class EventQueue {
 public:
  struct Entry {
    Time time;
    ActivityId activity{};
    std::uint32_t serial = 0;  ///< Of the activity when the entry was made.
  };

  [[nodiscard]] bool empty() const { return heap_.size() == (is_vacant_ ? 1U : 0U); }
  /// The time of first().
  [[nodiscard]] Time next_time() const {
    if (!is_vacant_) return heap_.front().time;
    return heap_.size() == 2 ? heap_[1].time : std::min(heap_[1].time, heap_[2].time);
  }
  [[nodiscard]] const Entry& first() {
    fill();
    return heap_.front();
  }
  /// All entries, in no order that means anything.
  [[nodiscard]] std::span<const Entry> entries() {
    fill();
    return heap_;
  }

  void push(Entry entry) {
    if (is_vacant_) {
      is_vacant_ = false;
      sink(entry);
    } else {
      rise(entry);
    }
  }

  /// Leaves the first place vacant: most often a push comes next, and filling it there saves one of
  /// the two walks through the heap.
  void pop() {
    fill();
    is_vacant_ = true;
  }

 private:
  /// Time, then id, in one number: it compares without branches, and no predictor could learn which
  /// of two ends comes first.
  __extension__ using Key = unsigned __int128;
  static Key key(const Entry& entry) {
    return static_cast<Key>(entry.time.picoseconds()) << 64 | index(entry.activity);
  }
  static bool is_before(const Entry& a, const Entry& b) { return key(a) < key(b); }

  void fill() {
    if (!is_vacant_) return;
    is_vacant_ = false;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sink(last);
  }

  /// Puts an entry into the first place or below.
  void sink(Entry entry) {
    const std::size_t size = heap_.size();
    std::size_t place = 0;
    for (std::size_t child = 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size) child += is_before(heap_[child + 1], heap_[child]) ? 1U : 0U;
      if (!is_before(heap_[child], entry)) break;
      heap_[place] = heap_[child];
      place = child;
    }
    heap_[place] = entry;
  }

  /// Puts an entry into a new last place or above.
  void rise(Entry entry) {
    std::size_t place = heap_.size();
    heap_.push_back(entry);
    while (place > 0) {
      const std::size_t parent = (place - 1) / 2;
      if (!is_before(entry, heap_[parent])) break;
      heap_[place] = heap_[parent];
      place = parent;
    }
    heap_[place] = entry;
  }

  std::vector<Entry> heap_;
  bool is_vacant_ = false;  ///< The first entry was popped and its place not yet filled.
};

}  // namespace kairos
