// Job graphs of networks: a model or a network, changed by transforms and lowered to tasks.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/job_graph.hpp"
#include "workloads/models/model.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

/// A call of a model, and how it becomes tasks.
struct ModelJobConfig {
  Choice<Model> model;
  Call call;
  std::vector<Choice<Transform>> transforms;

  /// Builds the job graph. Applications with the same model, data types and transforms share their
  /// weights. Throws InputError.
  [[nodiscard]] std::shared_ptr<const JobGraph> build() const;
};

/// Applies transforms to a network and lowers it.
std::shared_ptr<const JobGraph> network_job(OperatorGraph network,
                                            const std::vector<Choice<Transform>>& transforms);

}  // namespace kairos
