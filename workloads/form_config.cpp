// The forms of an application in a workload document.
#include "sim/base/mistakes.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

namespace {

/// A share such as "2/5" or "0.4" as two numbers in the ratio of the share and the rest.
std::vector<double> parts_of(const std::string& share, const SourceLocation& place) {
  const std::size_t slash = share.find('/');
  const auto number = [&](const std::string& text) {
    double value = 0;
    Codec<double>::read(Value::scalar(text, place), value);
    return value;
  };
  const double part = number(share.substr(0, slash));
  const double whole = slash == std::string::npos ? 1 : number(share.substr(slash + 1));
  if (part > 0 && part < whole) return {part, whole - part};
  throw InputError(place,
                   "the share '" + share + "' is not between 0 and 1; write one such as 1/4");
}

/// Adds a form for each of its shares, or the form itself if it has none.
void add_each_share(const FormConfig& form, std::vector<FormConfig>& forms) {
  if (form.shares.empty()) forms.push_back(form);
  for (const std::string& share : form.shares) {
    FormConfig& own = forms.emplace_back(form);
    own.shares.clear();
    own.name += " " + share;
    const auto sizes = Codec<std::vector<double>>::write(parts_of(share, form.place));
    bool splits = false;
    for (Choice<Transform>& transform : own.transforms) {
      if (transform.name != "split" || transform.options.find("shares") != nullptr) continue;
      transform.options.set("shares", sizes);
      static_cast<void>(transform.make());  // Refuses options that contradict the shares.
      splits = true;
    }
    if (splits) continue;
    throw InputError(form.place, "the form '" + form.name +
                                     "' has 'shares', but none of its transforms is a 'split' "
                                     "without 'shares'; add one, or leave them out");
  }
}

}  // namespace

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
  f("shares", shares,
    "shares that the first of two tiles gets, such as [1/4, 1/2]; the form then stands for one "
    "form "
    "per share, called 'FORM SHARE', whose transforms 'split' have this share");
}

void Codec<Alternatives>::read(const Value& from, Alternatives& to) {
  to.forms.clear();
  if (from.is_null()) return;
  require_map(from);
  Mistakes mistakes;
  for (const Value::Entry& entry : from.entries) {
    mistakes.attempt([&] {
      FormConfig form;
      Codec<FormConfig>::read(entry.value, form);
      form.name = entry.key;
      form.place = entry.place;
      add_each_share(form, to.forms);
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
  return {.kind = Schema::Kind::map, .item = std::make_shared<Schema>(Codec<FormConfig>::schema())};
}

ApplicationConfig ApplicationConfig::in_form(const FormConfig& form) const {
  ApplicationConfig whole = *this;
  whole.alternatives.forms.clear();
  whole.per_operator = false;
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
