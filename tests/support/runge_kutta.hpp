// The classical Runge-Kutta method, for tests that compare a solution with a fine integration.
#pragma once

#include <array>
#include <cstddef>

namespace kairos::testing {

/// The state after one step, and the estimate of the slope there that the step has used.
template <std::size_t n>
struct RungeKuttaStep {
  std::array<double, n> state{}, end_slope{};
};

/// Advances a state by h. `slope` gives the derivative of a state.
template <std::size_t n, class Slope>
RungeKuttaStep<n> runge_kutta(const std::array<double, n>& from, double h, const Slope& slope) {
  using State = std::array<double, n>;
  const auto moved = [&](const State& along, double by) {
    State to = from;
    for (std::size_t i = 0; i < n; ++i) to[i] += along[i] * by;
    return to;
  };
  const State k1 = slope(from);
  const State k2 = slope(moved(k1, h / 2));
  const State k3 = slope(moved(k2, h / 2));
  const State k4 = slope(moved(k3, h));
  State to = from;
  for (std::size_t i = 0; i < n; ++i) to[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  return {to, k4};
}

}  // namespace kairos::testing
