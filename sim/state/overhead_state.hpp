// The overheads of elements during a run: what delays a task between its start on a slot and its
// computing (platforms/overheads.hpp).
//
// An element remembers its last kernel, those it has prepared and what its regions hold: `actual`
// as started, `foreseen` as sent. A host launches in the order of decisions, one after the other:
//   launched = max(now, launched before) + launch
// Example: kernels sent together to a host that takes 2 us may start at 2, 4, 6 us.
// How far to trust it: set-ups are constants. What is foreseen is what comes on elements of one
// slot that do not fail; who failed remembers nothing. A host is a thread of its own: it takes no
// time from any element and launches nothing ahead, so that chains pay every launch.
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

  /// False when no cluster of the platform sets anything up: then nothing else is to be asked.
  [[nodiscard]] bool is_on() const { return is_on_; }

  /// The set-up that a task sent to an element now is expected to need, besides its launch.
  [[nodiscard]] Setup foreseen(const JobState& job, TaskId task, ElementId element) const;
  /// The instant at which a host would have launched a task sent now; `now` without a host.
  [[nodiscard]] Time launched(ElementId element, Time now) const;

  /// Fills in the task's `setup` and `launched`.
  void send(TaskHandle task, ElementId element, Time now);
  /// As CostTable::add_with_copies(), given the first row of the application.
  void add_with_copies(const JobGraph& graph, std::size_t first_row);
  /// The free slot that a task takes: one that holds its kernel, or else the one unused longest.
  [[nodiscard]] std::size_t choose_slot(TaskHandle task, ElementId element,
                                        std::span<const Slot> slots) const;
  /// A task starts on a slot: returns its set-up, including the launch where no host does it.
  Setup start(TaskHandle task, ElementId element, std::size_t slot, Time now);
  /// True when they run the same kernel.
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
    std::uint64_t used = 0;  ///< The serial number of its last task.
  };
  struct Memory {
    Kernel last = no_kernel;
    std::uint64_t tasks = 0;
    std::vector<bool> prepared;   ///< Whether each kernel has run here.
    std::vector<Region> regions;  ///< The region of each slot; empty where nothing is reconfigured.
    Time port_free;               ///< When the next region could be reconfigured.
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
