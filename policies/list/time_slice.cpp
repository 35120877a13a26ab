// Round robin by time slices: ready tasks wait in one queue. A task that has run for a quantum
// while another one waits for its element is interrupted and goes to the end of the queue.
//
//   example: with a quantum of 1 ms, tasks of 3 and 2 ms that are ready at 0 run in the order
//   a b a b a and end at 5 and 4 ms, if interruptions cost nothing
//
// Kleinrock: Analysis of a time-shared processor, Naval Research Logistics Quarterly 11, 1964. As
// the quantum goes to zero, all waiting tasks share the element equally (processor sharing).
#include "policies/preemptive_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class TimeSlice final : public PreemptivePolicy {
 public:
  struct Options {
    Duration quantum = Duration::picoseconds(1'000'000'000);

    void describe(Fields& f) {
      f("quantum", quantum, "time for which a task runs before another one that waits may run")
          .positive();
    }
  };
  explicit TimeSlice(const Options& options) : quantum_(options.quantum) {}

 private:
  /// The place in the queue.
  std::int64_t urgency(TaskRef task, const SystemView& view) override {
    return static_cast<std::int64_t>(view.ticket(task));
  }
  /// The task that has run longest is the first to be interrupted.
  std::int64_t urgency_of_running(const SystemView::Running& running,
                                  const SystemView& /*view*/) override {
    return -running.start.picoseconds();
  }
  [[nodiscard]] Time interrupts_from(std::int64_t /*ready*/, std::int64_t /*running*/,
                                     const SystemView::Running& task,
                                     const SystemView& /*view*/) const override {
    return task.start + quantum_;
  }

  Duration quantum_;
};

const Register<Policy, TimeSlice> registered{
    "time_slice", "round robin: tasks take turns of a quantum on their elements (Kleinrock 1964)"};

}  // namespace
}  // namespace kairos
