// Small graphs with conditional tasks and amounts, and a log of what becomes of their jobs.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/builders.hpp"

namespace kairos::testing {

inline Distribution always(double value) {
  return {DistributionKind::constant, {value}};
}

/// Adds a task whose kernel has its name, which is taken with a probability.
inline TaskId add(JobGraph::Builder& builder, const std::string& name, double probability = 1) {
  const TaskId task = builder.add({name, name, {}, {}});
  builder.set_probability(task, probability);
  return task;
}

/// Notes which tasks are skipped, when jobs end, and what they have drawn.
class Log final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskSkipped, TaskScaled, JobFinished, TaskCheckpointed, TaskPreempted>();
  }
  void observe(Time now, Event event) override {
    if (const auto* skip = event.as<TaskSkipped>()) {
      skipped.emplace_back(index(skip->task.task), now.since_start());
    } else if (const auto* scaled = event.as<TaskScaled>()) {
      scales.emplace_back(index(scaled->task.task), scaled->scale);
    } else if (const auto* kept = event.as<TaskCheckpointed>()) {
      kept_shares.push_back(kept->done);
    } else if (const auto* preempted = event.as<TaskPreempted>()) {
      left_shares.push_back(preempted->left);
    } else if (const auto* finished = event.as<JobFinished>()) {
      jobs.push_back(now.since_start());
      amounts.assign(finished->amounts.begin(), finished->amounts.end());
    }
  }

  std::vector<std::pair<std::size_t, Duration>> skipped;
  std::vector<std::pair<std::size_t, double>> scales;
  std::vector<double> kept_shares, left_shares;
  std::vector<Duration> jobs;
  std::vector<double> amounts;  ///< Those of the last job.
};

/// A detector of 2 us finds objects, a recogniser needs 4 us for each and sends 1000 B for each to
/// a tracker of 1 us.
inline std::shared_ptr<const JobGraph> detector(double objects) {
  JobGraph::Builder builder("job");
  const TaskId detect = add(builder, "detect");
  const TaskId recognise = add(builder, "recognise");
  const TaskId track = add(builder, "track");
  builder.connect(detect, recognise, Bytes(500));
  builder.connect(recognise, track, Bytes(1000));
  builder.work_for_each(recognise, builder.draw(detect, "objects", always(objects)));
  return builder.build();
}

}  // namespace kairos::testing
