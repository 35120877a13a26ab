// The windows in which every task must run in all schedules that end by a deadline D. If a task has
// no window left, no such schedule exists, so the optimum is later than D.
//
//   head(t, q)   the earliest start of task t on element q, after the release
//   tail(t, q)   the time from the end of t on q to the end of the schedule, at least
//   t can run on q only if head(t, q) + w(t, q) + tail(t, q) <= D
//
// Three rules are applied in turn until nothing changes. Heads and tails are treated alike.
//   edges      the head of a task is at least the arrival of each input, from the best element that
//              is left for its sender (path_bounds.hpp)
//   machines   tasks for which only one element is left, which has one slot, are a one-machine
//              problem (one_machine.hpp)
//   orders     pairs of tasks on such an element whose order has been chosen, by a search
//
// Promises to other jobs and elements with several slots only make schedules longer or are covered
// by the edges, so the windows hold for them, too.
//
// Example: two tasks of 3 and 4 can only run on one element, and D is 6. The machine rule finds
// that neither can precede the other: 3 + 4 > 6. The optimum is at least 7.
#pragma once

#include "policies/search/one_machine.hpp"
#include "policies/search/path_bounds.hpp"

namespace kairos {

/// The windows of all options. An option is a pair of a task and an element that can run it; a head
/// of `never` says that the option is excluded.
struct Windows {
  std::vector<Picoseconds> heads, tails;
};

class DeadlineWindows {
 public:
  /// The first task ends before the second starts; both are on one element.
  struct Order {
    std::uint32_t first, second;
  };
  struct Option {
    std::uint32_t task, element;
    Picoseconds duration;
  };

  /// Keeps a reference to the problem. The bounds are for tasks that run once.
  DeadlineWindows(const SearchProblem& problem, const PathBounds& bounds);

  /// The windows by paths alone.
  [[nodiscard]] const Windows& widest() const { return widest_; }
  /// Narrows the windows. Returns false if no schedule ends by the deadline, which is relative to
  /// the release.
  [[nodiscard]] bool narrow(Windows& windows, std::span<const Order> orders, Picoseconds deadline);

  /// The options of a task are numbered [first_option(t), first_option(t + 1)).
  [[nodiscard]] std::size_t first_option(std::size_t task) const { return option_begin_[task]; }
  [[nodiscard]] const Option& option(std::size_t i) const { return options_[i]; }
  [[nodiscard]] std::size_t options() const { return options_.size(); }
  /// The work done so far: a measure of computing time that is the same on every machine, about 10
  /// ns each.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  [[nodiscard]] bool narrow_by_edges(Windows& windows, Picoseconds deadline);
  [[nodiscard]] Picoseconds arrival(const Windows& windows, const SearchEdge& input,
                                    std::uint32_t element) const;
  [[nodiscard]] Picoseconds rest(const Windows& windows, const SearchEdge& output,
                                 std::uint32_t element) const;
  [[nodiscard]] bool exclude(Windows& windows, std::uint32_t task, Picoseconds deadline);
  void apply(Windows& windows, const Order& order);
  [[nodiscard]] std::size_t only_option(const Windows& windows, std::size_t task) const;
  void find_machines(const Windows& windows);
  [[nodiscard]] bool narrow_machine(Windows& windows, std::size_t element, Picoseconds deadline);
  void raise(Picoseconds& value, Picoseconds least, std::size_t option);

  const SearchProblem& problem_;
  std::vector<Option> options_;
  std::vector<std::size_t> option_begin_;
  Windows widest_;
  /// The options of the tasks that must run on each element with one slot.
  std::vector<std::vector<std::uint32_t>> machines_;
  std::vector<bool> is_changed_;  ///< True for an element with windows that have changed.
  bool any_changed_ = false;
  HeadRaiser raiser_;
  std::vector<OneMachineTask> tasks_;
  std::uint64_t work_ = 0;
};

}  // namespace kairos
