// A stream of jobs on DS3's chip with temperatures, leakage and governors that react to them.
#pragma once

#include <string>

#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/experiment/sweep.hpp"

namespace kairos::testing {

/// Runs so many jobs. `thermal` holds options of the thermal model, each followed by a comma.
inline Outcome thermal_stream(const std::string& thermal, int jobs) {
  const std::string text = fmt::format(
      "{{name: stream, platform: {{use: ds3_soc_thermal, thermal: {{{}initial: 84 C}}}}, "
      "governors: {{frequency: schedutil, thermal: step_wise}}, policies: [earliest_finish], "
      "workload: {{use: ds3, streams: [{{mix: {{wifi_tx: 1, wifi_rx: 1}}, "
      "arrivals: {{name: poisson, rate: 3 /ms}}, jobs: {}}}]}}}}",
      thermal, jobs);
  return run(expand(experiment_from_text(text, "stream")).runs.front());
}

}  // namespace kairos::testing
