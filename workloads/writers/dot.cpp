// Writes a job graph for Graphviz, with the attributes that the reader `dot` reads back. A tensor
// with several readers becomes one edge per reader, so it is read back as several tensors.
#include <algorithm>
#include <map>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/workload_document.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

/// The text in quotes. DOT has no way to write a backslash at the end of a text.
std::string quoted(const std::string& text) {
  if (text.find('\\') != std::string::npos) {
    throw InputError("'" + text +
                     "' has a backslash, which DOT reads as part of an escape; use "
                     "another format, or another name");
  }
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\\\"") : std::string(1, c);
  return result + "\"";
}

std::string node(const TaskConfig& task, std::size_t order) {
  std::string attributes;
  const auto add = [&](const std::string& name, const std::string& value) {
    attributes += (attributes.empty() ? "" : ", ") + quoted(name) + "=" + quoted(value);
  };
  if (!task.kernel.empty() && task.kernel != task.name) add("kernel", task.kernel);
  if (task.work > Operations{}) add("work", format(task.work));
  if (task.memory > Bytes{}) add("memory", format(task.memory));
  for (const auto& [element, time] : task.times) add("time_" + element, format(time));
  add("order", std::to_string(order));
  return "  " + quoted(task.name) + " [" + attributes + "];\n";
}

std::string edge(const std::string& from, const std::string& to, Bytes bytes) {
  const std::string size = bytes > Bytes{} ? " [\"bytes\"=" + quoted(format(bytes)) + "]" : "";
  return "  " + quoted(from) + " -> " + quoted(to) + size + ";\n";
}

/// The bytes that a task receives as named tensors, by the task that makes them.
std::map<std::string, Bytes> tensors_from(const ApplicationConfig& application,
                                          const TaskConfig& reader) {
  std::map<std::string, Bytes> makers;
  for (const TaskConfig& maker : application.tasks) {
    for (const auto& [tensor, bytes] : maker.writes) {
      if (std::ranges::count(reader.reads, tensor) > 0) makers[maker.name] += bytes;
    }
  }
  return makers;
}

class DotWriter final : public Writer {
 public:
  [[nodiscard]] std::string write(const WorkloadConfig& workload) const override {
    if (workload.applications.size() != 1) {
      throw InputError(
          "a DOT file holds one graph, but workload '" + workload.name + "' has " +
          std::to_string(workload.applications.size()) +
          "; choose one with --application: " + one_of(names_in(workload.applications)));
    }
    const ApplicationConfig application = as_tasks(workload.applications.front());
    if (std::ranges::any_of(application.tasks, &TaskConfig::has_draws)) {
      throw InputError("application '" + application.name +
                       "' has probabilities, shares or amounts, which a DOT file does not hold; "
                       "use the format json");
    }
    const auto has_gang = [](const TaskConfig& task) { return !task.gang.empty(); };
    if (std::ranges::any_of(application.tasks, has_gang)) {
      throw InputError("application '" + application.name +
                       "' has gangs, which a DOT file does not hold; use the format json");
    }
    std::string text = "digraph " + quoted(application.name) + " {\n";
    text += "  graph [\"name\"=" + quoted(application.name) + "];\n";
    for (std::size_t i = 0; i < application.tasks.size(); ++i) {
      text += node(application.tasks[i], i);
    }
    for (const TaskConfig& task : application.tasks) {
      for (const Dependencies::Input& input : task.after.inputs) {
        text += edge(input.task, task.name, input.bytes);
      }
      for (const auto& [maker, bytes] : tensors_from(application, task)) {
        text += edge(maker, task.name, bytes);
      }
    }
    return text + "}\n";
  }
};

const Register<Writer, DotWriter> registered{"dot", "graph of one application for Graphviz"};

}  // namespace
}  // namespace kairos
