// Draws a metric of an experiment: against what was swept, or policy by policy. A standalone SVG.
#pragma once

#include <span>
#include <string>

#include "experiments/run_record.hpp"

namespace kairos {

/// A line per policy over the first swept key, with means and 95 % confidence intervals over seeds
/// (Student's t). Where all values of the key are numbers of one unit they have their place on the
/// axis, otherwise they stand in order of appearance. Other swept keys keep the values they have in
/// the first record. Policies stand a little to the side of each other. Without a swept key: a bar
/// per policy. The value axis is logarithmic where means span more than a factor of 20. Equal
/// records give equal bytes.
std::string sweep_plot_svg(std::span<const RunRecord> records, const std::string& metric_name,
                           const std::string& title);

}  // namespace kairos
