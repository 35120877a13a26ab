#include "workloads/workload_spec.hpp"

#include <algorithm>
#include <set>

#include "sim/base/find_by_name.hpp"

namespace kairos {

void Codec<Dependencies>::read(const Value& from, Dependencies& to) {
  to.inputs.clear();
  if (from.is_map()) {
    for (const Value::Entry& entry : from.entries) {
      Bytes bytes;
      Codec<Bytes>::read(entry.value, bytes);
      if (!(bytes >= Bytes{})) {
        throw InputError(entry.value.place, "'" + entry.key + "' sends " + entry.value.shown() +
                                                "; write a number of bytes that is zero or more");
      }
      to.inputs.push_back({entry.key, bytes, entry.place});
    }
    return;
  }
  std::vector<std::string> names;
  Codec<std::vector<std::string>>::read(from, names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    to.inputs.push_back({names[i], {}, from.is_list() ? from.items[i].place : from.place});
  }
}

Value Codec<Dependencies>::write(const Dependencies& value) {
  Value map = Value::map();
  for (const auto& input : value.inputs) {
    map.entries.push_back({input.task, {}, Codec<Bytes>::write(input.bytes)});
  }
  return map;
}

Shape Codec<Dependencies>::shape() {
  return {.kind = Shape::Kind::map,
          .item = std::make_shared<Shape>(Codec<Bytes>::shape()),
          .scalar_too = true};
}

void TaskSpec::describe(Fields& f) {
  f("name", name, "name of the task, unique in its job").required();
  f("kernel", kernel,
    "kernel that the task runs, by which cost models look up its time (the task's name if absent)");
  f("work", work, "number of operations, for the roofline cost model").not_negative();
  f("memory", memory,
    "bytes that the task moves to and from memory while it runs, for the roofline cost model")
      .not_negative();
  f("after", after, "tasks whose outputs the task needs, and the bytes that each of them sends");
}

void ApplicationSpec::describe(Fields& f) {
  f("name", name, "name of the application, unique in the workload").required();
  f("deadline", deadline, "deadline: latency that a job should not exceed").not_negative();
  f("tasks", tasks, "tasks of the job graph").required();
}

void StreamSpec::describe(Fields& f) {
  f("name", name, "name of the stream, under which results report its jobs");
  f("mix", mix, "relative frequency of each application in the stream (all equal if absent)");
  f("arrivals", arrivals, "arrival process of the jobs").required();
  f("jobs", jobs, "maximum number of jobs that arrive").positive();
  f("until", until, "time after which no job arrives").not_negative();
}

void WorkloadSpec::describe(Fields& f) {
  f("name", name, "name of the workload in reports").required();
  f("description", description, "description of the workload in one sentence");
  f("source", source, "source of the workload's figures");
  f("applications", applications, "applications, each a job graph").required();
  f("streams", streams, "streams of arriving jobs");
}

namespace {

Application build(const ApplicationSpec& spec) {
  JobGraph::Builder builder(spec.name);
  const auto at = [](const Place& place, auto action) {
    try {
      return action();
    } catch (const InputError& error) {
      throw InputError(place, error.what());
    }
  };
  for (const TaskSpec& task : spec.tasks) {
    at(task.place, [&] {
      return builder.add(
          {task.name, task.kernel.empty() ? task.name : task.kernel, task.work, task.memory});
    });
  }
  for (const TaskSpec& task : spec.tasks) {
    for (const auto& input : task.after.inputs) {
      const auto from = builder.find(input.task);
      if (!from) {
        throw InputError(input.place, unknown_name("task", input.task, builder.task_names()));
      }
      builder.connect(*from, *builder.find(task.name), input.bytes);
    }
  }
  return {spec.name, at(spec.place, [&] { return builder.build(); }), spec.deadline};
}

IdVector<ApplicationId, double> weights_of(const StreamSpec& spec, const Workload& workload) {
  IdVector<ApplicationId, double> weights(workload.applications.size(), spec.mix.empty() ? 1 : 0);
  for (const auto& [name, weight] : spec.mix) {
    const auto id =
        find_by_name<ApplicationId>(name, "application", workload.applications, spec.place);
    if (!(weight >= 0)) {
      throw InputError(spec.place, "'" + name + "' has weight '" + shortest(weight) +
                                       "' in the mix; write zero or more");
    }
    weights[id] = weight;
  }
  if (std::ranges::all_of(weights, [](double w) { return w == 0; })) {
    throw InputError(
        spec.place,
        "every weight in the mix is zero; give at least one application a positive weight");
  }
  return weights;
}

}  // namespace

Workload WorkloadSpec::build() const {
  Workload workload{name, {}, {}};
  std::set<std::string> taken;
  for (const ApplicationSpec& spec : applications) {
    if (!taken.insert(spec.name).second) {
      throw InputError(spec.place, "application '" + spec.name +
                                       "' appears twice; give each of them its own name");
    }
    workload.applications.push_back(kairos::build(spec));
  }
  if (applications.empty()) {
    throw InputError(place, "the workload has no applications; add at least one");
  }
  constexpr std::size_t most_weights = 10'000'000;
  if (applications.size() * streams.size() > most_weights) {
    throw InputError(place, "the workload has " + std::to_string(streams.size()) + " streams of " +
                                std::to_string(applications.size()) +
                                " applications; use fewer streams or applications");
  }
  std::set<std::string> taken_by_streams;
  for (const StreamSpec& spec : streams) {
    const bool ends = spec.jobs || spec.until || spec.arrivals.name == "trace";
    if (!ends) {
      throw InputError(spec.place, "the stream never ends; limit it with 'jobs' or 'until'");
    }
    if (!spec.name.empty() && !taken_by_streams.insert(spec.name).second) {
      throw InputError(spec.place,
                       "stream '" + spec.name + "' appears twice; give each of them its own name");
    }
    workload.streams.push_back(
        {spec.name.empty() ? "stream " + std::to_string(workload.streams.size()) : spec.name,
         !spec.name.empty(), weights_of(spec, workload), spec.arrivals, spec.jobs,
         spec.until ? std::optional(Time(*spec.until)) : std::nullopt});
  }
  return workload;
}

}  // namespace kairos
