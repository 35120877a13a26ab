#include "policies/search/deadline_windows.hpp"

#include <algorithm>

namespace kairos {

DeadlineWindows::DeadlineWindows(const SearchProblem& problem, const PathBounds& bounds)
    : problem_(problem), machines_(problem.elements()), is_changed_(problem.elements()) {
  for (std::uint32_t task = 0; task < problem.tasks(); ++task) {
    option_begin_.push_back(options_.size());
    for (const std::uint32_t element : problem.candidates(task)) {
      options_.push_back({task, element, problem.duration(task, element)});
      widest_.heads.push_back(bounds.head(task, element));
      widest_.tails.push_back(bounds.tail(task, element));
    }
  }
  option_begin_.push_back(options_.size());
}

bool DeadlineWindows::narrow(Windows& windows, std::span<const Order> orders,
                             Picoseconds deadline) {
  // Windows may grow by one picosecond a round, so the number of rounds is limited. They are valid
  // after every round.
  constexpr int most_rounds = 100;
  std::fill(is_changed_.begin(), is_changed_.end(), true);
  for (int round = 0; round < most_rounds; ++round) {
    any_changed_ = false;
    for (const Order& order : orders) apply(windows, order);
    work_ += orders.size();
    if (!narrow_by_edges(windows, deadline)) return false;
    find_machines(windows);
    for (std::size_t element = 0; element < machines_.size(); ++element) {
      if (machines_[element].size() < 2 || !is_changed_[element]) continue;
      is_changed_[element] = false;
      if (!narrow_machine(windows, element, deadline)) return false;
    }
    if (!any_changed_) return true;
  }
  return true;
}

void DeadlineWindows::raise(Picoseconds& value, Picoseconds least, std::size_t option) {
  if (value >= least) return;
  value = least;
  is_changed_[options_[option].element] = true;
  any_changed_ = true;
}

Picoseconds DeadlineWindows::arrival(const Windows& windows, const SearchEdge& input,
                                     std::uint32_t element) const {
  Picoseconds first = never;
  for (std::size_t i = first_option(input.task); i < first_option(input.task + 1); ++i) {
    if (windows.heads[i] == never) continue;
    first = std::min(first, windows.heads[i] + options_[i].duration +
                                problem_.transfer(input.bytes, options_[i].element, element));
  }
  return first;
}

Picoseconds DeadlineWindows::rest(const Windows& windows, const SearchEdge& output,
                                  std::uint32_t element) const {
  Picoseconds shortest = never;
  for (std::size_t i = first_option(output.task); i < first_option(output.task + 1); ++i) {
    if (windows.heads[i] == never) continue;
    shortest = std::min(shortest, problem_.transfer(output.bytes, element, options_[i].element) +
                                      options_[i].duration + windows.tails[i]);
  }
  return shortest;
}

/// Excludes options without a window. Returns false if none is left.
bool DeadlineWindows::exclude(Windows& windows, std::uint32_t task, Picoseconds deadline) {
  bool any_left = false;
  for (std::size_t i = first_option(task); i < first_option(task + 1); ++i) {
    if (windows.heads[i] == never) continue;
    if (windows.heads[i] + options_[i].duration + windows.tails[i] <= deadline) {
      any_left = true;
      continue;
    }
    windows.heads[i] = never;
    any_changed_ = true;
    // Another option may now be the only one, on any element.
    std::fill(is_changed_.begin(), is_changed_.end(), true);
  }
  return any_left;
}

bool DeadlineWindows::narrow_by_edges(Windows& windows, Picoseconds deadline) {
  const std::vector<std::uint32_t>& order = problem_.topological_order();
  for (const std::uint32_t task : order) {
    for (std::size_t i = first_option(task); i < first_option(task + 1); ++i) {
      if (windows.heads[i] == never) continue;
      Picoseconds head = windows.heads[i];
      for (const SearchEdge& input : problem_.inputs(task)) {
        head = std::max(head, arrival(windows, input, options_[i].element));
        work_ += first_option(input.task + 1) - first_option(input.task);
      }
      raise(windows.heads[i], head, i);
    }
    if (!exclude(windows, task, deadline)) return false;
  }
  for (auto task = order.rbegin(); task != order.rend(); ++task) {
    for (std::size_t i = first_option(*task); i < first_option(*task + 1); ++i) {
      if (windows.heads[i] == never) continue;
      Picoseconds tail = windows.tails[i];
      for (const SearchEdge& output : problem_.outputs(*task)) {
        tail = std::max(tail, rest(windows, output, options_[i].element));
        work_ += first_option(output.task + 1) - first_option(output.task);
      }
      raise(windows.tails[i], tail, i);
    }
    if (!exclude(windows, *task, deadline)) return false;
  }
  return true;
}

/// Returns the option of a task if only one is left.
std::size_t DeadlineWindows::only_option(const Windows& windows, std::size_t task) const {
  std::size_t only = none;
  for (std::size_t i = first_option(task); i < first_option(task + 1); ++i) {
    if (windows.heads[i] == never) continue;
    if (only != none) return none;
    only = i;
  }
  return only;
}

void DeadlineWindows::apply(Windows& windows, const Order& order) {
  const std::size_t first = only_option(windows, order.first);
  const std::size_t second = only_option(windows, order.second);
  if (first == none || second == none) return;
  raise(windows.heads[second], windows.heads[first] + options_[first].duration, second);
  raise(windows.tails[first], options_[second].duration + windows.tails[second], first);
}

void DeadlineWindows::find_machines(const Windows& windows) {
  for (auto& machine : machines_) machine.clear();
  for (std::size_t task = 0; task < problem_.tasks(); ++task) {
    const std::size_t i = only_option(windows, task);
    if (i == none) continue;
    const std::uint32_t element = options_[i].element;
    const bool one_slot = problem_.first_lane(element + 1) - problem_.first_lane(element) == 1;
    if (one_slot) machines_[element].push_back(static_cast<std::uint32_t>(i));
  }
  work_ += options_.size();
}

bool DeadlineWindows::narrow_machine(Windows& windows, std::size_t element, Picoseconds deadline) {
  const std::vector<std::uint32_t>& machine = machines_[element];
  tasks_.clear();
  for (const std::uint32_t i : machine) {
    tasks_.push_back({windows.heads[i], options_[i].duration, windows.tails[i]});
  }
  work_ += machine.size() * machine.size();
  if (!raiser_.raise(tasks_, deadline)) return false;
  for (std::size_t k = 0; k < machine.size(); ++k) {
    raise(windows.heads[machine[k]], tasks_[k].head, machine[k]);
    std::swap(tasks_[k].head, tasks_[k].tail);
  }
  if (!raiser_.raise(tasks_, deadline)) return false;
  for (std::size_t k = 0; k < machine.size(); ++k) {
    raise(windows.tails[machine[k]], tasks_[k].head, machine[k]);
  }
  return true;
}

}  // namespace kairos
