// Fits constants of platforms to rows whose best constants are known.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/files/yaml.hpp"
#include "experiments/fit/free_constant.hpp"
#include "experiments/fit/measured_row.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Not;

/// Two cores whose true constants are 250 pF and 40 mW.
constexpr auto two_cores = R"(# A comment that stays.
name: chip
clusters:
  - {name: big, kind: cpu, count: 2, kernels: {k: 1 ms}, throughput: {conv: 1 Top/s},
     points: [{frequency: 1 GHz, voltage: 800 mV}, {frequency: 2 GHz, voltage: 1 V}],
     power: {capacitance: 300 pF, idle: 10 mW}}   # to be fitted
paths: [{from: all, to: all, bandwidth: 1 GB/s}]
)";

/// With n busy cores: n * 250 pF * V^2 f + (2 - n) * 40 mW.
constexpr auto powers = R"(cluster,frequency,busy,quantity,value,held_out
big,1 GHz,1,power_w,0.2,
big,2 GHz,1,power_mw,540,no
big,,2,power,1 W,
big,1 GHz,2,power_w,0.32,yes
)";

class Fit : public testing::FolderFixture {
 protected:
  nlohmann::json fitted(const std::string& platform, const std::string& rows,
                        const std::string& options) const {
    const auto result = run(platform, rows, options + " --format json");
    EXPECT_EQ(result.code, 0) << result.output;
    return nlohmann::json::parse(result.output);
  }
  testing::ProgramResult run(const std::string& platform, const std::string& rows,
                             const std::string& options) const {
    write("p.yaml", platform);
    write("rows.csv", rows);
    return kairos_program("fit " + path("p.yaml") + " --to " + path("rows.csv") + " " + options);
  }
  void expect_refusal(const std::string& rows, const std::string& options,
                      const std::string& part) const {
    const auto result = run(two_cores, rows, options);
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, HasSubstr(part));
  }
};

/// Before, the fitted rows are 202 mW (1 % too much), 610 mW (13 %) and 1.2 W (20 %), and the row
/// that is held out is 384 mW instead of 320 mW.
TEST_F(Fit, RecoversConstantsOfSyntheticPowers) {
  const auto result =
      fitted(two_cores, powers, "--free clusters.big.power.capacitance,clusters.0.power.idle");
  const auto& capacitance = result["constants"]["clusters.big.power.capacitance"];
  EXPECT_NEAR(capacitance["before"].get<double>(), 300e-12, 1e-18);
  EXPECT_NEAR(capacitance["after"].get<double>() / 250e-12, 1, 1e-6);
  EXPECT_NEAR(result["constants"]["clusters.0.power.idle"]["after"].get<double>() / 0.04, 1, 1e-6);
  EXPECT_EQ(result["fitted"]["rows"], 3);
  EXPECT_NEAR(result["fitted"]["error_before"].get<double>(), (0.01 + 0.07 / 0.54 + 0.2) / 3, 1e-9);
  EXPECT_NEAR(result["fitted"]["largest_before"].get<double>(), 0.2, 1e-9);
  EXPECT_LT(result["fitted"]["error_after"].get<double>(), 1e-6);
  EXPECT_EQ(result["held_out"]["rows"], 1);
  EXPECT_NEAR(result["held_out"]["error_before"].get<double>(), 0.2, 1e-9);
  EXPECT_LT(result["held_out"]["error_after"].get<double>(), 1e-6);
}

/// A capacitance that is scaled by s gives s * 1 W for 0.9 W and s * 4 W for 3.4 W. The sum of the
/// squares of a s - 1 and b s - 1, with a = 1 / 0.9 and b = 4 / 3.4, is least at
/// s = (a + b) / (a^2 + b^2) = 0.87357. The row that is held out becomes 2 s W instead of 2 W.
TEST_F(Fit, ComputesTheErrorOfRowsThatAreHeldOut) {
  const auto result = fitted(
      "{name: p, clusters: [{name: c, kind: cpu, points: [{frequency: 1 GHz}, {frequency: 2 "
      "GHz},\n {frequency: 4 GHz}], power: {capacitance: 1 nF}, kernels: {k: 1 ms}}]}",
      "cluster,mhz,quantity,value\nc,1000,power_w,0.9\nc,4000,power_w,3.4\nc,2000,power_w,2\n",
      "--free clusters.c.power.capacitance --hold-out 0.34");
  const double a = 1 / 0.9, b = 4 / 3.4, s = (a + b) / (a * a + b * b);
  EXPECT_EQ(result["held_out"]["rows"], 1);
  EXPECT_NEAR(result["constants"]["clusters.c.power.capacitance"]["after"].get<double>() / 1e-9, s,
              1e-6);
  EXPECT_NEAR(result["fitted"]["error_after"].get<double>(),
              (std::abs(a * s - 1) + std::abs(b * s - 1)) / 2, 1e-6);
  EXPECT_NEAR(result["held_out"]["error_after"].get<double>(), 1 - s, 1e-6);
}

/// 2 Gop at 1 Top/s take 2 ms; 4 ms were measured at 2 GHz, and 8 ms at half the clock.
TEST_F(Fit, FitsTimesOfKernels) {
  const auto result =
      fitted(two_cores,
             "cluster,frequency,kernel,work,quantity,value\nbig,,conv,2 Gop,time_ms,4\n"
             "big,1 GHz,conv,2e9,time_us,8000\n",
             "--free clusters.big.throughput.conv");
  EXPECT_NEAR(result["constants"]["clusters.big.throughput.conv"]["after"].get<double>() / 5e11, 1,
              1e-6);
  EXPECT_NEAR(result["fitted"]["error_before"].get<double>(), 0.5, 1e-9);
}

/// A chain of two tasks of 1 ms each has a latency of 2 ms; 3 ms were measured, and 6 ms at half
/// the clock.
TEST_F(Fit, FitsLatenciesOfWorkloads) {
  write("w.yaml",
        "{name: w, applications: [{name: a, tasks: [{name: x, kernel: k},\n"
        "  {name: y, kernel: k, after: [x]}]}], streams: [{arrivals: {name: trace, times: [0 "
        "s]}}]}");
  const auto result = fitted(two_cores,
                             "workload,policy,cluster,frequency,application,quantity,value\n"
                             "w.yaml,,,,,latency_ms,3\n"
                             "w.yaml,first_come,big,1 GHz,a,latency_max_s,0.006\n",
                             "--free clusters.big.kernels.k");
  EXPECT_NEAR(result["constants"]["clusters.big.kernels.k"]["after"].get<double>() / 1.5e-3, 1,
              1e-6);
}

/// The file keeps its form; only the numbers change.
TEST_F(Fit, WritesThePlatformWithItsConstants) {
  const auto result = run(two_cores, powers,
                          "--free clusters.big.power.capacitance --free clusters.big.power.idle "
                          "-o " +
                              path("fitted.yaml"));
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("clusters.big.power.capacitance"), HasSubstr("300 pF"),
                                   HasSubstr("250 pF"), HasSubstr("40 mW"), HasSubstr("held out")));
  const std::string text = read("fitted.yaml");
  EXPECT_THAT(text, AllOf(HasSubstr("# A comment that stays."), HasSubstr("}}   # to be fitted"),
                          HasSubstr("from 11.32 %"), Not(HasSubstr("300 pF"))));
  const auto again = kairos_program("fit " + path("fitted.yaml") + " --to " + path("rows.csv") +
                                    " --free clusters.big.power.idle --format json");
  ASSERT_EQ(again.code, 0) << again.output;
  EXPECT_LT(nlohmann::json::parse(again.output)["fitted"]["error_before"].get<double>(), 1e-6);
  const std::string rows = write("gpu.csv", "cluster,busy,quantity,value\ngpu,0,power_w,0.15\n");
  const auto library = kairos_program("fit odroid_xu3 --free clusters.gpu.power.idle --to " + rows +
                                      " -o " + path("odroid.yaml"));
  EXPECT_EQ(library.code, 0) << library.output;
  EXPECT_EQ(kairos_program("check " + path("odroid.yaml")).code, 0);
}

/// Rows 1 and 3 of four are held out by half.
TEST_F(Fit, HoldsOutAShareOfTheRowsEvenly) {
  const std::string row = "c,power_w,1\n";
  auto rows =
      read_measured_rows({write("r.csv", "cluster,quantity,value\n" + row + row + row + row), {}});
  hold_out(rows, 0.5);
  std::vector<bool> held_out;
  held_out.reserve(rows.size());
  for (const MeasuredRow& one : rows) held_out.push_back(one.is_held_out);
  EXPECT_THAT(held_out, ElementsAre(false, true, false, true));
  EXPECT_THROW(hold_out(rows, 0.5), InputError);
}

TEST_F(Fit, ConstantsStayWithinTheirBounds) {
  const Value platform = read_yaml_text(two_cores, "p.yaml");
  const FreeConstant capacitance("clusters.big.power.capacitance", platform);
  EXPECT_DOUBLE_EQ(capacitance.at(1.1), 363e-12);
  EXPECT_EQ(capacitance.at(0), 0);
  EXPECT_EQ(capacitance.text(250e-12), "250 pF");
  const Value mode = read_yaml_text(
      "{clusters: [{name: a}], modes: {half: {clusters: {a: {units: 0.5}}}}}", "p.yaml");
  const FreeConstant units("modes.half.clusters.a.units", mode);
  EXPECT_NEAR(units.at(units.first_variable()), 0.5, 1e-12);
  EXPECT_GE(units.at(0), 0.001);
  EXPECT_LE(units.at(1.6), 1);
}

TEST_F(Fit, RefusesKeysThatCannotBeFitted) {
  const auto refused = [&](const std::string& key, const std::string& part) {
    expect_refusal(powers, "--free " + key, part);
  };
  refused("clusters.big.power.capacitanc", "unknown key 'capacitanc'; did you mean 'capacitance'?");
  refused("clusters.bigg.power.idle", "unknown item 'bigg'; did you mean 'big'?");
  refused("clusters.big.kernels.j", "unknown item 'j'");
  refused("clusters.big.kind", "p.yaml:4:23: --free clusters.big.kind: 'cpu' is not a number");
  refused("clusters.big.count", "the value is a whole number");
  refused("clusters.big.power.off", "the platform does not set 'off'; begin with --set");
  refused("clusters.big.power.off --set clusters.big.power.off='0 W'", "its lower bound");
  refused("clusters.big.kernels.k",
          "'clusters.big.kernels.k' has no influence on any fitted row; leave it out of --free");
  refused("clusters.big.power.idle,clusters.big.power.idle", "named twice");
  refused("clusters.big.power.idle.x", "leave out 'x'");
}

TEST_F(Fit, RefusesTablesThatDoNotFit) {
  const std::string free = "--free clusters.big.power.capacitance";
  const std::string head = "cluster,busy,quantity,value\n";
  expect_refusal("cluster,quantity,valu\nbig,power_w,1\n", free, "did you mean 'value'?");
  expect_refusal(head + "big,1,power_w,much\n", free, "rows.csv:2:15: 'much' is not a number");
  expect_refusal(head + "big,1,power_x,1\n", free, "unknown quantity 'power_x'");
  expect_refusal(head + "big,1,power_w,0\n", free, "is not more than zero");
  expect_refusal(head + "big,3,power_w,1\n", free, "rows.csv:2:1: 'busy' is 3");
  expect_refusal(head + "bih,1,power_w,1\n", free, "did you mean 'big'?");
  expect_refusal(head + "big,1,time_ms,1\n", free, "'kernel' is missing for the quantity");
  expect_refusal(head + "big,1,power_w,1\n", free + ",clusters.big.power.idle",
                 "the table has 1 row to fit 2 constants to");
  expect_refusal("cluster,frequency,quantity,value\nbig,3 GHz,power_w,1\n", free,
                 "has no operating point at 3 GHz; it has '1 GHz' or '2 GHz'");
  expect_refusal(std::string(powers), free + " --hold-out 0.5", "holds out rows already");
  expect_refusal(head + "big,2,power_w,1\nbig,2,power_mw,900\n",
                 free + ",clusters.big.points.1.voltage", "cannot tell");
}

}  // namespace
}  // namespace kairos
