// A run in words, one line per event: for people, and for tests that people can read.
//
//     12.000 us  fft_1 of wifi_rx#0 starts on FFT_0
#pragma once

#include <string>

#include "sim/engine/probe.hpp"
#include "sim/engine/scenario.hpp"

namespace kairos {

class Story final : public Probe {
 public:
  explicit Story(const Scenario& scenario) : scenario_(scenario) {}

  void observe(Time now, const Event& event) override;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  [[nodiscard]] std::string name(TaskRef task) const;
  [[nodiscard]] std::string name(const Job& job) const;

  const Scenario& scenario_;
  std::vector<ApplicationId> application_of_;  ///< By job.
  std::string text_;
};

}  // namespace kairos
