#include "experiments/experiment/experiment_config.hpp"

#include <algorithm>

#include "experiments/experiment/amount_names.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/safe_name.hpp"
#include "experiments/files/yaml.hpp"
#include "sim/base/find_by_name.hpp"

namespace kairos {

namespace {

/// Limits the length of a label, because the files of charts are named after labels.
void check_label(const std::string& label, const SourceLocation& where) {
  constexpr std::size_t longest = 100;
  if (label.size() <= longest) return;
  throw InputError(where, "label '" + label + "' has more than " + std::to_string(longest) +
                              " characters; shorten it");
}

}  // namespace

void Codec<PolicyConfig>::read(const Value& from, PolicyConfig& to) {
  Value choice = from;
  if (choice.is_map()) {
    if (const Value* label = choice.find("label")) {
      to.label = scalar_text(*label, "label");
      check_label(to.label, label->place);
    }
    if (const Value* time = choice.find("decision_time")) {
      Codec<DecisionTimeConfig>::read(*time, to.decision_time.emplace());
    }
    choice.erase("label");
    choice.erase("decision_time");
  }
  Codec<Choice<Policy>>::read(choice, to.policy);
  if (to.label.empty()) to.label = to.policy.name;
}

Value Codec<PolicyConfig>::write(const PolicyConfig& value) {
  Value map = Codec<Choice<Policy>>::write(value.policy);
  map.set("label", Codec<std::string>::write(value.label));
  if (value.decision_time) {
    map.set("decision_time", Codec<DecisionTimeConfig>::write(*value.decision_time));
  }
  return map;
}

void Codec<Seeds>::read(const Value& from, Seeds& to) {
  if (from.is_list()) {
    Codec<std::vector<std::uint64_t>>::read(from, to.values);
  } else {
    std::uint64_t count = 0;
    Codec<std::uint64_t>::read(from, count);
    constexpr std::uint64_t most = 100'000;
    if (count == 0 || count > most) {
      throw InputError(from.place,
                       "'seeds' is " + from.shown() +
                           "; write the number of seeds (1 to 100000), or a list of seeds");
    }
    to.values.resize(count);
    for (std::uint64_t i = 0; i < count; ++i) to.values[i] = i + 1;
  }
  auto sorted = to.values;
  std::ranges::sort(sorted);
  if (sorted.empty() || std::ranges::adjacent_find(sorted) != sorted.end()) {
    throw InputError(from.place,
                     "'seeds' is empty or lists a seed twice; list at least one seed, each once");
  }
}

void IncidentConfig::describe(Fields& f) {
  f("at", at, "instant of the incident").required().not_negative();
  f("cluster", cluster, "cluster that changes its operating point");
  f("frequency", frequency, "frequency of the new operating point");
  f("element", element, "element that fails or returns");
  f("fails", fails, "whether the element fails; its tasks become ready again");
  f("returns", returns, "whether the element returns");
}

void BeliefConfig::describe(Fields& f) {
  f("cost", cost, "cost model that policies see instead of the true one").required();
}

void EstimatesConfig::describe(Fields& f) {
  f("contention", contention,
    "whether the durations that policies see contain the contention for memories by tasks that run "
    "beside; planning policies also count the tasks of their plans");
}

void ExperimentConfig::describe(Fields& f) {
  f("name", name, "name of the experiment in reports and of the result folder")
      .required()
      .must(is_plain_name, plain_name_rule);
  f("description", description, "purpose of the experiment in one sentence");
  f("platform", platform, "platform: a library name, a file, or an inline description");
  f("workload", workload, "workload: a library name, a file, or an inline description")
      .then([this] { add_amount_names(workload, report.formulas.amounts); });
  f("cost", cost, "cost model, which gives the execution times of tasks");
  f("belief", belief, "what policies believe about execution times, if it differs from the truth");
  f("estimates", estimates, "what the estimates of policies foresee");
  f("noise", noise, "noise model, which varies the execution times");
  f("draw", draw, "random scenario per seed, instead of 'platform', 'workload', 'cost' and 'noise'")
      .then([this] {
        if (!draw) return;
        for (const DomainConfig& domain : draw->domains) {
          add_amount_names(domain.workload, report.formulas.amounts);
        }
      });
  f("backend", backend, "simulation backend: event (Kairos' own) or simgrid (SimGrid's kernel)")
      .one_of("backend", [] {
        return std::vector<std::string>{"event", "simgrid"};
      });
  f("incidents", incidents,
    "changes of operating points, failures and returns of elements at given instants");
  f("faults", faults, "random faults, their detection, and checkpoints");
  f("decision_time", decision_time,
    "simulated time that scheduling itself takes; a policy may have its own");
  f("governors", governors, "frequency governors of clusters, and the thermal governor");
  f("policies", policies, "policies to be compared").required();
  f("sweep", sweep,
    "dotted keys with lists of values, or names with alternatives that set several keys; all "
    "combinations are run");
  f("seeds", seeds, "number of seeds, or a list of seeds");
  f("max_backlog", max_backlog,
    "maximum number of tasks of all jobs in the system, above which a run fails; one job is always "
    "admitted")
      .at_least(1);
  f("baseline", baseline, "policy with which the others are compared (the first if absent)");
  f("report", report, "contents of the report and of the result folder");
  f("expect", expect, "published or measured values, which 'kairos reproduce' compares");
  f("slow", slow, "whether 'kairos reproduce all' leaves the experiment out, except with --slow");
}

void check_labels(const std::vector<PolicyConfig>& policies, const std::string& baseline,
                  const SourceLocation& where) {
  if (policies.empty()) throw InputError(where, "'policies' is empty; name at least one policy");
  std::vector<std::string> labels;
  for (const PolicyConfig& config : policies) {
    if (std::ranges::find(labels, config.label) != labels.end()) {
      throw InputError(config.policy.place,
                       "policy '" + config.label + "' appears twice; give one of them a 'label'");
    }
    labels.push_back(config.label);
  }
  if (!baseline.empty() && std::ranges::find(labels, baseline) == labels.end()) {
    throw InputError(where, unknown_name("baseline", baseline, labels));
  }
}

void ExperimentConfig::check(const SourceLocation& where) const {
  check_labels(policies, baseline, where);
  const bool has_platform = !platform.clusters.empty();
  const bool has_workload = !workload.applications.empty();
  if (draw) {
    if (has_platform || has_workload || noise.name != "none") {
      throw InputError(where,
                       "'draw' sets platform, workload, cost and noise; leave those keys out, or "
                       "leave out 'draw'");
    }
    return;
  }
  if (!has_platform) throw missing(where, "platform", "a library name, a file, or inline");
  if (!has_workload) {
    throw missing(where, "workload", "a library name, a file, or inline");
  }
  if (workload.streams.empty()) {
    throw InputError(workload.place,
                     "the workload has no streams; add 'streams', which say how jobs arrive");
  }
}

ExperimentConfig ExperimentConfig::drawn(std::uint64_t seed) const {
  ExperimentConfig concrete = *this;
  Drawn drawn = draw->at(seed);
  concrete.draw.reset();
  concrete.platform = std::move(drawn.platform);
  concrete.workload = std::move(drawn.workload);
  concrete.cost = std::move(drawn.cost);
  concrete.noise = std::move(drawn.noise_model);
  return concrete;
}

namespace {

Incident build_point_change(const IncidentConfig& config, const Platform& platform) {
  Incident incident{Time(config.at), Incident::Kind::point, {}, 0, {}};
  incident.cluster =
      find_by_name<ClusterId>(*config.cluster, "cluster", platform.clusters, config.place);
  const auto& points = platform.clusters[incident.cluster].points;
  const auto point = std::ranges::find(points, *config.frequency, &OperatingPoint::frequency);
  if (point == points.end()) {
    std::vector<std::string> known;
    known.reserve(points.size());
    for (const OperatingPoint& p : points) known.push_back(format(p.frequency));
    throw InputError(config.place, "cluster '" + *config.cluster + "' has no operating point at " +
                                       format(*config.frequency) + "; it has " + one_of(known));
  }
  incident.point = static_cast<std::size_t>(point - points.begin());
  return incident;
}

}  // namespace

std::vector<Incident> ExperimentConfig::build_incidents(const Platform& built) const {
  std::vector<Incident> result;
  for (const IncidentConfig& config : incidents) {
    const bool is_change = config.cluster && config.frequency && !config.element;
    const bool is_fault = config.element && !config.cluster && config.fails != config.returns;
    if (!is_change && !is_fault) {
      throw InputError(config.place,
                       "the incident is incomplete or contradictory; write a 'cluster' and its new "
                       "'frequency', or an 'element' and 'fails: true' or 'returns: true'");
    }
    if (is_change) {
      result.push_back(build_point_change(config, built));
    } else {
      result.push_back(
          {Time(config.at),
           config.fails ? Incident::Kind::failure : Incident::Kind::repair,
           {},
           0,
           find_by_name<ElementId>(*config.element, "element", built.elements, config.place)});
    }
  }
  return result;
}

namespace {

Value with_references_resolved(Value tree) {
  require_kind(tree, "experiment");
  if (Value* platform = tree.find("platform")) *platform = resolve(*platform, Shelf::platforms);
  if (Value* workload = tree.find("workload")) *workload = resolve_workload(*workload);
  if (Value* draw = tree.find("draw")) resolve_each(*draw, "domains");
  return tree;
}

}  // namespace

void require_folder_below(const ExperimentConfig& experiment) {
  const std::string& folder = experiment.report.folder;
  if (folder.empty() || is_below(folder)) return;
  throw InputError({experiment.place.file, 0, 0},
                   "'report.folder' is '" + shown_path(folder) +
                       "', which is outside the working folder; name a folder inside it, or choose "
                       "any folder with --out");
}

std::string with_document(std::string message, const SourceLocation& document) {
  if (document.file && message.find(*document.file) == std::string::npos) {
    message += " (used by " + shown_path(*document.file) + ")";
  }
  return message;
}

void assign(Value& tree, const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError("--set " + assignment +
                     ": this is not an assignment; write key=value, such as seeds=3");
  }
  const std::string key = assignment.substr(0, equals);
  const std::string text = assignment.substr(equals + 1);
  Value value = text.empty() ? Value{} : read_yaml_text(text, "--set " + key);
  constexpr std::string_view sweep = "sweep.";
  if (const Value* swept = tree.find("sweep")) refuse_swept(*swept, key);
  if (key.starts_with(sweep)) {  // A swept key follows, whose dots belong to its name.
    const Value* swept = tree.find("sweep");
    if (swept == nullptr || swept->is_null()) tree.set("sweep", Value::map(value.place));
    assign_swept(*tree.find("sweep"), key.substr(sweep.size()), std::move(value));
    return;
  }
  if (key == "platform") value = resolve(value, Shelf::platforms);
  if (key == "workload") value = resolve_workload(value);
  set_path(tree, key, std::move(value));
}

Value resolve_experiment(Value document, const std::vector<std::string>& assignments) {
  Value tree = with_references_resolved(std::move(document));
  for (const std::string& assignment : assignments) assign(tree, assignment);
  return with_references_resolved(std::move(tree));  // An assignment may name another document.
}

Value load_experiment(const std::string& path, const std::vector<std::string>& assignments) {
  return resolve_experiment(read_yaml_file(path), assignments);
}

Value experiment_from_text(const std::string& text, const std::string& name) {
  return with_references_resolved(read_yaml_text(text, name));
}

}  // namespace kairos
