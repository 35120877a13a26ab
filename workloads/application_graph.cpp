// The graph of an application, which may be written as tasks or as a network, be in a file, or be a
// call of a model.
#include "sim/base/find_by_name.hpp"
#include "sim/base/text.hpp"
#include "workloads/import/foreign_file.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

void ApplicationConfig::check(const SourceLocation& where) const {
  const int graphs = static_cast<int>(!tasks.empty()) + static_cast<int>(!graph.empty()) +
                     static_cast<int>(model.has_value()) + static_cast<int>(network.has_value());
  if (graphs != 1) {
    throw InputError(where, "application '" + name +
                                "' needs 'tasks', a 'network', the name of a 'model', or 'graph', "
                                "the name of a file; write one of them");
  }
  if (!tasks.empty() && !transforms.empty()) {
    throw InputError(where, "application '" + name +
                                "' has 'transforms', which change networks, but it consists of "
                                "'tasks'; leave them out");
  }
}

ApplicationConfig ApplicationConfig::with_file() const {
  if (graph.empty()) return *this;
  ImportConfig wanted = import.value_or(ImportConfig{});
  wanted.settings.document = "workload";
  const Value document = read_foreign_file(graph.text, wanted, graph.place);
  ApplicationConfig whole = *this;
  whole.graph = {};
  whole.import.reset();
  if (document.find("operators") != nullptr) {
    Codec<NetworkDocument>::read(document, whole.network.emplace());
    return whole;
  }
  WorkloadConfig read;
  Codec<WorkloadConfig>::read(document, read);
  if (read.applications.size() != 1) {
    throw InputError(graph.place, "'" + graph.text + "' contains " +
                                      counted(read.applications.size(), "graph") +
                                      "; choose one with 'import: {application: NAME}': " +
                                      one_of(names_in(read.applications)));
  }
  const ApplicationConfig part = read.applications.front().with_file();
  whole.tasks = part.tasks;
  whole.weights.insert(part.weights.begin(), part.weights.end());
  whole.state.insert(part.state.begin(), part.state.end());
  whole.check(graph.place);
  return whole;
}

std::shared_ptr<const JobGraph> ApplicationConfig::job_of_network() const {
  if (network) return network_job(network->build(), transforms);
  if (!model) return nullptr;
  ModelConfig called = *model;
  called.call = call.value_or(called.call);
  return model_job(called, transforms);
}

}  // namespace kairos
