// Lowers the power of elements whose tasks wait for memory.
//
// The backend knows at which share u of its computing speed a task progresses (Backend::pace): 1 if
// only computing limits it, less if it waits for the links and memories that it crosses. In each
// interval in which u is constant, a task computes for the share u of the time and waits for the
// rest:
//
//   power of a busy element = u * dynamic + (1 - u) * max(stalled * dynamic, idle)
//                             + its share of the cluster's awake power + leakage
//
// If an element runs several tasks, u is their mean. Over a whole task with computing time c and
// memory time m, which takes max(c, m), it waits for max(0, m - c), whatever happens in between.
//
// Example: 2 Gop at 1 Top/s with 100 MB at 40 GB/s compute for 2 ms and take 2.5 ms, so u = 0.8. An
// element of 5 W with `stalled: 0.4` draws 0.8 * 5 + 0.2 * 2 = 4.4 W for 2.5 ms: 11 mJ, which are 2
// ms at 5 W and 0.5 ms at 2 W. If two such tasks share the 40 GB/s, each takes 5 ms: 2 ms at 5 W
// and 3 ms at 2 W are 16 mJ.
// How far to trust it: energies are exact sums of these powers, also if contention or the clock
// changes while a task runs. That one constant describes all waiting is an assumption; it depends
// on how deeply an element gates its clocks, and no measurement of a waiting element was available.
// A measured time contains waiting that Kairos does not know: such a task (`cost: measured` with
// `traffic`) waits only for what contention adds to its time. HeteroInfer (arXiv 2501.14794)
// measured that an LLM takes less energy on GPU and NPU together than on the GPU alone. When
// decoding, the model has this sign only if `stalled` is below 0.19
// (tests/published/power_test.cpp).
#pragma once

#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Stalls {
 public:
  explicit Stalls(const EngineContext& context);

  /// False if all elements draw their whole power while their tasks wait.
  [[nodiscard]] bool is_on() const { return !elements_.empty(); }
  /// Brings the powers of all elements up to date. Must be called when everything that happens at
  /// an instant has happened, before time advances.
  void update();

 private:
  struct Element {
    ElementId id{};
    Watts saved;  ///< Power that is taken away from the element at present.
  };

  [[nodiscard]] Watts saved_on(ElementId element) const;

  EngineContext context_;
  std::vector<Element> elements_;  ///< Elements that draw less while their tasks wait.
};

}  // namespace kairos
