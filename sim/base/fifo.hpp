// A first-in, first-out queue in one block of memory, which grows to the largest size ever needed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace kairos {

template <class T>
class Fifo {
 public:
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] const T& front() const { return block_[begin_]; }
  /// All items, the oldest first.
  [[nodiscard]] std::span<const T> all() const { return {block_.data() + begin_, size()}; }

  void push(T item) {
    if (end_ == block_size_) make_room();
    block_[end_++] = item;
  }
  /// True if push_front() may be called: if items have been popped that still have their places.
  [[nodiscard]] bool has_room_in_front() const { return begin_ > 0; }
  void push_front(T item) { block_[--begin_] = item; }
  void pop() {
    if (++begin_ == end_) clear();
  }
  /// Moves the item at `place`, counted from the front, to the front of the queue.
  void bring_forward(std::size_t place) {
    T* const first = block_.data() + begin_;
    std::rotate(first, first + place, first + place + 1);
  }
  /// The item at `place`, counted from the front.
  [[nodiscard]] T& at(std::size_t place) { return block_[begin_ + place]; }
  /// Removes the item at `place`, counted from the front.
  void erase(std::size_t place) {
    bring_forward(place);
    pop();
  }
  /// Removes all items that equal this one.
  void erase_all(const T& item) {
    T* const first = block_.data() + begin_;
    end_ = begin_ + static_cast<std::size_t>(std::remove(first, first + size(), item) - first);
    if (begin_ == end_) clear();
  }
  void clear() { begin_ = end_ = 0; }

 private:
  /// Moves all items to the front of the block, and enlarges the block if they fill at least half
  /// of it.
  void make_room() {
    std::copy(block_.begin() + static_cast<std::ptrdiff_t>(begin_), block_.end(), block_.begin());
    end_ -= begin_;
    begin_ = 0;
    if (2 * end_ < block_.size()) return;
    block_.resize(std::max<std::size_t>(2 * block_.size(), 16));
    block_size_ = block_.size();
  }

  std::vector<T> block_;
  std::size_t block_size_ = 0;  ///< Equals block_.size(), which is slower to compute because it
                                ///< needs a division.
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace kairos
