#include "workloads/network_job.hpp"

#include "sim/base/random.hpp"
#include "workloads/operators/lower.hpp"

namespace kairos {
namespace {

/// The name under which applications share weights: that of the model, with a number that follows
/// from its options and the data type of its weights.
std::string name_of_weights(const ModelConfig& config) {
  const std::string options = Codec<Choice<Model>>::write(config.model).whole_in_line() +
                              name_of(config.call.weights) +
                              shortest(config.call.weight_scale_bits);
  const auto number = Random::stream(0, options).index(std::size_t{1} << 32U);
  return config.name + "-" + std::to_string(number);
}

}  // namespace

Program network_program(OperatorGraph network, const std::vector<Choice<Transform>>& transforms) {
  Program program(std::move(network));
  for (const Choice<Transform>& transform : transforms) {
    try {
      transform.make()->apply(program);
    } catch (const InputError& error) {
      throw InputError(transform.place, error.what());
    }
  }
  return program;
}

Program model_program(const ModelConfig& model, const std::vector<Choice<Transform>>& transforms) {
  return network_program(model.model.make()->build(model.call, name_of_weights(model)), transforms);
}

std::shared_ptr<const JobGraph> network_job(OperatorGraph network,
                                            const std::vector<Choice<Transform>>& transforms,
                                            std::string name) {
  const Program program = network_program(std::move(network), transforms);
  return lower(program.graph, program.partition, std::move(name));
}

std::shared_ptr<const JobGraph> model_job(const ModelConfig& model,
                                          const std::vector<Choice<Transform>>& transforms,
                                          std::string name) {
  const Program program = model_program(model, transforms);
  return lower(program.graph, program.partition, std::move(name));
}

}  // namespace kairos
