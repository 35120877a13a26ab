#include "experiments/charts/panel_lines.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace kairos {

double x_of(const PanelFrame& frame, Time at) {
  if (frame.end <= frame.begin) return frame.left;
  const double share = (at - frame.begin).seconds() / (frame.end - frame.begin).seconds();
  return frame.left + (frame.right - frame.left) * std::clamp(share, 0.0, 1.0);
}

namespace {

/// The mean over the time of samples `first` to `next`, within the frame.
Sample mean_of(std::span<const Sample> samples, std::size_t first, std::size_t next,
               const PanelFrame& frame) {
  const Time from = std::max(samples[first].at, frame.begin);
  double sum = 0;
  Time until = from;
  for (std::size_t i = first; i < next && i + 1 < samples.size(); ++i) {
    sum += samples[i].value * (samples[i + 1].at - until).seconds();
    until = samples[i + 1].at;
  }
  return {from, until > from ? sum / (until - from).seconds() : samples[first].value};
}

/// The samples that affect the frame: from the one valid at its beginning to the first after its
/// end.
std::span<const Sample> inside(std::span<const Sample> samples, const PanelFrame& frame) {
  auto first = std::ranges::upper_bound(samples, frame.begin, {}, &Sample::at);
  const auto last = std::ranges::upper_bound(samples, frame.end, {}, &Sample::at);
  if (first != samples.begin()) --first;
  return {first, last == samples.end() ? last : last + 1};
}

/// The first value of samples that share a pixel, with the extremes of all of them.
Sample joined(std::span<const Sample> samples) {
  Sample whole = samples.front();
  for (const Sample& sample : samples) {
    whole.low = std::min(whole.low, sample.low);
    whole.high = std::max(whole.high, sample.high);
  }
  return whole;
}

/// A stroke between the extremes of a sample, if they are more than a pixel apart.
std::string range_of(const Sample& sample, const PlotAxis& axis, bool is_step) {
  const double low = axis.at(sample.low);
  const double high = axis.at(sample.high);
  if (std::abs(low - high) <= 1) return "";
  return fmt::format("V{:.1f}V{:.1f}{}", low, high,
                     is_step ? fmt::format("V{:.1f}", axis.at(sample.value)) : "");
}

}  // namespace

std::vector<Sample> visible(const Line& line, const PanelFrame& frame) {
  const std::span<const Sample> samples = inside(*line.samples, frame);
  std::vector<Sample> kept;
  for (std::size_t first = 0, next = 0; first < samples.size(); first = next) {
    const double pixel = std::floor(x_of(frame, samples[first].at));
    while (next < samples.size() && std::floor(x_of(frame, samples[next].at)) == pixel) ++next;
    if (line.kind != Line::Kind::means) {
      kept.push_back(joined(samples.subspan(first, next - first)));
      if (next - first > 1) kept.push_back(samples[next - 1]);
    } else if (samples[first].at < frame.end || kept.empty()) {
      kept.push_back(mean_of(samples, first, next, frame));
    }
  }
  for (Sample& sample : kept) {
    sample = Sample(sample.at, sample.value / line.unit, sample.low / line.unit,
                    sample.high / line.unit);
  }
  return kept;
}

std::string path_of(const Line& line, bool has_band, const std::vector<Sample>& samples,
                    const PanelFrame& frame, const PlotAxis& axis) {
  std::string path, before;
  const bool is_step = line.kind != Line::Kind::points;
  for (const Sample& sample : samples) {
    const double x = x_of(frame, sample.at);
    std::string y = fmt::format("{:.1f}", axis.at(sample.value));
    const std::string range = has_band ? "" : range_of(sample, axis, is_step);
    if (path.empty()) {
      path = fmt::format("M{:.1f} {}", x, y);
    } else if (!is_step) {
      path += fmt::format("L{:.1f} {}", x, y);
    } else if (y != before || !range.empty()) {
      path += fmt::format("H{:.1f}V{}", x, y);
    }
    path += range;
    before = std::move(y);
  }
  if (is_step) path += fmt::format("H{:.1f}", frame.right);
  return path;
}

std::string band_of(const std::vector<Sample>& samples, const PanelFrame& frame,
                    const PlotAxis& axis) {
  std::string path, back;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    const Sample& returning = samples[samples.size() - 1 - i];
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? 'M' : 'L', x_of(frame, sample.at),
                        axis.at(sample.high));
    back += fmt::format("L{:.1f} {:.1f}", x_of(frame, returning.at), axis.at(returning.low));
  }
  return path + back + 'Z';
}

}  // namespace kairos
