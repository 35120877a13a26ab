// Tests `kairos thermal` against HotSpot's results.
#include <map>

#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"
#include "tests/support/words.hpp"

namespace kairos::testing {
namespace {

namespace fs = std::filesystem;

/// HotSpot's first example and HotSpot's results for it, if the reference data are at hand.
class HotspotReference : public FolderFixture {
 protected:
  void SetUp() override {
    if (!fs::exists(reference / "ev6.flp")) {
      GTEST_SKIP() << "needs HotSpot's reference case in " << reference;
    }
    FolderFixture::SetUp();
    const ProgramResult result = kairos_program(
        "thermal --floorplan " + file("ev6.flp") + " --config " + file("ev6.config") + " --power " +
        file("gcc.ptrace") + " --interval '10 ms' --initial ambient --out " + path("t") +
        " --steady " + path("steady") + " --rc " + path("rc"));
    ASSERT_EQ(result.code, 0) << result.output;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (reference / name).string();
  }

  fs::path reference = fs::path(KAIROS_SOURCE_DIR) / "../shared/reference/hotspot";
};

TEST_F(HotspotReference, TheNetworkIsEqual) {
  std::map<std::string, std::vector<double>> ours;
  std::map<std::string, std::vector<double>> theirs;
  const auto read = [](const fs::path& file, auto& into) {
    for (const auto& w : words_of(file)) {
      if (w[0] == "node") into[w[2]] = {number(w[3]), number(w[4])};
      if (w[0] == "edge") into[w[1] + "-" + w[2]] = {number(w[3])};
    }
  };
  read(folder / "rc", ours);
  read(file("block_gcc_from_ambient.rc.txt"), theirs);
  ASSERT_EQ(theirs.size(), 132 + 404);
  ASSERT_EQ(ours.size(), theirs.size());
  for (const auto& [name, values] : theirs) {
    ASSERT_TRUE(ours.contains(name)) << name;
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(ours[name][i], values[i], 1e-9 * values[i]) << name;
    }
  }
}

TEST_F(HotspotReference, TheSteadyStateIsEqual) {
  const auto ours = words_of(folder / "steady");
  const auto theirs = words_of(file("block_gcc_from_ambient.steady.txt"));
  ASSERT_EQ(ours.size(), 132);
  ASSERT_EQ(theirs.size(), 132);
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    EXPECT_EQ(ours[i].front(), theirs[i].front());
    EXPECT_NEAR(number(ours[i].back()), number(theirs[i].back()), 1e-4) << ours[i].front();
  }
}

TEST_F(HotspotReference, TheTransientIsExact) {
  const auto ours = words_of(folder / "t");
  const auto exact = words_of(file("exact_gcc_from_ambient.ttrace.txt"));
  ASSERT_EQ(ours.size(), 101);
  ASSERT_EQ(exact.size(), ours.size());
  for (std::size_t row = 1; row < ours.size(); ++row) {
    ASSERT_EQ(exact[row].size(), ours[row].size() + 1);  // HotSpot's row begins with the time.
    for (std::size_t i = 0; i < ours[row].size(); ++i) {
      EXPECT_NEAR(number(ours[row][i]), number(exact[row][i + 1]), 1e-5) << exact[0][i + 1];
    }
  }
}

}  // namespace
}  // namespace kairos::testing
