// The agenda of a simulation: what ends when, the earliest first, ties by ascending id.
//
// The next few entries are a sorted array, whatever is later a binary heap. A chip of tens of
// elements has so few activities in progress that all of them fit into the array, where a push is a
// short insertion and a pop is none at all. Entries are never searched for: a cancelled or re-timed
// activity leaves its old entry behind, and whoever meets it at the top recognises by the serial
// that it is stale.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

  [[nodiscard]] bool empty() const { return near_count_ == 0; }
  [[nodiscard]] const Entry& first() const { return near_[near_count_ - 1]; }

  void push(const Entry& entry) {
    if (near_count_ < near_.size() && far_.empty()) {
      insert(entry);
    } else {
      push_among_many(entry);
    }
  }

  void pop() {
    --near_count_;
    if (near_count_ == 0 && !far_.empty()) refill();
  }

  /// All entries, in no order that means anything.
  template <class Visit>
  void for_each(Visit visit) const {
    std::for_each_n(near_.begin(), near_count_, visit);
    std::ranges::for_each(far_, visit);
  }

 private:
  /// Time, then id, in one number: it compares without branches, and no predictor could learn which
  /// of two ends comes first.
  __extension__ using Key = unsigned __int128;
  static Key key(const Entry& entry) {
    return static_cast<Key>(entry.time.picoseconds()) << 64 | index(entry.activity);
  }
  static bool is_after(const Entry& a, const Entry& b) { return key(a) > key(b); }

  void insert(const Entry& entry) {
    std::size_t place = near_count_++;
    for (; place > 0 && is_after(entry, near_[place - 1]); --place) near_[place] = near_[place - 1];
    near_[place] = entry;
  }

  void push_among_many(const Entry& entry) {
    if (is_after(entry, near_.front())) {
      push_far(entry);
      return;
    }
    if (near_count_ == near_.size()) {
      push_far(near_.front());
      std::copy(near_.begin() + 1, near_.end(), near_.begin());
      --near_count_;
    }
    insert(entry);
  }

  void push_far(const Entry& entry) {
    far_.push_back(entry);
    std::push_heap(far_.begin(), far_.end(), is_after);
  }

  void refill() {
    near_count_ = std::min(near_.size() / 2, far_.size());
    for (std::size_t place = near_count_; place > 0; --place) {
      std::pop_heap(far_.begin(), far_.end(), is_after);
      near_[place - 1] = far_.back();
      far_.pop_back();
    }
  }

  std::array<Entry, 32> near_;  ///< The latest first; all before those that are far.
  std::size_t near_count_ = 0;
  std::vector<Entry> far_;  ///< A heap, the earliest at its front.
};

}  // namespace kairos
