// A queue of values in ascending order of their keys. Values are appended at the end and can be
// erased anywhere.
//
// An erased entry leaves a gap, which iteration skips. The gaps are closed when they make up more
// than half of the entries. Averaged over many calls, appending takes constant time and erasing
// takes logarithmic time. Iteration takes at most twice as long as without gaps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace kairos {

template <class Key, class Value>
class ErasableQueue {
  struct Entry {
    Key key;
    Value value;
    bool is_gap = false;
  };

 public:
  class Iterator {
   public:
    // NOLINTBEGIN(readability-identifier-naming): the standard library asks for these names.
    using iterator_concept = std::forward_iterator_tag;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    // NOLINTEND(readability-identifier-naming)

    Iterator() = default;
    /// Points to the first entry at or after `at` that is not a gap.
    Iterator(const Entry* at, const Entry* end) : at_(at), end_(end) { skip_gaps(); }
    Value operator*() const { return at_->value; }
    [[nodiscard]] Key key() const { return at_->key; }
    Iterator& operator++() {
      ++at_;
      skip_gaps();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void skip_gaps() {
      while (at_ != end_ && at_->is_gap) ++at_;
    }

    const Entry* at_ = nullptr;
    const Entry* end_ = nullptr;
  };

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The value with the smallest key. The first and the last entry are never gaps.
  [[nodiscard]] Value front() const { return entries_[first_].value; }
  [[nodiscard]] Value back() const { return entries_.back().value; }
  [[nodiscard]] Iterator begin() const { return {entries_.data() + first_, past_last()}; }
  [[nodiscard]] Iterator end() const { return {past_last(), past_last()}; }
  /// An iterator to the first value whose key is `key` or larger.
  [[nodiscard]] Iterator from(Key key) const { return {find(key), past_last()}; }
  [[nodiscard]] bool contains(Key key) const {
    const Entry* found = find(key);
    return found != past_last() && found->key == key && !found->is_gap;
  }

  /// Appends a value. Its key must be larger than all keys in the queue.
  void push(Key key, Value value) {
    if (entries_.size() == entries_.capacity() && first_ > size_) close_gaps();
    entries_.push_back({key, value});
    ++size_;
  }
  /// Erases the value with this key, which must be in the queue.
  void erase(Key key) {
    if (--size_ == 0) {
      entries_.clear();
      first_ = 0;
    } else if (entries_[first_].key == key) {
      ++first_;
      while (entries_[first_].is_gap) ++first_;
    } else {
      leave_gap(key);
    }
  }

 private:
  [[nodiscard]] const Entry* past_last() const { return entries_.data() + entries_.size(); }
  [[nodiscard]] const Entry* find(Key key) const {
    return std::lower_bound(entries_.data() + first_, past_last(), key,
                            [](const Entry& entry, Key wanted) { return entry.key < wanted; });
  }
  void leave_gap(Key key) {
    entries_[static_cast<std::size_t>(find(key) - entries_.data())].is_gap = true;
    while (entries_.back().is_gap) entries_.pop_back();
    if (entries_.size() - first_ > 2 * size_ + 16) close_gaps();
  }
  void close_gaps() {
    std::size_t kept = 0;
    for (std::size_t i = first_; i < entries_.size(); ++i) {
      if (!entries_[i].is_gap) entries_[kept++] = entries_[i];
    }
    entries_.resize(kept);
    first_ = 0;
  }

  std::vector<Entry> entries_;  ///< Entries before `first_` have been erased and are unused.
  std::size_t first_ = 0, size_ = 0;
};

}  // namespace kairos
