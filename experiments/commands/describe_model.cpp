// Prints a model of the library: its source, its options and what it demands in each phase.
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/library.hpp"
#include "sim/base/display_units.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/models/network.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

void print_phase(const Model& model, const ModelConfig& config, ModelPhase phase) {
  Call call = config.call;
  call.phase = phase;
  const OperatorGraph graph = model.build(call, config.name);
  double macs = 0;
  Bytes weights;
  for (const Operator& op : graph.operators()) {
    const Demand each = demand(graph, op, op.whole());
    macs += each.macs();
    weights += each.weights;
  }
  kairos::print("  {:<8} {:>6} operators, {:.4g} G MACs, {} of weights read, {} of state\n",
                name_of(phase), graph.operators().size(), macs / 1e9, brief(weights),
                brief(bytes_of(graph, TensorRole::state)));
}

}  // namespace

void describe_model(const std::string& name) {
  ModelConfig config;
  Codec<ModelConfig>::read(resolve(Value::scalar(name), Shelf::models), config);
  const auto model = config.model.make();
  kairos::print("{}: {}\n", config.name, config.description);
  if (!config.source.empty()) kairos::print("Source: {}\n", config.source);
  kairos::print("Model: {}\n", to_json_text(Codec<Choice<Model>>::write(config.model)));
  kairos::print("Parameters: {:.0f}\n", parameters(*model, config.call));
  kairos::print("Phases with their presets, see 'kairos describe model {}':\n", config.model.name);
  for (const ModelPhase phase : model->phases()) print_phase(*model, config, phase);
}

}  // namespace kairos
