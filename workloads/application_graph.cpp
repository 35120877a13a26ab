// The graph of an application, which may be in a file of a foreign format.
#include "sim/base/find_by_name.hpp"
#include "sim/base/text.hpp"
#include "workloads/import/foreign_file.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

void ApplicationConfig::check(const SourceLocation& where) const {
  if (tasks.empty() == graph.empty()) {
    throw InputError(where, "application '" + name +
                                "' needs either 'tasks' or 'graph', the name of a file; write one "
                                "of them");
  }
}

ApplicationConfig ApplicationConfig::with_tasks() const {
  if (graph.empty()) return *this;
  ImportConfig wanted = import.value_or(ImportConfig{});
  wanted.settings.document = "workload";
  WorkloadConfig read;
  Codec<WorkloadConfig>::read(read_foreign_file(graph.text, wanted, graph.place), read);
  if (read.applications.size() != 1) {
    throw InputError(graph.place, "'" + graph.text + "' contains " +
                                      counted(read.applications.size(), "graph") +
                                      "; choose one with 'import: {application: NAME}': " +
                                      one_of(names_in(read.applications)));
  }
  ApplicationConfig whole = *this;
  const ApplicationConfig part = read.applications.front().with_tasks();
  whole.tasks = part.tasks;
  whole.weights.insert(part.weights.begin(), part.weights.end());
  whole.state.insert(part.state.begin(), part.state.end());
  whole.graph = {};
  whole.import.reset();
  return whole;
}

}  // namespace kairos
