// Draws a metric of an experiment as a standalone SVG: over a swept key, or by policy.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// Draws one line per policy over the first swept key, with means and 95 % confidence intervals
/// over seeds (Student's t).
///
/// If all values of the key are numbers of one unit, they have their positions on the axis;
/// otherwise they appear in order. Other swept keys keep the values of the first record. Policies
/// are slightly offset from each other. Without a swept key there is one bar per policy. The value
/// axis is logarithmic if the means span more than a factor of 20. Equal records give equal bytes.
/// A metric that is not among the `known` ones has no unit.
std::string sweep_plot_svg(std::span<const RunRecord> records, const std::string& metric_name,
                           const std::string& title,
                           const std::vector<MetricInfo>& known = all_metric_infos());

}  // namespace kairos
