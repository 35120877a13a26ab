// Memory metrics: the bandwidth that tasks obtained, and the memory that their tensors occupied.
//
//   memory_traffic = bytes that finished tasks moved while they computed (roofline) / makespan
//   peak_memory    = maximum over time of the bytes of tensors, in all memories or in one of them
//   memory_waits   = number of tasks that found no room when their turn came
//
// Example: two tasks of 40 MB in a run of 2 ms give 40 GB/s. The traffic excludes transfers between
// elements and the scaling of a task's traffic by noise. It includes shares and amounts of work.
//
// Warm-up: traffic, occupancy and spilling count what happens after it. A task that runs across its
// end contributes to the traffic in proportion to the time that it runs afterwards. Waits count for
// tasks whose jobs arrive after it.
#include <algorithm>
#include <cmath>
#include <map>

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
    has_sessions_ = std::ranges::any_of(
        scenario.workload.streams, [](const Stream& stream) { return stream.session != nullptr; });
    moved_.resize(scenario.platform.elements.size());
    rooms_.resize(scenario.platform.memories.size());
    for (const ElementId e : ids<ElementId>(moved_.size())) {
      has_traffic_ = has_traffic_ || !scenario.platform.memory_route(e).empty();
    }
  }

  [[nodiscard]] EventSet wants() const override {
    return has_traffic_ ? EventSet::of<TaskFinished, MemoryUsed, MemoryFull, TensorSpilled,
                                       TaskScaled, JobDropped>()
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
    } else if (event.is<MemoryFull>()) {
      waits_ += 1;
    } else {
      note_scale(event);
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
    } else {
      note_scale(event);
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
    if (makespan <= 0 || has_sessions_) return;
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
    if (has_sessions_) return;
    const Task& task =
        (*scenario_->workload.applications[finished.application].graph)[finished.task.task];
    const Platform& platform = scenario_->platform;
    const double scale = take_scale(finished.task);
    if (task.memory == Bytes{} || platform.memory_route(finished.element).empty()) return;
    const auto cost = task_cost(*scenario_->cost, task, platform.cluster_of(finished.element));
    if (cost) moved_[finished.element] += cost->memory * (scale * share_that_counts(finished));
  }
  /// Notes the amount of work of a task, and forgets those of a dropped job.
  void note_scale(const Event& event) {
    if (const auto* scaled = event.as<TaskScaled>()) {
      scales_[scaled->task] = scaled->scale;
    } else if (const auto* dropped = event.as<JobDropped>()) {
      if (!dropped->has_entered) return;
      const JobId job = dropped->job.id;
      scales_.erase(scales_.lower_bound({job, TaskId{}}),
                    scales_.upper_bound({job, static_cast<TaskId>(~std::uint32_t{0})}));
    }
  }
  /// Returns the amount of work of a task that has finished, as a multiple of what its graph
  /// states.
  double take_scale(TaskRef task) {
    if (scales_.empty()) return 1;
    const auto scaled = scales_.extract(task);
    return scaled.empty() ? 1 : scaled.mapped();
  }

  const Scenario* scenario_ = nullptr;
  bool has_sessions_ = false;  ///< True if there are steps, whose traffic is not known here.
  IdVector<ElementId, Bytes> moved_;
  IdVector<MemoryId, Room> rooms_;
  Room all_;
  Bytes spilled_;
  std::map<TaskRef, double> scales_;  ///< Tasks in progress whose scale is not 1.
  double waits_ = 0;
  Time begin_;                ///< End of the warm-up.
  bool has_traffic_ = false;  ///< True if tasks may move bytes to and from a memory.
};

const Register<MetricProbe, Memory> registered{"memory",
                                               "memory traffic, occupancy, spilling and waiting"};

}  // namespace
}  // namespace kairos
