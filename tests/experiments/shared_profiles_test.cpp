// Imports the tables of ../shared/reference/silicon, with counts and values as they stand in them.
#include "tests/support/profiles.hpp"

namespace kairos {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using namespace literals;

namespace fs = std::filesystem;

const fs::path shared = KAIROS_SOURCE_DIR "/../shared/reference/silicon";

class SharedProfiles : public testing::ProfileFixture {};

TEST_F(SharedProfiles, TensorRtLayersAreComplete) {
  const fs::path file = shared / "haxconn_googlenet_layers.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const Platform whole = imported(file, "--format tensorrt").build();
  ASSERT_EQ(whole.clusters.size(), 2U);
  EXPECT_EQ(table_of(whole, 0).size() + table_of(whole, 1).size(), 939U);
  const Platform one =
      imported(file, "--format tensorrt --only engine=googlenet_gpu_mark_at_24").build();
  EXPECT_EQ(table_of(one, 0).size(), 87U);
}

TEST_F(SharedProfiles, LatenciesOfAiHubAreComplete) {
  const fs::path file = shared / "qaihub_latency.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const Platform whole = imported(file, "--format aihub").build();
  EXPECT_EQ(table_of(whole, 0).size(), 72U);
  EXPECT_EQ(table_of(whole, 0).at("resnet50@w8a8@tflite").times[0].picoseconds, 576e6);
  const auto tflite = imported(file, "--format aihub --only runtime=tflite --only precision=float");
  EXPECT_EQ(tflite.clusters[0].kernels.size(), 11U);
  EXPECT_EQ(tflite.clusters[0].kernels.at("resnet50"), 1600_us);
}

TEST_F(SharedProfiles, TimesOfVllmAreComplete) {
  const fs::path file = shared / "vllm_kernels_us.csv";
  const fs::path attention = shared / "vllm_attention_us_RTX4090.csv";
  if (!fs::exists(file) || !fs::exists(attention)) GTEST_SKIP() << shared << " is not there";
  const Platform gpu = imported(file, "--format vllm --chip RTX4090").build();
  ASSERT_EQ(table_of(gpu, 0).size(), 11U);
  const KernelTimes& qkv = table_of(gpu, 0).at("qkv_proj");
  EXPECT_EQ(qkv.times.size(), 152U);
  EXPECT_EQ(interpolate(qkv.times, {2048})->picoseconds, 631'069'000);
  const Platform other = imported(attention, "--format vllm").build();
  EXPECT_EQ(table_of(other, 0).at("attention").times.size(), 8643U);
  EXPECT_EQ(interpolate(table_of(other, 0).at("attention").times, {16, 0, 1, 0})->picoseconds,
            9'310'670);
}

TEST_F(SharedProfiles, LatenciesOfSynapAreComplete) {
  const fs::path file = shared / "synaptics_cpu_gpu_npu_ms.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const Platform chip = imported(file, "--format synap").build();
  ASSERT_EQ(chip.clusters.size(), 3U);
  std::map<std::string, std::size_t> sizes;
  for (const Cluster& cluster : chip.clusters) sizes[cluster.name] = cluster.kernel_times->size();
  EXPECT_THAT(sizes, ElementsAre(Pair("cpu", 59), Pair("gpu", 24), Pair("npu", 49)));
  EXPECT_EQ(table_of(chip, 0).at("unet_quant@aibench4").times[0].picoseconds, 265.51e9);
}

TEST_F(SharedProfiles, ClocksOfFreqBenchAreComplete) {
  const fs::path file = shared / "freqbench.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  for (const char* chip : {"exynos9611", "gs101", "msm8996", "sdm660", "sdm845", "sm7150"}) {
    imported(file, std::string("--format freqbench --chip ") + chip);
  }
  imported(file, "--format freqbench --chip t8103 --only run=asahi-cpufreq");
  const auto config = imported(file, "--format freqbench --chip sm8150");
  ASSERT_EQ(config.clusters.size(), 3U);
  const auto& four = config.clusters[1];
  EXPECT_EQ(four.name, "cpu4");
  EXPECT_EQ(four.points.size(), 17U);
  EXPECT_NEAR(four.throughput.at("coremark").value(), 18835.229413, 1e-6);
  const Platform chip = config.build();
  EXPECT_NEAR(chip.clusters[ClusterId{1}].points.back().power[1].busy.value(), 0.845231, 1e-6);
}

}  // namespace
}  // namespace kairos
