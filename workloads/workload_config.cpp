#include "workloads/workload_config.hpp"

#include <algorithm>

namespace kairos {
namespace {

/// The bytes of an edge, with its conditions.
struct EdgeConfig {
  Bytes bytes;
  EdgeDraw draw;
  std::string one_of;

  void describe(Fields& f) {
    f("bytes", bytes, "bytes that the task gets from the other one").not_negative();
    f("probability", draw.probability,
      "probability with which the edge is taken, which is known when the other task has ended; a "
      "task none of whose inputs is taken is skipped")
        .between(0.0, 1.0);
    f("share", draw.share,
      "share of the other task's amount of work that is passed on: the bytes, and the work, memory "
      "traffic and time of this task, are multiplied by it")
        .must([](double share) { return share > 0 && share <= 1; }, "greater than 0 and at most 1");
    f("one_of", one_of,
      "group of edges from the same task, of which exactly one is taken; their probabilities sum "
      "to "
      "1 (all equal if absent)");
  }
};

bool is_identifier(const std::string& name) {
  constexpr std::size_t longest = 60;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest && is_letter(name.front()) &&
         std::ranges::all_of(name, fits);
}

}  // namespace

void Codec<Dependencies>::read(const Value& from, Dependencies& to) {
  to.inputs.clear();
  if (from.is_map()) {
    for (const Value::Entry& entry : from.entries) {
      EdgeConfig edge;
      if (entry.value.is_map()) {
        Codec<EdgeConfig>::read(entry.value, edge);
      } else {
        Codec<Bytes>::read(entry.value, edge.bytes);
      }
      if (!(edge.bytes >= Bytes{})) {
        throw InputError(entry.value.place, "'" + entry.key + "' sends " + entry.value.shown() +
                                                "; write a number of bytes that is zero or more");
      }
      to.inputs.push_back({entry.key, edge.bytes, entry.place, edge.draw, edge.one_of});
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
    const bool is_plain = input.draw == EdgeDraw{} && input.one_of.empty();
    map.entries.push_back(
        {input.task,
         {},
         is_plain ? Codec<Bytes>::write(input.bytes)
                  : Codec<EdgeConfig>::write({input.bytes, input.draw, input.one_of})});
  }
  return map;
}

Schema Codec<Dependencies>::schema() {
  Schema edge = Codec<EdgeConfig>::schema();
  edge.scalar_too = true;
  edge.item = std::make_shared<Schema>(Codec<Bytes>::schema());
  return {.kind = Schema::Kind::map,
          .item = std::make_shared<Schema>(std::move(edge)),
          .scalar_too = true};
}

void AmountConfig::describe(Fields& f) {
  f("name", name, "name of the amount, by which tasks, metrics and formulas refer to it")
      .required()
      .must(is_identifier, "up to 60 letters, digits and '_' that begin with a letter");
  f("is", is, "distribution of the amount, such as {poisson: 3}").required();
}

bool TaskConfig::has_draws() const {
  return probability < 1 || amount || !for_each.empty() ||
         std::ranges::any_of(after.inputs, [](const Dependencies::Input& input) {
           return input.draw != EdgeDraw{} || !input.one_of.empty();
         });
}

void TaskConfig::describe(Fields& f) {
  f("name", name, "name of the task, unique in its job").required();
  f("kernel", kernel,
    "kernel that the task runs, by which cost models look up its time (the task's name if absent)");
  f("work", work, "number of operations, for the roofline cost model").not_negative();
  f("memory", memory,
    "bytes that the task moves to and from memory while it runs, for the roofline cost model")
      .not_negative();
  f("times", times,
    "execution times of the task by the name or kind of a cluster, which the cost model 'measured' "
    "prefers to the platform's kernels")
      .must(
          [](const auto& all) {
            return std::ranges::all_of(all, [](const auto& of) { return of.second >= Duration{}; });
          },
          "times that are zero or more");
  f("runs_on", runs_on,
    "name or kind of the clusters that may run the task (all that can if absent)");
  f("gang", gang,
    "name of the task's gang: the tasks of a job with the same gang start and end together");
  f("after", after,
    "tasks whose outputs the task needs, and the bytes that each of them sends, or {bytes, "
    "probability, share, one_of}");
  f("writes", writes, "tensors that the task makes, with their sizes; other tasks may read them");
  f("reads", reads, "tensors, weights and states that the task needs");
  f("overwrites", overwrites,
    "tensor among `reads` in whose memory the task writes its output, if no other task reads it "
    "later");
  f("probability", probability,
    "probability with which the task is taken when its inputs are there; otherwise it is skipped")
      .between(0.0, 1.0);
  f("amount", amount, "number that the task draws when it ends, such as the objects that it finds");
  f("for_each", for_each,
    "amount for each unit of which the task works: its work, memory traffic, time and the bytes "
    "that it sends are multiplied by it, and it is skipped if the amount is zero");
}

void ApplicationConfig::describe(Fields& f) {
  f("name", name, "name of the application, unique in the workload").required();
  f("deadline", deadline, "deadline: latency that a job should not exceed").not_negative();
  f("times", times,
    "CSV file of execution times by operation, size and element, for tasks without times of their "
    "own");
  f("tasks", tasks, "tasks of the job graph");
  f("graph", graph,
    "file of a foreign format that contains a job graph or a network, instead of 'tasks' (see "
    "'kairos list readers')");
  f("import", import, "how the file 'graph' is read");
  f("weights", weights,
    "weights with their sizes, which all jobs share; in memory from their first use on");
  f("state", state, "states with their sizes, one for each job; in memory until the job ends");
  f("network", network, "network whose operators are the tasks, instead of 'tasks'");
  f("model", model,
    "model whose operators are the tasks, instead of 'tasks': a library name, or a model with its "
    "options");
  f("call", call, "call of the model: its phase, batch, tokens and data types");
  f("transforms", transforms,
    "transforms of the network's operators, in the order in which they are applied");
  f("serving", serving,
    "batches of the requests of sessions; if absent, every step of every request is its own job");
  f("runs_on", runs_on,
    "name or kind of the clusters that may run the tasks, except for tasks that name others");
  f("alternatives", alternatives,
    "forms that a job may take, by their names; each has the keys of the application and keys of "
    "its own. The policy chooses one when the job arrives; policies that do not choose take the "
    "first");
  f("per_operator", per_operator,
    "whether a policy may choose a form for every operator, which the policy 'partition' does; the "
    "forms must then differ in the tiles and places of operators only");
}

void WorkloadConfig::describe(Fields& f) {
  f("name", name, "name of the workload in reports").required();
  f("description", description, "description of the workload in one sentence");
  f("source", source, "source of the workload's figures");
  f("times", times,
    "CSV file of execution times by operation, size and element, for tasks without times of their "
    "own or of their application");
  f("applications", applications, "applications, each a job graph").required();
  f("streams", streams, "streams of arriving jobs");
}

}  // namespace kairos
