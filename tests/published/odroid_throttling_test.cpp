// Compares the temperature and the clock of odroid_xu3 with a log of an Odroid-XU4, which has the
// same chip: 4pC7.txt of sbc-bench @53f7951 (BSD-3-Clause). The thermal constants are fitted to the
// rows up to 640 s; the 18 rows from 651 s are held out.
//
// How far the replay is off (the clock is the mean over the second before a row):
//
//   rows         temperature (mean, largest)   clock (mean, largest)
//   52 fitted    0.7 K, 2.1 K                  7 MHz, 144 MHz
//   18 held out  0.8 K, 2.1 K                  36 MHz, 95 MHz
//
// One row of 70 is off by more than 100 MHz: the log reads 1900 MHz at 570 s, 23 s after the
// beginning of the load, where the replay has 1756 MHz. The rows at which a benchmark begins (198,
// 254, 291, 547 s) are no evidence, because the pauses before them are fitted. The held-out rows
// are not untouched: the form of the replayed load was chosen after they had been seen once.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/thermal/chip_temperatures.hpp"
#include "tests/published/experiments.hpp"

namespace kairos {
namespace {

struct Row {
  double at = 0, megahertz = 0, celsius = 0;  ///< `at` is in seconds.
};

/// Records the temperature of the first A15 core and the clock of its cluster.
class Log final : public Probe {
 public:
  void observe(Time now, Event event) override {
    if (const auto* change = event.as<PointChanged>()) {
      if (change->cluster == ClusterId{0}) points_.emplace_back(now.seconds(), change->point);
    } else {
      const auto* chip = event.as<ChipRead>();
      readings_.emplace_back(now.seconds(), chip->temperatures->of(ElementId{0}).celsius());
    }
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<ChipRead, PointChanged>(); }

  /// The temperature at an instant. The chip is not read while nothing happens, so that values in
  /// pauses between benchmarks are interpolated linearly.
  [[nodiscard]] double celsius(double at) const {
    const auto next =
        std::ranges::lower_bound(readings_, at, {}, &std::pair<double, double>::first);
    if (next == readings_.begin()) return next->second;
    if (next == readings_.end()) return readings_.back().second;
    const auto& [before, value] = *std::prev(next);
    return value + (next->second - value) * (at - before) / (next->first - before);
  }
  /// The mean over the second before an instant.
  [[nodiscard]] double megahertz(double at, const Cluster& cluster) const {
    const double from = std::max(0.0, at - 1);
    double cycles = 0, since = from;
    std::size_t point = cluster.points.size() - 1;
    for (const auto& [when, next] : points_) {
      if (when >= at) break;
      if (when > from) {
        cycles += cluster.points[point].frequency.value() * (when - since);
        since = when;
      }
      point = next;
    }
    const Hertz last = cluster.points[point].frequency;
    if (at <= from) return last.value() / 1e6;
    return (cycles + last.value() * (at - since)) / (at - from) / 1e6;
  }

 private:
  std::vector<std::pair<double, double>> readings_;
  std::vector<std::pair<double, std::size_t>> points_;
};

class OdroidThrottling : public ::testing::Test {
 protected:
  static RunConfig config() {
    const auto file =
        std::filesystem::path(KAIROS_SOURCE_DIR) / "experiments/silicon/odroid_xu4_throttling.yaml";
    return expand(load_experiment(file.string(), {})).runs.front();
  }
  OdroidThrottling() : scenario(replayed.scenario()) { run(replayed, {&log}); }

  struct Error {
    std::size_t rows = 0, clocks_far_off = 0;  ///< Far off: by more than 100 MHz.
    double celsius_mean = 0, celsius_largest = 0, megahertz_mean = 0, megahertz_largest = 0;
  };
  [[nodiscard]] Error compare(const std::vector<Row>& rows) const {
    Error error;
    error.rows = rows.size();
    const Cluster& cluster = scenario->platform.clusters[ClusterId{0}];
    for (const Row& row : rows) {
      const double celsius = std::abs(log.celsius(row.at) - row.celsius);
      const double megahertz = std::abs(log.megahertz(row.at, cluster) - row.megahertz);
      error.celsius_mean += celsius / static_cast<double>(rows.size());
      error.megahertz_mean += megahertz / static_cast<double>(rows.size());
      error.celsius_largest = std::max(error.celsius_largest, celsius);
      error.megahertz_largest = std::max(error.megahertz_largest, megahertz);
      if (megahertz > 100) ++error.clocks_far_off;
    }
    return error;
  }

  RunConfig replayed = config();
  std::shared_ptr<const Scenario> scenario;
  Log log;
};

/// Rows of every benchmark, half of them held out.
TEST_F(OdroidThrottling, AFewRowsOfTheLogAreMet) {
  const Error error = compare({{121, 2000, 49},
                               {210, 2000, 35},
                               {241, 2000, 43},
                               {395, 2000, 35},
                               {526, 2000, 54},
                               {606, 1700, 76},
                               {663, 1700, 75},
                               {686, 1600, 75},
                               {709, 1700, 76},
                               {743, 1700, 76},
                               {790, 1700, 76},
                               {813, 1600, 75},
                               {846, 1700, 77}});
  EXPECT_LT(error.celsius_largest, 3);
  EXPECT_LT(error.megahertz_largest, 100);
}

TEST_F(OdroidThrottling, TheWholeLogIsMetButForOneClock) {
  const auto file = std::filesystem::path(KAIROS_SOURCE_DIR) /
                    "../shared/reference/silicon/sbc_bench_thermal.csv";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "../shared/reference/silicon is not there";
  std::vector<Row> fitted, held_out;
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
    if (cells.size() < 9 || cells[0] != "4pC7.txt" || cells[2].empty()) continue;
    const Row row{std::stod(cells[3]), std::stod(cells[5]), std::stod(cells[8])};
    (row.at <= 640 ? fitted : held_out).push_back(row);
  }
  ASSERT_EQ(fitted.size(), 52U);
  ASSERT_EQ(held_out.size(), 18U);
  const Error of_fit = compare(fitted), of_rest = compare(held_out);
  EXPECT_LT(of_fit.celsius_largest, 3);
  EXPECT_LT(of_fit.celsius_mean, 1);
  EXPECT_EQ(of_fit.clocks_far_off, 1U);
  EXPECT_LT(of_fit.megahertz_largest, 150);
  EXPECT_LT(of_rest.celsius_largest, 3);
  EXPECT_LT(of_rest.celsius_mean, 1);
  EXPECT_EQ(of_rest.clocks_far_off, 0U);
  EXPECT_LT(of_rest.megahertz_mean, 50);
}

}  // namespace
}  // namespace kairos
