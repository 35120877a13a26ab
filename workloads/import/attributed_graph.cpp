#include "workloads/import/attributed_graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

using Attributes = AttributedGraph::Attributes;

bool is_plain(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.eE+-") == std::string::npos;
}

/// The text of the first of these attributes that there is; null if there is none.
const std::string* find(const Attributes& attributes,
                        std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const auto found = attributes.find(std::string(name));
    if (found != attributes.end() && !found->second.empty()) return &found->second;
  }
  return nullptr;
}

/// An amount, in `unit` if it is a number without a unit.
template <class T>
T amount(const std::string& text, T unit) {
  const T value = is_plain(text) ? parse_number(text) * unit : parse<T>(text);
  if (!(value >= T{}) || !std::isfinite(value.value())) {
    throw InputError("'" + text + "' is negative; write zero or more");
  }
  return value;
}

Duration time(const std::string& text, const Reader::Settings& settings,
              const SourceLocation& place) {
  if (!is_plain(text)) {
    const Duration time = parse<Duration>(text);
    if (time < Duration{}) throw InputError("'" + text + "' is negative; write zero or more");
    return time;
  }
  return time_in_picoseconds(
      parse_number(text) * static_cast<double>(settings.time_unit.picoseconds()), place);
}

TaskConfig task_of(const AttributedGraph::Node& node, const Reader::Settings& settings) {
  TaskConfig task;
  task.name = node.id;
  task.place = node.place;
  const Attributes& has = node.attributes;
  if (const auto* kernel = find(has, {"kernel"})) task.kernel = *kernel;
  if (const auto* work = find(has, {"work", "size"})) task.work = amount(*work, Operations(1));
  if (const auto* memory = find(has, {"memory"})) task.memory = amount(*memory, settings.data_unit);
  if (const auto* all = find(has, {"time"})) {
    task.times = times_of(time(*all, settings, node.place), settings, "cpu", node.place);
  }
  constexpr std::string_view prefix = "time_";
  for (const auto& [name, text] : has) {
    if (!name.starts_with(prefix) || text.empty()) continue;
    task.times[name.substr(prefix.size())] = time(text, settings, node.place);
  }
  return task;
}

/// Adds what a mistake is about to its message.
template <class Action>
auto about(const std::string& what, const SourceLocation& place, Action action) {
  try {
    return action();
  } catch (const InputError& error) {
    throw InputError(place, what + ": " + error.what());
  }
}

/// Sorts the tasks by the attribute `order` of their nodes. Tasks without it come last.
void put_in_order(std::vector<TaskConfig>& tasks, const std::vector<AttributedGraph::Node>& nodes) {
  std::vector<std::pair<double, TaskConfig>> sorted;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const std::string* order = find(nodes[i].attributes, {"order"});
    const bool is_number = order != nullptr && is_plain(*order);
    sorted.emplace_back(is_number ? parse_number(*order) : std::numeric_limits<double>::infinity(),
                        std::move(tasks[i]));
  }
  std::ranges::stable_sort(sorted, {}, [](const auto& one) { return one.first; });
  for (std::size_t i = 0; i < tasks.size(); ++i) tasks[i] = std::move(sorted[i].second);
}

}  // namespace

Value workload_of(const AttributedGraph& graph, const Reader::Source& source,
                  const Reader::Settings& settings, const std::string& description) {
  const SourceLocation file{std::make_shared<const std::string>(source.path), 0, 0};
  ApplicationConfig application;
  const std::string* name = find(graph.attributes, {"name"});
  application.name = name == nullptr ? stem_of(source) : *name;
  application.place = file;
  for (const AttributedGraph::Node& node : graph.nodes) {
    application.tasks.push_back(about("node '" + node.id + "'", node.place.file ? node.place : file,
                                      [&] { return task_of(node, settings); }));
    if (!node.place.file) application.tasks.back().place = file;
  }
  for (const AttributedGraph::Edge& edge : graph.edges) {
    const std::string& from = graph.nodes[edge.from].id;
    Dependencies::Input input{from, {}, edge.place.file ? edge.place : file};
    if (const auto* bytes = find(edge.attributes, {"bytes", "size"})) {
      input.bytes = about("edge '" + from + "' -> '" + graph.nodes[edge.to].id + "'", input.place,
                          [&] { return amount(*bytes, settings.data_unit); });
    }
    application.tasks[edge.to].after.inputs.push_back(std::move(input));
  }
  put_in_order(application.tasks, graph.nodes);
  WorkloadConfig workload;
  workload.name = application.name;
  workload.description = description;
  workload.place = file;
  workload.applications.push_back(std::move(application));
  return imported(std::move(workload), settings);
}

}  // namespace kairos
