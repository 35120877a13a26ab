#include "policies/planning/lane.hpp"

#include <algorithm>

namespace kairos {

Time Lane::earliest_start(Time ready, Duration duration) const {
  const auto first = std::ranges::upper_bound(
      blocks_, ready, {}, [](const Block& block) { return block.taken.back().finish; });
  Time start = ready;
  for (auto block = first; block != blocks_.end(); ++block) {
    auto next = block->taken.begin();
    if (block == first) {
      next = std::ranges::upper_bound(block->taken, ready, {}, &Interval::finish);
    } else if (!has_gap(static_cast<std::size_t>(block - blocks_.begin()), duration)) {
      start = block->taken.back().finish;
      continue;
    }
    for (; next != block->taken.end(); ++next) {
      if (start + duration <= next->start) return start;
      start = std::max(start, next->finish);
    }
  }
  return start;
}

/// The block must begin after the instant searched from, so the search reaches it at the end of the
/// previous interval.
bool Lane::has_gap(std::size_t number, Duration duration) const {
  Block& block = blocks_[number];
  if (block.longest_gap == unknown) {
    Time before = blocks_[number - 1].taken.back().finish;
    block.longest_gap = Duration{};
    for (const Interval& interval : block.taken) {
      block.longest_gap = std::max(block.longest_gap, interval.start - before);
      before = interval.finish;
    }
  }
  return duration <= block.longest_gap;
}

void Lane::take(Time start, Time finish) {
  // An interval of length zero comes after intervals that end at its start and before those that
  // begin there.
  const auto stands_before = [&](const Interval& other) {
    if (other.start != start) return other.start < start;
    return finish != start || other.finish == start;
  };
  auto block = std::ranges::partition_point(
      blocks_, [&](const Block& b) { return stands_before(b.taken.back()); });
  if (block == blocks_.end()) {
    if (blocks_.empty()) blocks_.emplace_back();
    block = std::prev(blocks_.end());
  }
  const auto number = static_cast<std::size_t>(block - blocks_.begin());
  block->taken.insert(std::ranges::partition_point(block->taken, stands_before), {start, finish});
  forget_gaps(number);
  if (block->taken.size() > largest_block) split(number);
}

void Lane::give_back(Time start, Time finish) {
  auto block = std::ranges::partition_point(
      blocks_, [&](const Block& b) { return b.taken.back().start < start; });
  auto place = std::ranges::lower_bound(block->taken, start, {}, &Interval::start);
  while (place->finish != finish) {
    if (++place != block->taken.end()) continue;
    ++block;
    place = block->taken.begin();
  }
  block->taken.erase(place);
  const auto number = static_cast<std::size_t>(block - blocks_.begin());
  forget_gaps(number);
  if (block->taken.empty()) blocks_.erase(block);
}

/// Forgets the longest gap of a block and of the next block, whose first gap begins here.
void Lane::forget_gaps(std::size_t block) {
  blocks_[block].longest_gap = unknown;
  if (block + 1 < blocks_.size()) blocks_[block + 1].longest_gap = unknown;
}

void Lane::split(std::size_t number) {
  Block& block = blocks_[number];
  const auto half = block.taken.begin() + static_cast<std::ptrdiff_t>(block.taken.size() / 2);
  Block second{{half, block.taken.end()}};
  block.taken.erase(half, block.taken.end());
  blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(number) + 1, std::move(second));
}

std::vector<Lane::Interval> Lane::taken() const {
  std::vector<Interval> all;
  for (const Block& block : blocks_) all.insert(all.end(), block.taken.begin(), block.taken.end());
  return all;
}

}  // namespace kairos
