// The overheads of elements during a run, which delay a task between its start on a slot and its
// computing (platforms/overheads.hpp).
//
// An element remembers its last kernel, the kernels it has prepared, and the contents of its
// regions: `actual` for started tasks, `foreseen` for sent tasks. A host launches tasks one after
// the other, in the order of decisions:
//   launched = max(now, launched before) + launch
// Example: kernels sent together to a host that takes 2 us may start at 2, 4, 6 us.
// How far to trust it: set-up times are constants. The foreseen set-ups are exact for elements with
// one slot that do not fail. A failed element forgets everything. A host is a thread of its own: it
// takes no time from any element and launches nothing in advance, so every launch delays a chain of
// tasks.
#pragma once

#include <limits>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/state/element_state.hpp"
#include "workloads/workload.hpp"

namespace kairos {

struct Setup {
  Duration duration;
  Joules energy;
  bool reconfigures = false;
};

class OverheadState {
 public:
  OverheadState(const Platform& platform, const Workload& workload);

  /// False if no cluster of the platform has overheads; then the other functions need not be
  /// called.
  [[nodiscard]] bool is_on() const { return is_on_; }

  /// The set-up that a task sent to an element now is expected to need, besides its launch.
  [[nodiscard]] Setup foreseen(const JobState& job, TaskId task, ElementId element) const;
  /// The instant at which a host would have launched a task sent now; `now` without a host.
  [[nodiscard]] Time launched(ElementId element, Time now) const;

  /// Records that a task is sent, and fills in its `setup` and `launched`.
  void send(TaskHandle task, ElementId element, Time now);
  /// Adds a graph like CostTable::add_with_copies(), given the first row of the application.
  void add_with_copies(const JobGraph& graph, std::size_t first_row);
  /// Adds another graph of an application, with rows like those of CostTable::add(), given the
  /// first row of the application, whose tasks run the same kernels.
  void add(const JobGraph& graph, std::size_t first_row, std::size_t own_first_row);
  /// The free slot that a task takes: the one whose region holds its kernel, otherwise the one
  /// unused longest. Without regions it is the first free slot.
  [[nodiscard]] std::size_t choose_slot(TaskHandle task, ElementId element,
                                        std::span<const Slot> slots) const;
  /// Records that a task starts on a slot. Returns its set-up, which includes the launch unless a
  /// host does it.
  Setup start(TaskHandle task, ElementId element, std::size_t slot, Time now);
  /// True if the tasks run the same kernel.
  [[nodiscard]] bool are_equal(TaskHandle a, TaskHandle b) const {
    return kernel_of(a.job(), a.id()) == kernel_of(b.job(), b.id());
  }
  void forget(ElementId element);

 private:
  using Kernel = std::uint32_t;
  static constexpr Kernel no_kernel = std::numeric_limits<Kernel>::max();
  static constexpr std::size_t no_host = std::numeric_limits<std::size_t>::max();

  struct Region {
    Kernel kernel = no_kernel;
    std::uint64_t used = 0;  ///< Serial number of the last task that used it.
  };
  struct Memory {
    Kernel last = no_kernel;
    std::uint64_t tasks = 0;
    std::vector<bool> prepared;   ///< True for each kernel that has run here.
    std::vector<Region> regions;  ///< Region of each slot; empty if the element is not
                                  ///< reconfigurable.
    Time port_free;               ///< Instant from which the next region can be reconfigured.
  };

  [[nodiscard]] Memory blank(ElementId element) const;
  [[nodiscard]] const Overheads& overheads(ElementId element) const {
    return platform_->cluster_of(element).overheads;
  }
  [[nodiscard]] Setup without_regions(const Memory& memory, Kernel kernel, const JobState& job,
                                      TaskId task, ElementId element) const;
  static void remember(Memory& memory, Kernel kernel, std::size_t slot);
  [[nodiscard]] Kernel kernel_of(const JobState& job, TaskId task) const {
    return kernel_of_row_[job.first_row + index(task)];
  }

  const Platform* platform_;
  bool is_on_ = false;
  std::size_t kernel_count_ = 0;
  std::vector<Kernel> kernel_of_row_;
  IdVector<ElementId, Memory> actual_, foreseen_;
  IdVector<ClusterId, std::size_t> host_of_;
  std::vector<Time> host_free_;
};

}  // namespace kairos
