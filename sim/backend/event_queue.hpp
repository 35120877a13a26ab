// Orders the events of a simulation by time; simultaneous events are ordered by ascending id.
//
// The next few entries are a sorted array, later ones a binary heap. A chip of tens of elements has
// so few activities in progress that all of them fit into the array, so a push is a short insertion
// and a pop only decrements a counter. Times and tags have separate arrays, because moving a whole
// entry right after writing its parts would wait for the store buffer.
//
// Entries are never searched for. A cancelled or re-timed activity leaves its old entry behind, and
// its serial number shows that it is stale when it reaches the front.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "sim/backend/backend.hpp"

namespace kairos {

class EventQueue {
 public:
  [[nodiscard]] bool empty() const { return near_count_ == 0; }
  /// Time of the first entry.
  [[nodiscard]] Time time() const { return times_[near_count_ - 1]; }
  [[nodiscard]] ActivityId activity() const { return activity_of(tags_[near_count_ - 1]); }
  [[nodiscard]] std::uint32_t serial() const { return serial_of(tags_[near_count_ - 1]); }

  void push(Time time, ActivityId activity, std::uint32_t serial) {
    const Tag tag = static_cast<Tag>(activity) << 32U | serial;
    if (near_count_ < capacity && far_.empty()) {
      insert(time, tag);
    } else {
      push_among_many({time, tag});
    }
  }

  void pop() {
    --near_count_;
    if (near_count_ == 0 && !far_.empty()) refill();
  }

  /// Visits the activity and serial number of all entries, in an arbitrary order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < near_count_; ++i) visit(activity_of(tags_[i]), serial_of(tags_[i]));
    for (const Far& far : far_) visit(activity_of(far.tag), serial_of(far.tag));
  }

 private:
  using Tag = std::uint64_t;  ///< The activity id in the upper half and the serial number in the
                              ///< lower half.
  struct Far {
    Time time;
    Tag tag;
    auto operator<=>(const Far&) const = default;
  };
  static constexpr std::size_t capacity = 32;

  static ActivityId activity_of(Tag tag) { return static_cast<ActivityId>(tag >> 32U); }
  static std::uint32_t serial_of(Tag tag) { return static_cast<std::uint32_t>(tag); }

  void insert(Time time, Tag tag) {
    std::size_t place = near_count_++;
    for (; place > 0 &&
           (time > times_[place - 1] || (time == times_[place - 1] && tag > tags_[place - 1]));
         --place) {
      times_[place] = times_[place - 1];
      tags_[place] = tags_[place - 1];
    }
    times_[place] = time;
    tags_[place] = tag;
  }

  void push_among_many(const Far& entry) {
    const Far latest{times_[0], tags_[0]};
    if (entry > latest) {
      push_far(entry);
      return;
    }
    if (near_count_ == capacity) {
      push_far(latest);
      std::copy(times_.begin() + 1, times_.end(), times_.begin());
      std::copy(tags_.begin() + 1, tags_.end(), tags_.begin());
      --near_count_;
    }
    insert(entry.time, entry.tag);
  }

  void push_far(const Far& entry) {
    far_.push_back(entry);
    std::push_heap(far_.begin(), far_.end(), std::greater<>());
  }

  void refill() {
    near_count_ = std::min(capacity / 2, far_.size());
    for (std::size_t place = near_count_; place > 0; --place) {
      std::pop_heap(far_.begin(), far_.end(), std::greater<>());
      times_[place - 1] = far_.back().time;
      tags_[place - 1] = far_.back().tag;
      far_.pop_back();
    }
  }

  std::array<Time, capacity> times_;  ///< Sorted with the latest first. All entries here are
                                      ///< earlier than those in `far_`.
  std::array<Tag, capacity> tags_{};
  std::size_t near_count_ = 0;
  std::vector<Far> far_;  ///< A heap with the earliest entry at its front.
};

}  // namespace kairos
