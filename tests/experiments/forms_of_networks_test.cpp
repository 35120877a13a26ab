// Lets a policy choose where ONNX networks run on the chip of a phone.
#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using testing::kairos_program;

/// One network in three forms: all on the GPU, convolutions on the NPU, and everything on one core.
/// Two elements rarely run at once, so that plans without contention for memory are right.
std::string experiment(const fs::path& network) {
  return fmt::format(R"(name: network
platform: snapdragon_8_gen3
workload:
  name: network
  applications:
    - name: network
      graph: {}
      transforms: [{{name: quantise, weights: fp16, activations: fp16}}, fuse]
      alternatives:
        gpu: {{runs_on: gpu}}
        npu: {{transforms: [{{name: place, kind: convolution, on: npu}}], runs_on: gpu}}
        cpu: {{runs_on: cpu_prime}}
  streams: [{{arrivals: {{name: trace, times: [0 s]}}}}]
cost: roofline
policies: [heft]
sweep:
  form:
    chosen: {{workload.streams.0.mix: {{network: 1}}}}
    gpu: {{workload.streams.0.mix: {{network/gpu: 1}}}}
    npu: {{workload.streams.0.mix: {{network/npu: 1}}}}
    cpu: {{workload.streams.0.mix: {{network/cpu: 1}}}}
)",
                     network.string());
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) result.push_back(cell);
  return result;
}

class FormsOfNetworks : public testing::FolderFixture {
 protected:
  void SetUp() override {
    FolderFixture::SetUp();
    if (!fs::exists(networks)) GTEST_SKIP() << networks << " is not there";
    if (!fs::exists(fs::path(KAIROS_BINARY).parent_path() / "kairos_onnx.so")) {
      GTEST_SKIP() << "built without libonnx";
    }
  }

  /// The makespan of a network in seconds, by form.
  [[nodiscard]] std::map<std::string, double> makespans(const fs::path& network) const {
    const std::string file = write("network.yaml", experiment(network));
    const auto result = kairos_program("run " + file + " --out " + path("out"));
    EXPECT_EQ(result.code, 0) << result.output;
    std::istringstream runs(read("out/runs.csv"));
    std::string line;
    std::getline(runs, line);
    const auto heading = cells(line);
    const auto at = [&](const std::string& column) {
      return static_cast<std::size_t>(std::ranges::find(heading, column) - heading.begin());
    };
    std::map<std::string, double> seconds;
    while (std::getline(runs, line)) {
      const auto row = cells(line);
      seconds[row.at(at("form"))] = std::stod(row.at(at("makespan_s")));
    }
    fs::remove_all(path("out"));
    return seconds;
  }

  const fs::path networks = KAIROS_SOURCE_DIR "/../shared/reference/onnx";
};

TEST_F(FormsOfNetworks, AreNeverWorseThanTheBestFixedPlacement) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(networks)) {
    if (entry.path().extension() != ".onnx") continue;
    const auto seconds = makespans(entry.path());
    ASSERT_EQ(seconds.size(), 4U) << entry.path();
    for (const auto& [form, makespan] : seconds) {
      EXPECT_LE(seconds.at("chosen"), makespan * (1 + 1e-9)) << entry.path() << ", " << form;
    }
    ++count;
  }
  EXPECT_GE(count, 7U);
}

}  // namespace
}  // namespace kairos
