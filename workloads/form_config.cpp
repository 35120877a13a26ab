// The forms of an application in a workload document.
#include "sim/base/mistakes.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

void FormConfig::describe(Fields& f) {
  f("runs_on", runs_on,
    "name or kind of the clusters that may run the tasks of the form, except for tasks that name "
    "others");
  f("tasks", tasks, "tasks of the form, in place of those of the application");
  f("weights", weights, "weights with their sizes, in addition to those of the application");
  f("state", state, "states with their sizes, in addition to those of the application");
  f("graph", graph, "file of the form's graph, in place of the graph of the application");
  f("import", import, "how the file 'graph' is read");
  f("network", network, "network of the form, in place of the graph of the application");
  f("model", model, "model of the form, in place of the graph of the application");
  f("call", call, "call of the model; keys that it leaves out are those of the application's call");
  f("transforms", transforms,
    "transforms that are applied after those of the application, in this order");
}

void Codec<Alternatives>::read(const Value& from, Alternatives& to) {
  to.forms.clear();
  if (from.is_null()) return;
  require_map(from);
  Mistakes mistakes;
  for (const Value::Entry& entry : from.entries) {
    mistakes.attempt([&] {
      FormConfig& form = to.forms.emplace_back();
      form.name = entry.key;
      form.place = entry.place;
      if (!entry.value.is_null()) Codec<FormConfig>::read(entry.value, form);
    });
  }
  mistakes.report();
}

Value Codec<Alternatives>::write(const Alternatives& value) {
  Value map = Value::map();
  for (const FormConfig& form : value.forms) {
    map.entries.push_back({form.name, form.place, Codec<FormConfig>::write(form)});
  }
  return map;
}

Schema Codec<Alternatives>::schema() {
  return {.kind = Schema::Kind::map,
          .item = std::make_shared<Schema>(Codec<FormConfig>::schema())};
}

ApplicationConfig ApplicationConfig::in_form(const FormConfig& form) const {
  ApplicationConfig whole = *this;
  whole.alternatives.forms.clear();
  whole.name += "/" + form.name;
  whole.place = form.place;
  if (form.has_graph()) {
    whole.tasks = form.tasks;
    whole.graph = form.graph;
    whole.import = form.import;
    whole.network = form.network;
    whole.model = form.model;
    if (!form.model) whole.call.reset();
    if (!form.tasks.empty()) {
      whole.transforms.clear();
    } else {
      whole.weights.clear();
      whole.state.clear();
    }
    if (form.network || form.model) whole.times = {};
  } else if (form.import) {
    whole.import = form.import;
  }
  for (const auto& [key, bytes] : form.weights) whole.weights[key] = bytes;
  for (const auto& [key, bytes] : form.state) whole.state[key] = bytes;
  if (form.call) whole.call = form.call;
  if (!form.runs_on.empty()) whole.runs_on = form.runs_on;
  whole.transforms.insert(whole.transforms.end(), form.transforms.begin(), form.transforms.end());
  return whole;
}

void ApplicationConfig::check_forms(const SourceLocation& where) const {
  const int graphs = static_cast<int>(!tasks.empty()) + static_cast<int>(!graph.empty()) +
                     static_cast<int>(model.has_value()) + static_cast<int>(network.has_value());
  if (graphs > 1) {
    throw InputError(where, "application '" + name +
                                "' has several of 'tasks', 'network', 'model' and 'graph'; write "
                                "one of them, and the others in its 'alternatives'");
  }
  Mistakes mistakes;
  for (const FormConfig& form : alternatives.forms) {
    mistakes.attempt([&] { in_form(form).check(form.place); });
  }
  mistakes.report();
}

}  // namespace kairos
