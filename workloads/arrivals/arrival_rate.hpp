// The rate of an arrival process, given directly or as a load. A load is relative to the rate that
// the chip can sustain, which is only known when the scenario is built:
//
//   rate of jobs = load * capacity
//
// The capacity is the rate at which policy earliest_finish completes 200 jobs of the stream that
// arrive at once. Example: 200 jobs take 50 ms, so a load of 0.8 is a rate of 3200 jobs per second.
#pragma once

#include <optional>
#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

struct ArrivalRate {
  std::optional<Hertz> rate;
  std::optional<double> load;

  /// Time advances in whole picoseconds, so 1e12 /s is one arrival at every instant.
  void describe(Fields& f, const std::string& meaning) {
    f("rate", rate, meaning + "; or write 'load'")
        .positive()
        .must([](const auto& r) { return !r || *r <= Hertz(1e12); },
              "at most 1e12 /s, one per picosecond");
    f("load", load,
      "rate of jobs / rate at which policy earliest_finish completes 200 jobs of the stream that "
      "arrive at once; or write 'rate'")
        .positive();
  }
  void check(const SourceLocation& where) const {
    if (rate.has_value() != load.has_value()) return;
    throw InputError(where, rate ? "the arrivals have both 'rate' and 'load'; leave one of them out"
                                 : "'rate' is missing; add it: arrivals per unit of time (or write "
                                   "'load', relative to what the chip can sustain)");
  }
  /// The mean time between two arrivals in picoseconds. Throws std::logic_error if the load has not
  /// been replaced by a rate.
  [[nodiscard]] double mean_gap() const {
    if (!rate) throw std::logic_error("the rate of an arrival process is not known");
    return picoseconds_per_second / rate->value();
  }
};

}  // namespace kairos
