// Job graphs of networks: a model or a network, changed by transforms and lowered to tasks.
#pragma once

#include <memory>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/job_graph.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

/// Applies transforms to a network, or to a call of a model. Throws InputError.
Program network_program(OperatorGraph network, const std::vector<Choice<Transform>>& transforms);
Program model_program(const ModelConfig& model, const std::vector<Choice<Transform>>& transforms);

/// Builds the job graph `name` of a call of a model. Applications that call the same model with the
/// same data types share its weights. Throws InputError.
std::shared_ptr<const JobGraph> model_job(const ModelConfig& model,
                                          const std::vector<Choice<Transform>>& transforms,
                                          std::string name);

/// Applies transforms to a network and lowers it to the job graph `name`. Throws InputError.
std::shared_ptr<const JobGraph> network_job(OperatorGraph network,
                                            const std::vector<Choice<Transform>>& transforms,
                                            std::string name);

}  // namespace kairos
