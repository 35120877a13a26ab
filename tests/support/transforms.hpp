// Makes transforms from their names and options, and looks at the job graphs that they lead to.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "sim/base/registry.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/operators/lower.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos::testing {

inline Value text(const std::string& scalar) {
  return Value::scalar(scalar);
}

inline Value texts(const std::vector<std::string>& scalars) {
  Value list = Value::list();
  for (const std::string& scalar : scalars) list.items.push_back(text(scalar));
  return list;
}

inline std::unique_ptr<Transform> transform(const std::string& name,
                                            const std::map<std::string, Value>& options) {
  Value map = Value::map();
  for (const auto& [key, value] : options) map.set(key, value);
  return Registry<Transform>::find(name, {}).make(map);
}

/// A network after one transform.
inline Program transformed(const OperatorGraph& network, const std::string& name,
                           const std::map<std::string, Value>& options) {
  Program program(network);
  transform(name, options)->apply(program);
  return program;
}

inline std::shared_ptr<const JobGraph> job_of(const Program& program) {
  return lower(program.graph, program.partition, "job");
}

inline const Task& task_named(const JobGraph& graph, const std::string& name) {
  for (const Task& task : graph.tasks()) {
    if (task.name == name) return task;
  }
  throw std::logic_error("task '" + name + "' does not exist");
}

inline double operations(const JobGraph& graph) {
  double sum = 0;
  for (const Task& task : graph.tasks()) sum += task.work.value();
  return sum;
}

}  // namespace kairos::testing
