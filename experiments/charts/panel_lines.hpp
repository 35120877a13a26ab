// Reduces values over time to the resolution of a panel, and writes them as SVG paths.
#pragma once

#include <string>
#include <vector>

#include "experiments/charts/plot_axis.hpp"
#include "sim/metrics/step_log.hpp"

namespace kairos {

/// Position of the panels in pixels, and their period of time.
struct PanelFrame {
  double left = 0, right = 0, top = 0;
  Time begin, end;
};

struct Line {
  std::string colour;
  const std::vector<Sample>* samples = nullptr;
  /// Samples are either points joined by a line, values that hold until the next sample, or means
  /// over the time until the next sample.
  enum class Kind { points, values, means } kind = Kind::points;
  double unit = 1;  ///< Samples are divided by this unit.
};

/// The horizontal position of an instant, in pixels.
double x_of(const PanelFrame& frame, Time at);

/// The visible samples, at most two per pixel, in the unit of the line.
std::vector<Sample> visible(const Line& line, const PanelFrame& frame);

/// The SVG path through visible samples. Extremes are strokes across it, unless a band shows them.
std::string path_of(const Line& line, bool has_band, const std::vector<Sample>& samples,
                    const PanelFrame& frame, const PlotAxis& axis);

/// The outline of the area between the lowest and the highest values.
std::string band_of(const std::vector<Sample>& samples, const PanelFrame& frame,
                    const PlotAxis& axis);

}  // namespace kairos
