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

std::shared_ptr<const JobGraph> network_job(OperatorGraph network,
                                            const std::vector<Choice<Transform>>& transforms,
                                            std::string name) {
  Program program(std::move(network));
  for (const Choice<Transform>& transform : transforms) {
    try {
      transform.make()->apply(program);
    } catch (const InputError& error) {
      throw InputError(transform.place, error.what());
    }
  }
  return lower(program.graph, program.partition, std::move(name));
}

std::shared_ptr<const JobGraph> model_job(const ModelConfig& model,
                                          const std::vector<Choice<Transform>>& transforms,
                                          std::string name) {
  return network_job(model.model.make()->build(model.call, name_of_weights(model)), transforms,
                     std::move(name));
}

}  // namespace kairos
