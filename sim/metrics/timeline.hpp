// Records every finished task, for Gantt charts, traces and cross-checks.
#pragma once

#include <vector>

#include "sim/events/probe.hpp"

namespace kairos {

class Timeline final : public Probe {
 public:
  void observe(Time, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) tasks_.push_back(*finished);
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskFinished>(); }
  [[nodiscard]] std::vector<TaskFinished>& tasks() { return tasks_; }

 private:
  std::vector<TaskFinished> tasks_;
};

}  // namespace kairos
