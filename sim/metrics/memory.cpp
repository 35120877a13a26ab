// Memory metrics: the bandwidth that tasks obtained, and the memory that their tensors occupied.
//
//   memory_traffic = bytes that finished tasks moved while they computed (roofline) / makespan
//   peak_memory    = maximum over time of the bytes of tensors, in all memories or in one of them
//   memory_waits   = number of tasks that found no room when their turn came
//
// Example: two tasks of 40 MB in a run of 2 ms give 40 GB/s. The traffic excludes transfers between
// elements and the scaling of a task's traffic by noise. It includes shares and amounts of work. A
// batch moves the bytes that it moves as a whole: by demand, weights are read once for all of its
// tasks.
//
// Warm-up: traffic, occupancy and spilling count what happens after it. A task that runs across its
// end contributes to the traffic in proportion to the time that it runs afterwards. Waits count for
// tasks whose jobs arrive after it.
#include <algorithm>
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Memory final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {{"memory_traffic_bytes_per_s", "B/s",
             "bytes that tasks moved to and from memory while they computed / makespan_s", false},
            {"peak_memory_bytes", "B",
             "largest number of bytes of tensors at the same time in memories that have a size"},
            {"spilled_bytes", "B",
             "bytes of tensors written to another memory because theirs was full"},
            {"memory_waits", "tasks",
             "number of tasks that had to wait at their turn because the memory was full"}};
  }

  void begin(const Scenario& scenario) override {
    scenario_ = &scenario;
    moved_.resize(scenario.platform.elements.size());
    rooms_.resize(scenario.platform.memories.size());
    for (const ElementId e : ids<ElementId>(moved_.size())) {
      has_traffic_ = has_traffic_ || !scenario.platform.memory_route(e).empty();
    }
  }

  [[nodiscard]] EventSet wants() const override {
    return has_traffic_ ? EventSet::of<TaskFinished, MemoryUsed, MemoryFull, TensorSpilled>()
                        : EventSet::of<MemoryUsed, MemoryFull, TensorSpilled>();
  }

  void observe(Time /*now*/, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      count_traffic(*finished);
    } else if (const auto* used = event.as<MemoryUsed>()) {
      use(*used);
    } else if (const auto* spilled = event.as<TensorSpilled>()) {
      spilled_ += spilled->bytes;
      rooms_[spilled->memory].spilled += spilled->bytes;
    } else {
      waits_ += 1;
    }
  }

  void begin_period(Time now) override {
    begin_ = now;
    moved_.assign(moved_.size(), Bytes{});
    all_.peak = all_.used;
    for (Room& room : rooms_) room.peak = room.used;
  }
  void observe_left_out(Time /*now*/, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      count_traffic(*finished);
    } else if (const auto* used = event.as<MemoryUsed>()) {
      use(*used);
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    metrics.push_back({"peak_memory_bytes", "", all_.peak.value()});
    metrics.push_back({"spilled_bytes", "", spilled_.value()});
    metrics.push_back({"memory_waits", "", waits_});
    for (const MemoryId m : ids<MemoryId>(rooms_.size())) {
      const std::string& name = run.scenario.platform.memories[m].name;
      metrics.push_back({"peak_memory_bytes", name, rooms_[m].peak.value()});
      metrics.push_back({"spilled_bytes", name, rooms_[m].spilled.value()});
    }
    const double makespan = run.length().seconds();
    if (makespan <= 0) return;
    double all = 0;
    for (const Bytes moved : moved_) all += moved.value();
    metrics.push_back({"memory_traffic_bytes_per_s", "", all / makespan});
    for (const ElementId e : ids<ElementId>(moved_.size())) {
      metrics.push_back({"memory_traffic_bytes_per_s", run.scenario.platform.elements[e].name,
                         moved_[e].value() / makespan});
    }
  }

 private:
  struct Room {
    Bytes used, peak, spilled;
  };

  void use(const MemoryUsed& used) {
    Room& room = rooms_[used.memory];
    if (std::isfinite(scenario_->platform.memories[used.memory].size.value())) {
      all_.used += used.used - room.used;
      all_.peak = std::max(all_.peak, all_.used);
    }
    room.used = used.used;
    room.peak = std::max(room.peak, room.used);
  }
  /// The share of an execution that lies after the warm-up.
  [[nodiscard]] double share_that_counts(const TaskFinished& finished) const {
    if (finished.start >= begin_) return 1;
    return (finished.finish - begin_).seconds() / (finished.finish - finished.start).seconds();
  }
  void count_traffic(const TaskFinished& finished) {
    moved_[finished.element] += finished.traffic * share_that_counts(finished);
  }

  const Scenario* scenario_ = nullptr;
  IdVector<ElementId, Bytes> moved_;
  IdVector<MemoryId, Room> rooms_;
  Room all_;
  Bytes spilled_;
  double waits_ = 0;
  Time begin_;                ///< End of the warm-up.
  bool has_traffic_ = false;  ///< True if tasks may move bytes to and from a memory.
};

const Register<MetricProbe, Memory> registered{"memory",
                                               "memory traffic, occupancy, spilling and waiting"};

}  // namespace
}  // namespace kairos
