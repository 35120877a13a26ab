#include "workloads/network_job.hpp"

#include "sim/base/random.hpp"
#include "workloads/operators/lower.hpp"

namespace kairos {
namespace {

/// A name of a model and its data types, under which applications share weights: the name of its
/// kind and a number that follows from its options.
std::string name_of_weights(const ModelJobConfig& config) {
  const auto number_of = [](const std::string& text) {
    return Random::stream(0, text).index(std::size_t{1} << 32U);
  };
  const std::string options = Codec<Choice<Model>>::write(config.model).whole_in_line() +
                              name_of(config.call.weights) +
                              shortest(config.call.weight_scale_bits);
  return config.model.name + "-" + std::to_string(number_of(options));
}

}  // namespace

std::shared_ptr<const JobGraph> network_job(OperatorGraph network,
                                            const std::vector<Choice<Transform>>& transforms) {
  Program program(std::move(network));
  for (const Choice<Transform>& transform : transforms) {
    try {
      transform.make()->apply(program);
    } catch (const InputError& error) {
      throw InputError(transform.place, error.what());
    }
  }
  return lower(program.graph, program.partition);
}

std::shared_ptr<const JobGraph> ModelJobConfig::build() const {
  OperatorGraph network = model.make()->build(call);
  network.rename(name_of_weights(*this));
  return network_job(std::move(network), transforms);
}

}  // namespace kairos
