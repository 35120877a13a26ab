#include "tests/benchmarks/thermal_bench.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>

#include "platforms/thermal/block_model.hpp"
#include "sim/thermal/thermal_model.hpp"
#include "tests/benchmarks/stopwatch.hpp"

namespace kairos {

double thermal_event_seconds(bool reads_all) {
  Floorplan plan;
  constexpr std::size_t blocks = 8;
  for (std::size_t i = 0; i < blocks; ++i) {
    plan.blocks.push_back({"b" + std::to_string(i),
                           Metres(2e-3),
                           Metres(4e-3),
                           Metres(2e-3 * static_cast<double>(i)),
                           {},
                           {}});
  }
  ThermalState state(std::make_shared<ThermalModel>(block_model(plan, Package{})));
  constexpr std::size_t events = 200'000;
  constexpr int repetitions = 7;
  double best = 1e9;
  double sum = 0;
  for (int i = 0; i < repetitions; ++i) {
    best = std::min(best, seconds_of([&] {
                      for (std::size_t e = 0; e < events; ++e) {
                        state.advance(Seconds(1e-5 * static_cast<double>(1 + e % 13)));
                        state.set_power(e % blocks, Watts(static_cast<double>(e % 7)));
                        if (!reads_all) continue;
                        for (std::size_t b = 0; b < blocks; ++b) sum += state.rise(b).value();
                      }
                    }));
  }
  if (!std::isfinite(sum)) throw std::logic_error("temperatures are not finite");
  return best / static_cast<double>(events);
}

}  // namespace kairos
