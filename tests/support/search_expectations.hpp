// What tests expect of every search for a plan.
#pragma once

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"

namespace kairos::testing {

/// Expects that a policy never makes a schedule longer than HEFT's, and makes it at least 8 %
/// shorter on average over some random instances.
inline void expect_shortens_heft(const std::string& policy, std::uint64_t instances) {
  double sum = 0;
  for (std::uint64_t seed = 0; seed < instances; ++seed) {
    const StaticInstance instance = random_instance(seed, 30, 4, seed % 2 == 0 ? 0.5 : 2);
    const Time heft = run_with(instance.scenario(), "heft").end;
    const Time found = run_with(instance.scenario(), policy).end;
    EXPECT_LE(found, heft) << "seed " << seed;
    sum += found.seconds() / heft.seconds();
  }
  EXPECT_LT(sum / static_cast<double>(instances), 0.92);
}

/// Expects that a search uses most of its time limit, and ends soon after it.
template <class Search>
void expect_keeps_to(Duration time_limit, const Search& search) {
  const auto begin = std::chrono::steady_clock::now();
  search();
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(passed.count(), 0.9 * time_limit.seconds());
  EXPECT_LT(passed.count(), 5);
}

}  // namespace kairos::testing
