// The graph of an application, which may be written as tasks or as a network, be in a file, or be a
// call of a model.
#include <algorithm>
#include <array>
#include <set>

#include "sim/base/find_by_name.hpp"
#include "sim/base/text.hpp"
#include "workloads/import/foreign_file.hpp"
#include "workloads/job_family.hpp"
#include "workloads/times_table.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {
namespace {

/// Gives an error the place of what is being built, unless it has a place of its own.
template <class Action>
auto at(const SourceLocation& place, Action action) {
  try {
    return action();
  } catch (const InputError& error) {
    if (error.place().file) throw;
    throw InputError(place, error.what());
  }
}

/// The tensors and residents of an application, by their names.
class NamedTensors {
 public:
  explicit NamedTensors(JobGraph::Builder& builder) : builder_(builder) {}

  void add(const std::map<std::string, Bytes>& residents, TensorRole role,
           const SourceLocation& place) {
    for (const auto& [name, bytes] : residents) {
      take_name(name, bytes, place);
      residents_[name] = builder_.add(Resident{name, bytes, role});
    }
  }
  void add_outputs(const TaskConfig& task) {
    for (const auto& [name, bytes] : task.writes) {
      take_name(name, bytes, task.place);
      tensors_[name] = builder_.make(*builder_.find(task.name), bytes);
    }
  }
  void read(const TaskConfig& task) {
    const TaskId reader = *builder_.find(task.name);
    for (const std::string& name : task.reads) {
      if (const auto tensor = tensors_.find(name); tensor != tensors_.end()) {
        builder_.read(reader, tensor->second);
      } else if (const auto resident = residents_.find(name); resident != residents_.end()) {
        builder_.read(reader, resident->second);
      } else {
        throw InputError(
            task.place,
            unknown_name("tensor", name, std::vector<std::string>(names_.begin(), names_.end())));
      }
    }
    if (task.overwrites) builder_.overwrite(reader, overwritten(task));
  }

 private:
  void take_name(const std::string& name, Bytes bytes, const SourceLocation& place) {
    if (!names_.insert(name).second) {
      throw InputError(place, "tensor '" + name + "' appears twice; give each tensor its own name");
    }
    if (!(bytes >= Bytes{})) {
      throw InputError(place, "tensor '" + name + "' has the size " + format(bytes) +
                                  "; write a number of bytes that is zero or more");
    }
  }
  [[nodiscard]] JobTensorId overwritten(const TaskConfig& task) const {
    const std::string& name = *task.overwrites;
    const auto tensor = tensors_.find(name);
    if (tensor == tensors_.end() || !std::ranges::count(task.reads, name)) {
      throw InputError(task.place, "'overwrites' names '" + name +
                                       "', which is not a tensor that the task reads; name one of "
                                       "the tensors in 'reads'");
    }
    return tensor->second;
  }

  JobGraph::Builder& builder_;
  std::map<std::string, JobTensorId> tensors_;
  std::map<std::string, ResidentId> residents_;
  std::set<std::string> names_;
};

/// Adds the probabilities of tasks, and the amounts that they draw and work for.
void add_draws(const std::vector<TaskConfig>& tasks, JobGraph::Builder& builder) {
  std::map<std::string, AmountId> amounts;
  for (const TaskConfig& task : tasks) {
    const TaskId id = *builder.find(task.name);
    builder.set_probability(id, task.probability);
    if (!task.amount) continue;
    amounts[task.amount->name] =
        at(task.place, [&] { return builder.draw(id, task.amount->name, task.amount->is); });
  }
  for (const TaskConfig& task : tasks) {
    if (task.for_each.empty()) continue;
    const auto amount = amounts.find(task.for_each);
    if (amount == amounts.end()) {
      std::vector<std::string> known;
      known.reserve(amounts.size());
      for (const auto& [name, id] : amounts) known.push_back(name);
      throw InputError(task.place,
                       known.empty()
                           ? "task '" + task.name + "' works for each of '" + task.for_each +
                                 "', but no task draws an amount; add 'amount: {name: " +
                                 task.for_each + ", is: ...}' to a task before it"
                           : unknown_name("amount", task.for_each, known));
    }
    builder.work_for_each(*builder.find(task.name), amount->second);
  }
}

/// The task with the times of the tables, of which an earlier one is preferred to a later one.
Task task_of(const TaskConfig& config, std::span<const std::shared_ptr<const TimesTable>> tables) {
  Task task{config.name, config.kernel.empty() ? config.name : config.kernel, config.work,
            config.memory};
  task.times = config.times;
  task.runs_on = config.runs_on;
  task.gang = config.gang;
  for (const auto& table : tables) {
    if (table) table->complete(task);
  }
  return task;
}

/// The application whose tasks run where its `runs_on` says, unless they name other clusters.
ApplicationConfig placed(ApplicationConfig application) {
  if (application.runs_on.empty()) return application;
  for (TaskConfig& task : application.tasks) {
    if (task.runs_on.empty()) task.runs_on = application.runs_on;
  }
  if (application.network || application.model) {
    Choice<Transform> place("place");
    place.place = application.place;
    place.options.set("on", Codec<std::string>::write(application.runs_on));
    application.transforms.push_back(std::move(place));
  }
  application.runs_on.clear();
  return application;
}

}  // namespace

void ApplicationConfig::check(const SourceLocation& where) const {
  if (!alternatives.forms.empty()) return check_forms(where);
  if (per_operator) {
    throw InputError(where, "application '" + name +
                                "' has 'per_operator' but no 'alternatives' to choose from; add "
                                "them, or leave it out");
  }
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
  if (call && !model) {
    throw InputError(where, "application '" + name +
                                "' has a 'call', which belongs to a 'model'; use the transforms "
                                "'batch' and 'quantise' for the batch and the data types of a "
                                "network");
  }
  if (serving && !model) {
    throw InputError(where, "application '" + name +
                                "' has 'serving', which belongs to a 'model' of sessions; leave it "
                                "out");
  }
  const bool has_tables = !weights.empty() || !state.empty() || !times.empty();
  if (has_tables && (model || network)) {
    throw InputError(where, "application '" + name +
                                "' has 'weights', 'state' or 'times', which belong to 'tasks', but "
                                "it is a network; leave them out");
  }
}

ApplicationConfig ApplicationConfig::with_file() const {
  if (graph.empty()) return placed(*this);
  ImportConfig wanted = import.value_or(ImportConfig{});
  wanted.settings.document = "workload";
  const Value document = read_foreign_file(graph.text, wanted, graph.place);
  ApplicationConfig whole = *this;
  whole.graph = {};
  whole.import.reset();
  if (document.find("operators") != nullptr) {
    Codec<NetworkDocument>::read(document, whole.network.emplace());
    whole.network->name = graph.text;  // Applications of the same file share its weights.
    whole.check(graph.place);
    return placed(std::move(whole));
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
  return placed(std::move(whole));
}

Program ApplicationConfig::program() const {
  const ApplicationConfig config = with_file();
  return at(config.place, [&] {
    if (config.network) return network_program(config.network->build(), config.transforms);
    if (!config.model) {
      throw InputError(config.place, "'" + config.name +
                                         "' consists of tasks, which cannot have forms of their "
                                         "own; use a network or a model, or leave 'per_operator' "
                                         "out");
    }
    ModelConfig called = *config.model;
    called.call = config.call.value_or(called.call);
    return model_program(called, config.transforms);
  });
}

std::shared_ptr<const JobGraph> ApplicationConfig::job_of_network(bool has_sessions) const {
  if (network) return network_job(network->build(), transforms, name);
  if (!model) return nullptr;
  ModelConfig called = *model;
  called.call = call.value_or(called.call);
  if (has_sessions) {
    // Policies see the tasks that every step has.
    called.call.is_uniform = true;
    called.call.phase = ModelPhase::decode;
    called.call.batch = called.call.rows = 1;
    called.call.context = 0;
  }
  return model_job(called, transforms, name);
}

std::shared_ptr<const JobFamily> ApplicationConfig::family() const {
  ModelConfig called = *model;
  called.call = call.value_or(called.call);
  return std::make_shared<const JobFamily>(std::move(called), transforms, name);
}

Application ApplicationConfig::build(const std::shared_ptr<const TimesTable>& times_of_workload,
                                     bool has_sessions) const {
  const ApplicationConfig config = with_file();
  std::shared_ptr<const JobFamily> family;
  if (has_sessions && config.model) family = at(config.place, [&] { return config.family(); });
  if (auto job = at(config.place, [&] { return config.job_of_network(family != nullptr); })) {
    Application application{config.name, std::move(job), config.deadline};
    application.family = std::move(family);
    application.serving = config.serving;
    return application;
  }
  const std::array tables{read_times(config.times), times_of_workload};
  JobGraph::Builder builder(config.name);
  NamedTensors tensors(builder);
  tensors.add(config.weights, TensorRole::weight, config.place);
  tensors.add(config.state, TensorRole::state, config.place);
  for (const TaskConfig& task : config.tasks) {
    at(task.place, [&] { return builder.add(task_of(task, tables)); });
    tensors.add_outputs(task);
  }
  for (const TaskConfig& task : config.tasks) {
    tensors.read(task);
    for (const auto& input : task.after.inputs) {
      const auto from = builder.find(input.task);
      if (!from) {
        throw InputError(input.place, unknown_name("task", input.task, builder.task_names()));
      }
      const TaskId to = *builder.find(task.name);
      if (input.one_of.empty()) {
        builder.connect(*from, to, input.bytes, input.draw);
      } else {
        builder.connect_one_of(input.one_of, *from, to, input.bytes, input.draw);
      }
    }
  }
  add_draws(config.tasks, builder);
  return {config.name, at(config.place, [&] { return builder.build(); }), config.deadline};
}

}  // namespace kairos
