// Tests the options and the complaints of `kairos thermal`.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"
#include "tests/support/words.hpp"

namespace kairos::testing {
namespace {

class ThermalCommand : public FolderFixture {
 protected:
  void SetUp() override {
    FolderFixture::SetUp();
    write("chip.flp", "a 0.001 0.001 0 0\nb 0.001 0.001 0.001 0\n");
    write("chip.ptrace", "b a\n1 0\n0 2\n");
  }
  [[nodiscard]] ProgramResult run(const std::string& more) const {
    return kairos_program("thermal --floorplan " + path("chip.flp") + " --power " +
                          path("chip.ptrace") + " " + more);
  }
};

TEST_F(ThermalCommand, KeepsTheOrderOfThePowerTrace) {
  const ProgramResult result = run("--interval '1 ms' --initial ambient");
  EXPECT_EQ(result.code, 0);
  std::istringstream lines(result.output);
  std::string first;
  std::string second;
  lines >> first >> second;
  EXPECT_EQ(first, "b");
  EXPECT_EQ(second, "a");
  double b = 0;
  double a = 0;
  lines >> b >> a;
  EXPECT_GT(b, a);
  lines >> b >> a;
  EXPECT_GT(a, b);
}

TEST_F(ThermalCommand, GoesOnFromASteadyFile) {
  const std::string steady = path("steady");
  EXPECT_EQ(run("--interval '1 ms' --steady " + steady).code, 0);
  const ProgramResult from_file = run("--interval '1 ms' --initial " + steady);
  const ProgramResult from_steady = run("--interval '1 ms' --initial steady");
  EXPECT_EQ(from_file.code, 0) << from_file.output;
  EXPECT_EQ(from_file.output.substr(0, 12), from_steady.output.substr(0, 12));
}

TEST_F(ThermalCommand, GoesOnFromAFileOfHotspotsOwn) {
  // All nodes start at 330 K, the last twelve under HotSpot's names; the air is at 318.15 K.
  std::string initial = "# HotSpot's own names\n";
  for (const std::string layer : {"", "iface_", "hsp_", "hsink_"}) {
    for (const std::string block : {"a", "b"}) initial += layer + block + "\t330.00\n";
  }
  for (int i = 0; i < 12; ++i) initial += "inode_" + std::to_string(i) + "\t330.00\n";
  write("initial", initial);
  write("chip.ptrace", "a b\n0 0\n");
  const ProgramResult result = run("--interval '1 ps' --initial " + path("initial"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(result.output, "a\tb\n330.000000\t330.000000\n");
  write("initial", initial + "a 331\n");
  EXPECT_EQ(run("--interval '1 ms' --initial " + path("initial")).code, 2);
}

TEST_F(ThermalCommand, ReadsWhatHotspotReads) {
  const std::string rest = "--interval '1 ms' --initial ambient --config " + path("chip.config");
  write("chip.config", "-k_chip 200\n-r_convec 0\n-c_convec 0\n");
  const ProgramResult plain = run(rest);
  EXPECT_EQ(plain.code, 0) << plain.output;
  // Keys may be in any case, and the first of equal keys counts. A value may have a plus sign, and
  // the floorplan may contain wires and materials.
  write("chip.config", "-K_Chip +2e2\n-k_chip 100\n-R_convec 0\n-c_convec 0\n-model_type Block\n");
  write("chip.flp", "a 0.001 0.001 0 0 1e6 0.01\nb +0.001 0.001 0.001 0\n\ta b 0.5 # wires\n");
  EXPECT_EQ(run(rest).output, plain.output);
}

TEST_F(ThermalCommand, TakesHotspotsSiliconByDefault) {
  const std::string rc = path("rc");
  EXPECT_EQ(run("--interval '1 ms' --rc " + rc).code, 0);
  const auto lines = words_of(rc);
  // 0.333 * 1.75 MJ/m3K * 0.15 mm * 1 mm2; sideways 100 W/mK * 0.15 mm * 1 mm / 1 mm.
  EXPECT_NEAR(number(lines.front()[3]), 8.74125e-5, 1e-12);
  const auto sideways = std::ranges::find_if(lines, [](const auto& w) { return w[0] == "edge"; });
  EXPECT_NEAR(number((*sideways)[3]), 0.015, 1e-12);
}

TEST_F(ThermalCommand, RefusesNumbersThatLeadNowhere) {
  EXPECT_EQ(run("--interval '1 ms' --max-cell '1 um'").code, 2);
  for (const std::string factor : {"0", "-1", "nan", "inf"}) {
    const ProgramResult result = run("--interval '1 ms' --capacity-factor " + factor);
    EXPECT_EQ(result.code, 2) << factor;
    EXPECT_LT(result.output.size(), 100) << result.output;
  }
  write("chip.ptrace", "a b\n1e308 1e308\n1e308 1e308\n");
  const ProgramResult result = run("--interval '1 ms' --initial steady");
  EXPECT_EQ(result.code, 2) << result.output;
}

TEST_F(ThermalCommand, RefusesWhatWouldChangeTheModel) {
  const std::string config = "--interval '1 ms' --config " + path("chip.config");
  write("chip.config", "# a comment\n\t-t_chip 0.0001\n-model_type block\n-init_file (null)\n");
  EXPECT_EQ(run(config).code, 0);
  for (const std::string line :
       {"-model_type grid", "-material_chip silicon", "-init_file other.init",
        "-package_model_used 1", "-leakage_mode 1", "-model_secondary 1", "-grid_layer_file x.lcf",
        "-t_chip 0", "-r_convec -1", "-sampling_intvl 1e300", "-s_spreader 0.001", "-t_chip",
        "t_chip 1"}) {
    write("chip.config", line + "\n");
    const ProgramResult result = run(config);
    EXPECT_EQ(result.code, 2) << line;
    EXPECT_NE(result.output.find("chip.config:1:"), std::string::npos) << result.output;
  }
}

/// Two blocks of 1 mm2 are on copper, which is given by numbers and by name. Numbers beside a name
/// do not count.
TEST_F(ThermalCommand, ReadsMaterialsByName) {
  const std::string config = "--interval '1 ms' --config " + path("chip.config");
  write("chip.config", "-k_sink 390\n-p_sink 3.4e6\n-k_chip 120\n-p_chip 1.7e6\n");
  const ProgramResult plain = run(config);
  EXPECT_EQ(plain.code, 0) << plain.output;
  write("some.materials",
        "# name, type, conductivity, heat\ncopper\nsolid\n390 W/mK\n3.4e6\n\n"
        "oil\nfluid\n0.1\n1e6\n1e-3\nsi\nsolid\n120\n1.7e6\n");
  write("chip.config",
        "-k_sink 1\n-material_sink copper\n-material_chip si\n-materials_file some.materials\n");
  EXPECT_EQ(run(config).output, plain.output);
  write("chip.config", "-k_sink 1\n-material_sink copper\n-material_chip si\n");
  EXPECT_EQ(run(config + " --materials " + path("some.materials")).output, plain.output);
  write("chip.config", "-material_sink coper\n-materials_file some.materials\n");
  EXPECT_NE(run(config).output.find("chip.config:1:16: unknown material 'coper'; did you mean"),
            std::string::npos)
      << run(config).output;
  write("some.materials", "copper\nsolid\n390\n");
  EXPECT_NE(run(config).output.find("some.materials:1:1: material 'copper' has no volumetric heat"),
            std::string::npos)
      << run(config).output;
  write("some.materials", "copper\nhard\n390\n1\n");
  EXPECT_NE(run(config).output.find("some.materials:2:1: material 'copper' is of type 'hard'"),
            std::string::npos)
      << run(config).output;
}

/// HotSpot ignores leakage in transients. Its steady state includes it for each block: with T the
/// reported temperature, the power is that of the trace plus 15000 W/m2 exp(0.036 (T - 383.15)).
TEST_F(ThermalCommand, AddsHotspotsLeakageToSteadyStatesOnly) {
  const std::string steady = path("steady");
  const std::string config =
      "--interval '1 ms' --steady " + steady + " --config " + path("chip.config");
  write("chip.config", "-leakage_used 0\n");
  const ProgramResult without = run(config);
  const double cold = number(words_of(steady)[0][2]);
  write("chip.config", "-leakage_used 1\n-leakage_mode 0\n");
  EXPECT_EQ(run(config).output, without.output);
  const auto lines = words_of(steady);
  ASSERT_EQ(lines[0][0], "a");
  const double mean = 1;  // The mean of 0 and 2 W.
  const double kelvin = number(lines[0][2]);
  EXPECT_GT(kelvin, cold);
  EXPECT_NEAR(number(lines[0][1]), mean + 1.5e-2 * std::exp(0.036 * (kelvin - 383.15)), 2e-6);
}

/// Equal sides are the limit of sides that hardly differ: the straight line through the
/// temperatures with gaps of 4 and 8 um passes through the temperature without a gap.
TEST_F(ThermalCommand, TakesADieASpreaderAndASinkOfEqualSides) {
  const auto kelvins = [&](double gap, double sink) {
    write("chip.config", "-r_convec 5\n-s_spreader " + std::to_string(0.002 + gap) + "\n-s_sink " +
                             std::to_string(sink) + "\n");
    write("chip.flp", "a 0.001 0.002 0 0\nb 0.001 0.002 0.001 0\n");
    const std::string out = path("out");
    const ProgramResult result =
        run("--interval '1 ms' --initial steady --out " + out + " --config " + path("chip.config"));
    EXPECT_EQ(result.code, 0) << result.output;
    return number(words_of(out).back()[0]);
  };
  const double plain = 2 * kelvins(4e-6, 0.01) - kelvins(8e-6, 0.01);
  EXPECT_NEAR(kelvins(0, 0.01), plain, 2e-3);
  const double all = 2 * kelvins(4e-6, 0.002 + 8e-6) - kelvins(8e-6, 0.002 + 16e-6);
  EXPECT_NEAR(kelvins(0, 0.002), all, 2e-3);
}

TEST_F(ThermalCommand, ComplainsWithPlaceAndWayOut) {
  write("chip.ptrace", "a c\n1 1\n");
  ProgramResult result = run("--interval '1 ms'");
  EXPECT_EQ(result.code, 2);
  EXPECT_NE(result.output.find("chip.ptrace:1:3: unknown block 'c'"), std::string::npos)
      << result.output;
  write("chip.ptrace", "a b\n1\n");
  EXPECT_EQ(run("--interval '1 ms'").code, 2);
  write("chip.ptrace", "a b\n1 x\n");
  result = run("--interval '1 ms'");
  EXPECT_NE(result.output.find("chip.ptrace:2:3: 'x' is not a number"), std::string::npos)
      << result.output;
  write("chip.ptrace", "a b\n1 1\n");
  EXPECT_EQ(run("").code, 2);  // The sampling interval is missing.
  EXPECT_EQ(run("--interval 5").code, 2);
  write("chip.flp", "a 0.001 0.001 0 0\nb 0.001 0.001 0.0005 0\n");
  EXPECT_EQ(run("--interval '1 ms'").code, 2);
}

}  // namespace
}  // namespace kairos::testing
