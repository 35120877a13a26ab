// What a job has drawn so far (workloads/graph_draws.hpp). What is not known yet has its expected
// value, so that policies can plan with it.
#pragma once

#include "workloads/graph_draws.hpp"

namespace kairos {

struct JobDraws {
  IdVector<TaskId, double> passed;  ///< Only for tasks that are taken.
  IdVector<TaskId, double> scale;   ///< Zero for tasks that are skipped.
  /// Factor on the bytes of a tensor; zero if it is not sent.
  IdVector<JobTensorId, double> sent;
  IdVector<AmountId, double> amounts;  ///< Zero before they are drawn.
  IdVector<TaskId, bool> is_skipped;

  /// Sets all values to the expected ones.
  void begin(const GraphDraws& graph) {
    passed = graph.passed;
    scale = graph.scale;
    sent = graph.sent;
    amounts.assign(graph.amounts.size(), 0);
    is_skipped.assign(graph.scale.size(), false);
  }
};

}  // namespace kairos
