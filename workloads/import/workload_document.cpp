#include "workloads/import/workload_document.hpp"

#include <cmath>
#include <filesystem>

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

template <class T>
void set(Value& map, const std::string& key, const T& value, const T& preset = {}) {
  if (value != preset) map.set(key, Codec<T>::write(value));
}

Value task_document(const TaskConfig& task) {
  Value map = Value::map(task.place);
  map.set("name", Codec<std::string>::write(task.name));
  if (task.kernel != task.name) set(map, "kernel", task.kernel);
  set(map, "work", task.work);
  set(map, "memory", task.memory);
  set(map, "times", task.times);
  set(map, "runs_on", task.runs_on);
  set(map, "gang", task.gang);
  if (!task.after.inputs.empty()) {
    Value after = Codec<Dependencies>::write(task.after);
    after.place = task.place;
    for (std::size_t i = 0; i < after.entries.size(); ++i) {
      after.entries[i].place = after.entries[i].value.place = task.after.inputs[i].place;
    }
    map.set("after", std::move(after));
  }
  set(map, "writes", task.writes);
  set(map, "reads", task.reads);
  if (task.overwrites) set(map, "overwrites", *task.overwrites);
  set(map, "probability", task.probability, 1.0);
  if (task.amount) map.set("amount", Codec<AmountConfig>::write(*task.amount));
  set(map, "for_each", task.for_each);
  return map;
}

/// A task of a job graph, whose tensors are called after the task that makes them.
TaskConfig task_of(const JobGraph& graph, TaskId id) {
  const Task& task = graph[id];
  TaskConfig config;
  config.name = task.name;
  config.kernel = task.kernel;
  config.work = task.work;
  config.memory = task.memory;
  config.times = task.times;
  config.runs_on = task.runs_on;
  config.gang = task.gang;
  const auto name_of_tensor = [&](TaskId maker, JobTensorId tensor) {
    return graph[maker].name + ":" + std::to_string(index(tensor));
  };
  for (const Edge& output : graph.outputs(id)) {
    if (output.bytes > Bytes{}) config.writes[name_of_tensor(id, output.tensor)] = output.bytes;
  }
  for (const Edge& input : graph.inputs(id)) {
    if (input.bytes > Bytes{}) {
      config.reads.push_back(name_of_tensor(input.task, input.tensor));
      if (graph.overwritten_by(id) == input.tensor) config.overwrites = config.reads.back();
    } else {
      config.after.inputs.push_back({graph[input.task].name, Bytes{}, {}});
    }
  }
  for (const ResidentId resident : graph.residents_of(id)) {
    config.reads.push_back(graph.residents()[resident].name);
  }
  return config;
}

/// Sets the tasks, and the weights and states that they read.
void set_graph(Value& map, const ApplicationConfig& written) {
  const ApplicationConfig application = as_tasks(written);
  set(map, "weights", application.weights);
  set(map, "state", application.state);
  Value tasks = Value::list({}, application.place);
  for (const TaskConfig& task : application.tasks) tasks.items.push_back(task_document(task));
  map.set("tasks", std::move(tasks));
}

Value application_document(const ApplicationConfig& application) {
  Value map = Value::map(application.place);
  map.set("name", Codec<std::string>::write(application.name));
  if (application.deadline) map.set("deadline", Codec<Duration>::write(*application.deadline));
  set(map, "times", application.times.text);
  if (application.alternatives.forms.empty()) {
    set_graph(map, application);
    return map;
  }
  Value forms = Value::map(application.place);
  for (const FormConfig& form : application.alternatives.forms) {
    Value own = Value::map(form.place);
    set_graph(own, application.in_form(form));
    forms.set(form.name, std::move(own));
  }
  map.set("alternatives", std::move(forms));
  return map;
}

Value stream_document(const StreamConfig& stream) {
  Value map = Value::map(stream.place);
  set(map, "name", stream.name);
  set(map, "mix", stream.mix);
  if (stream.arrivals) {
    map.set("arrivals", Codec<Choice<ArrivalProcess>>::write(*stream.arrivals));
  }
  if (stream.jobs) map.set("jobs", Codec<std::uint64_t>::write(*stream.jobs));
  if (stream.until) map.set("until", Codec<Duration>::write(*stream.until));
  if (stream.deadline) map.set("deadline", Codec<Duration>::write(*stream.deadline));
  if (stream.after) map.set("after", Codec<AfterConfig>::write(*stream.after));
  if (stream.drop != DropRule::never) map.set("drop", Codec<DropRule>::write(stream.drop));
  return map;
}

/// A stream of one job of an application, which arrives at the start.
StreamConfig one_job(const std::string& application) {
  StreamConfig stream;
  stream.name = application;
  stream.mix = {{application, 1}};
  stream.arrivals.emplace("trace").options.set("times", Value::list({Value::scalar("0 s")}));
  return stream;
}

}  // namespace

ApplicationConfig as_tasks(const ApplicationConfig& application) {
  if (!application.alternatives.forms.empty()) {
    return as_tasks(application.in_form(application.alternatives.forms.front()));
  }
  ApplicationConfig config = application.with_file();
  if (!config.tasks.empty()) return config;
  const auto graph = config.build(nullptr).graph;
  config.network.reset();
  config.model.reset();
  config.call.reset();
  config.transforms.clear();
  for (const Resident& resident : graph->residents()) {
    auto& all = resident.role == TensorRole::state ? config.state : config.weights;
    all[resident.name] = resident.bytes;
  }
  for (const TaskId id : ids<TaskId>(graph->size())) config.tasks.push_back(task_of(*graph, id));
  return config;
}

Value document_of(const WorkloadConfig& workload) {
  Value map = Value::map(workload.place);
  map.set("name", Codec<std::string>::write(workload.name));
  set(map, "description", workload.description);
  set(map, "source", workload.source);
  set(map, "times", workload.times.text);
  Value applications = Value::list({}, workload.place);
  for (const ApplicationConfig& application : workload.applications) {
    applications.items.push_back(application_document(application));
  }
  map.set("applications", std::move(applications));
  Value streams = Value::list({}, workload.place);
  for (const StreamConfig& stream : workload.streams) {
    streams.items.push_back(stream_document(stream));
  }
  if (!streams.items.empty()) map.set("streams", std::move(streams));
  return map;
}

Value imported(WorkloadConfig workload, const Reader::Settings& settings) {
  if (!settings.application.empty()) {
    const std::size_t at =
        position_of(settings.application, "application", workload.applications, workload.place);
    workload.applications = {workload.applications[at]};
    workload.name = settings.application;
  }
  for (const ApplicationConfig& application : workload.applications) {
    workload.streams.push_back(one_job(application.name));
  }
  return document_of(workload);
}

std::string stem_of(const Reader::Source& source) {
  return std::filesystem::path(source.path).stem().string();
}

Duration time_in_picoseconds(double picoseconds, const SourceLocation& place) {
  constexpr double longest = 4.6e18;  // Half of the range of times.
  if (!(picoseconds >= 0 && picoseconds < longest)) {
    throw InputError(place,
                     "the time is negative or longer than 53 days; choose a smaller 'time_unit' or "
                     "'factors'");
  }
  return Duration::picoseconds(std::llround(picoseconds));
}

std::map<std::string, Duration> times_of(Duration time, const Reader::Settings& settings,
                                         const std::string& preset, const SourceLocation& place) {
  if (settings.factors.empty()) return {{preset, time}};
  std::map<std::string, Duration> times;
  for (const auto& [element, factor] : settings.factors) {
    times[element] = time_in_picoseconds(factor * static_cast<double>(time.picoseconds()), place);
  }
  return times;
}

}  // namespace kairos
