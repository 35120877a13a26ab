// An experiment for tests of formulas, whose results are worked out by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/sweep.hpp"

namespace kairos::testing {

/// Three jobs on one element, which draws 2 W when it runs a task and 1 W when it is idle:
///
///   job   application  stream  arrival  runs           latency  deadline
///   0     one          left      0 ms     0 -  10 ms   10 ms    at 12 ms
///   1     one          left      5 ms    10 -  20 ms   15 ms    at 17 ms
///   2     two          right   100 ms   100 - 120 ms   20 ms    none
///
/// It is busy for 40 ms and idle for 80 ms, so the run takes 80 + 80 = 160 mJ.
inline const std::string three_jobs = R"(name: three
platform:
  name: chip
  clusters: [{name: cpu, kind: cpu, kernels: {a: 10 ms, b: 20 ms}, power: {busy: 2 W, idle: 1 W}}]
workload:
  name: work
  applications:
    - {name: one, deadline: 12 ms, tasks: [{name: a}]}
    - {name: two, tasks: [{name: b}]}
  streams:
    - {name: left, mix: {one: 1}, arrivals: {name: trace, times: [0 s, 5 ms]}}
    - {name: right, mix: {two: 1}, arrivals: {name: trace, times: [100 ms]}}
policies: [first_come]
)";

inline std::string with_formulas(const std::string& formulas,
                                 const std::string& experiment = three_jobs) {
  return experiment + "report: {formulas: {" + formulas + "}}\n";
}

inline Sweep sweep_of(const std::string& text) {
  return expand(experiment_from_text(text, "formulas.yaml"));
}

/// The value of a metric of the run or of a subject.
inline std::optional<double> value(const std::vector<Metric>& metrics, const std::string& name,
                                   const std::string& subject = "") {
  for (const Metric& m : metrics) {
    if (m.name == name && m.subject == subject) return m.value;
  }
  return std::nullopt;
}

}  // namespace kairos::testing
