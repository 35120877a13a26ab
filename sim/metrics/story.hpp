// Describes a run in words, one line per event, for people and for tests that people can read.
//
//     12.000 us  fft_1 of wifi_rx#0 starts on FFT_0
#pragma once

#include <string>

#include "sim/events/probe.hpp"
#include "sim/metrics/job_names.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

class Story final : public Probe {
 public:
  explicit Story(const Scenario& scenario) : scenario_(scenario), names_(scenario.workload) {}

  void observe(Time now, Event event) override;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  const Scenario& scenario_;
  JobNames names_;
  std::string text_;
};

}  // namespace kairos
