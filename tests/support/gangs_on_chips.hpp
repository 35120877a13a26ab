// Gangs on small chips, for tests.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/gang_graph.hpp"

namespace kairos::testing {

inline constexpr auto any_rate = BytesPerSecond(1e9);

/// The element x runs only p, o, a and c; y runs only q, b, d and e; z runs only r and u.
inline ChipBuilder two_sides() {
  return chip()
      .element("x", {{"p", 1_us}, {"o", 5_us}, {"a", 4_us}, {"c", 3_us}})
      .element("y", {{"q", 3_us}, {"b", 7_us}, {"d", 1_us}, {"e", 2_us}})
      .element("z", {{"r", 3_us}, {"u", 2_us}});
}

inline Scenario on_two_sides(const GangGraph& graph) {
  return scenario(two_sides().bandwidth(any_rate).build(), graph.build());
}

/// Checks when a task of job 0 started and finished.
inline void expect_times(const RunResult& result, std::uint32_t task, Duration start,
                         Duration finish) {
  EXPECT_EQ(find_task(result, task).start, Time(start)) << "task " << task;
  EXPECT_EQ(find_task(result, task).finish, Time(finish)) << "task " << task;
}

/// One outage. It lasts for ever if its duration is zero.
inline Choice<FaultModel> outage(Duration at, Duration lasts) {
  Value written = Value::map();
  written.set("at", Value::scalar(format(at)));
  if (lasts > Duration{}) written.set("for", Value::scalar(format(lasts)));
  Choice<FaultModel> model("scripted");
  model.options.set("times", Value::list({written}));
  return model;
}

}  // namespace kairos::testing
