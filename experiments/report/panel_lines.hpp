// Reduces the course of a value to what fits into a panel of a picture, and writes it as SVG paths.
#pragma once

#include <string>
#include <vector>

#include "experiments/report/plot_axis.hpp"
#include "sim/metrics/step_log.hpp"

namespace kairos {

/// Where panels go: pixels, and the time that they span.
struct PanelFrame {
  double left = 0, right = 0, top = 0;
  Time begin, end;
};

struct Line {
  std::string colour;
  const std::vector<Sample>* samples = nullptr;
  /// Samples are points that a line joins, values until the next sample, or means until then.
  enum class Kind { points, values, means } kind = Kind::points;
  double unit = 1;  ///< Samples are divided by it.
};

/// The pixel of an instant.
double x_of(const PanelFrame& frame, Time at);

/// What the frame shows: at most two samples for every pixel, in the unit of the line.
std::vector<Sample> visible(const Line& line, const PanelFrame& frame);

/// The line through visible samples. Extremes are strokes across it, unless a band shows them.
std::string path_of(const Line& line, bool has_band, const std::vector<Sample>& samples,
                    const PanelFrame& frame, const Axis& axis);

/// The outline of the area between the lowest and the highest values.
std::string band_of(const std::vector<Sample>& samples, const PanelFrame& frame, const Axis& axis);

}  // namespace kairos
