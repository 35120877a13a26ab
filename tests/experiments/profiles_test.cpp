// Imports tables of measurements as a user would, and reads the platforms that they become.
#include "tests/support/profiles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"

namespace kairos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Pair;
using namespace literals;

namespace fs = std::filesystem;

const fs::path examples = KAIROS_SOURCE_DIR "/tests/import_files";

Duration nanoseconds(std::int64_t count) {
  return Duration::picoseconds(1000 * count);
}

class Profiles : public testing::ProfileFixture {};

/// The mean of pool1 is 2.6 ms / 100 runs.
TEST_F(Profiles, TensorRtLayersBecomeKernels) {
  const auto config = imported(examples / "layers.tensorrt.json", "--format tensorrt");
  EXPECT_EQ(config.name, "layers_tensorrt");
  ASSERT_EQ(config.clusters.size(), 1U);
  EXPECT_EQ(config.clusters[0].name, "gpu");
  EXPECT_THAT(
      config.clusters[0].kernels,
      ElementsAre(Pair("conv1 + relu1", nanoseconds(83'400)), Pair("pool1", nanoseconds(26'000)),
                  Pair("reformat", nanoseconds(12'000)), Pair("reformat #2", nanoseconds(12'500))));
  const auto other =
      imported(examples / "layers.tensorrt.json", "--format tensorrt --unit dla --name xavier");
  EXPECT_EQ(other.name, "xavier");
  EXPECT_EQ(other.clusters[0].name, "dla");
}

/// Both engines of the GPU have a layer called 'conv1 + relu1', so it bears the name of its engine.
TEST_F(Profiles, TensorRtTablesHaveEnginesOnTheGpuAndTheDla) {
  const auto config = imported(examples / "layers.tensorrt.csv", "--format tensorrt");
  ASSERT_EQ(config.clusters.size(), 2U);
  EXPECT_THAT(config.clusters[0].kernels,
              ElementsAre(Pair("conv1 + relu1@net_gpu", nanoseconds(80'000)),
                          Pair("conv1 + relu1@net_marked_gpu", nanoseconds(90'000)),
                          Pair("{pool1,conv2}", nanoseconds(50'000))));
  EXPECT_THAT(config.clusters[1].kernels, ElementsAre(Pair("data to nvm", nanoseconds(36'000)),
                                                      Pair("{conv1,relu1}", nanoseconds(157'600))));
  const auto one =
      imported(examples / "layers.tensorrt.csv", "--format tensorrt --only engine=net_gpu");
  ASSERT_EQ(one.clusters.size(), 1U);
  EXPECT_THAT(one.clusters[0].kernels, ElementsAre(Pair("conv1 + relu1", nanoseconds(80'000)),
                                                   Pair("{pool1,conv2}", nanoseconds(50'000))));
}

TEST_F(Profiles, AiHubNetworksRunOnTheirUnits) {
  const fs::path file = examples / "networks.aihub.csv";
  const auto config = imported(file, "--format aihub --chip 'Phone A' --source 'AI Hub, 2026'");
  EXPECT_EQ(config.name, "phone_a");
  EXPECT_EQ(config.source, "AI Hub, 2026");
  ASSERT_EQ(config.clusters.size(), 2U);
  EXPECT_EQ(config.clusters[0].name, "npu");
  EXPECT_THAT(
      config.clusters[0].kernels,
      ElementsAre(Pair("Decoder", 2500_us), Pair("resnet@float@onnx", 1700_us),
                  Pair("resnet@float@tflite", 1600_us), Pair("resnet@w8a8@tflite", 600_us)));
  EXPECT_THAT(config.clusters[1].kernels, ElementsAre(Pair("Encoder", 4_ms)));
  const auto tflite = imported(
      file,
      "--format aihub --chip 'Phone A' --unit npu --only runtime=tflite --only precision=w8a8");
  EXPECT_THAT(tflite.clusters[0].kernels, ElementsAre(Pair("resnet", 600_us)));
  expect_refusal(file.string() + " --format aihub",
                 "the file has measurements of 2 chips; choose one with 'chip': 'Phone A' or");
  expect_refusal(file.string() + " --format aihub --chip 'Phone C'", "unknown chip 'Phone C'");
  expect_refusal(file.string() + " --format aihub --chip 'Phone B' --only runtim=tflite",
                 "unknown label 'runtim'; did you mean 'runtime'?");
}

/// 12.5 tokens per second are 80 ms a token.
TEST_F(Profiles, AiHubLanguageModelsHaveTwoSteps) {
  const auto config = imported(examples / "models.aihub.csv", "--format aihub");
  EXPECT_THAT(config.clusters[0].kernels,
              ElementsAre(Pair("llama.decode", 80_ms), Pair("llama.first_token_max", 1500_ms),
                          Pair("llama.first_token_min", 100_ms)));
}

/// A task of 51 operations takes the time of 51 tokens: 50 us + 20 us * 50 / 100.
TEST_F(Profiles, VllmLayersDependOnTokens) {
  imported(examples / "layers.vllm.csv", "--format vllm");
  const auto makespan = [&](const std::string& task) {
    const std::string text = "name: x\nplatform: " + path("p.yaml") +
                             "\nworkload: {name: w, applications: [{name: a, tasks: [" + task +
                             "]}], streams: [{arrivals: {name: trace, times: [0 s]}}]}\n"
                             "policies: [heft]\n";
    const Outcome outcome = run(expand(experiment_from_text(text, "x.yaml")).runs.front());
    return std::ranges::find(outcome.metrics, "makespan_s", &Metric::name)->value;
  };
  EXPECT_DOUBLE_EQ(makespan("{name: t, kernel: qkv_proj, work: 51 op}"), 60e-6);
  EXPECT_DOUBLE_EQ(makespan("{name: t, kernel: qkv_proj, work: 1 op}"), 50e-6);
  EXPECT_DOUBLE_EQ(makespan("{name: t, kernel: lm_head, work: 2 op}"), 950e-6);
  try {
    makespan("{name: t, kernel: qkv_proj, work: 102 op}");
    FAIL() << "a task that is larger than all measured ones was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("tokens 102"));
  }
}

TEST_F(Profiles, VllmAttentionHasFourAxes) {
  const Platform platform = imported(examples / "attention.vllm.csv", "--format vllm").build();
  const KernelTimes& attention = table_of(platform, 0).at("attention");
  EXPECT_THAT(attention.axes, ElementsAre("kv_decode", "kv_prefill", "n_decode", "prefill_chunk"));
  EXPECT_EQ(interpolate(attention.times, {20, 0, 1, 0})->picoseconds, 9.25e6);
  EXPECT_EQ(interpolate(attention.times, {0, 0, 0, 16})->picoseconds, 12e6);
  EXPECT_FALSE(interpolate(attention.times, {64, 0, 1, 0}));
}

/// The NPU's times are those of graphs that were prepared before, where there are such.
TEST_F(Profiles, SynapNetworksRunOnUpToThreeUnits) {
  const fs::path file = examples / "networks.synap.csv";
  const auto config = imported(file, "--format synap");
  ASSERT_EQ(config.clusters.size(), 3U);
  EXPECT_EQ(config.clusters[0].name, "cpu");
  EXPECT_EQ(config.clusters[0].kernels.size(), 3U);
  EXPECT_EQ(config.clusters[1].name, "npu");
  EXPECT_THAT(config.clusters[1].kernels,
              ElementsAre(Pair("srgan", 54580_us), Pair("unet", 14800_us)));
  EXPECT_THAT(config.clusters[2].kernels, ElementsAre(Pair("mobilenet", 35400_us)));
  const auto online = imported(file, "--format synap --unit npu --only graph=online");
  EXPECT_THAT(online.clusters[0].kernels,
              ElementsAre(Pair("srgan", 54580_us), Pair("unet", 9340_us)));
}

TEST_F(Profiles, FreqBenchHasPointsWithPower) {
  const fs::path file = examples / "clocks.freqbench.csv";
  const auto config = imported(file, "--format freqbench --chip S1");
  ASSERT_EQ(config.clusters.size(), 2U);
  EXPECT_EQ(config.clusters[0].name, "cpu1");
  EXPECT_EQ(config.clusters[0].kind, "cpu");
  EXPECT_EQ(config.clusters[0].throughput.at("coremark"), OperationsPerSecond(3000));
  const Platform platform = config.build();
  const auto& points = platform.clusters[ClusterId{0}].points;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].frequency, Hertz(5e8));
  EXPECT_EQ(points[0].voltage, Volts(0.6));
  EXPECT_DOUBLE_EQ(points[0].power[1].busy.value(), 0.03);
  EXPECT_DOUBLE_EQ(points[1].power[1].busy.value(), 0.0805);
  EXPECT_DOUBLE_EQ(platform.clusters[ClusterId{1}].points[0].power[1].busy.value(), 0.9);
  const auto second = imported(file, "--format freqbench --chip S1 --unit cpu4 --only run=second");
  EXPECT_DOUBLE_EQ(second.clusters[0].throughput.at("coremark").value(), 20001);
  expect_refusal(file.string() + " --format freqbench --chip S2",
                 "'cpu1' has a second measurement at 500 MHz; choose one with 'only' (run 'first' "
                 "or 'second')");
  const auto chosen = imported(file, "--format freqbench --chip S2 --only run=second");
  EXPECT_THAT(read("p.yaml"), HasSubstr("figures: voltages, status: assumed"));
  EXPECT_EQ(chosen.clusters[0].power.profile[0].busy[0], Watts(0.031));
}

TEST_F(Profiles, AnyTableWithNamedColumnsIsAProfile) {
  const auto config = imported(examples / "kernels.profile.csv", "--format csv --name lab");
  ASSERT_EQ(config.clusters.size(), 2U);
  EXPECT_THAT(config.clusters[0].kernels,
              ElementsAre(Pair("fft@fp32", 118_us), Pair("fir, long", 7_us)));
  EXPECT_THAT(config.clusters[1].kernels,
              ElementsAre(Pair("fft@fp32", nanoseconds(40'500)), Pair("fft@int16", 20_us)));
  const std::string sized = write("sized.csv",
                                  "name,tokens,batch,latency_ms\nstep,1,1,2\n"
                                  "step,1,3,4\nstep,5,1,6\nstep,5,3,8\n");
  const Platform platform = imported(sized, "--format csv").build();
  EXPECT_EQ(platform.clusters[ClusterId{0}].name, "device");
  const KernelTimes& step = table_of(platform, 0).at("step");
  EXPECT_THAT(step.axes, ElementsAre("batch", "tokens"));
  EXPECT_EQ(interpolate(step.times, {2, 3})->picoseconds, 5e9);
}

/// A platform may be printed; then it names its table by an absolute path.
TEST_F(Profiles, PrintsThePlatformWithoutAFile) {
  const auto printed = kairos_program("import profile " + (examples / "layers.vllm.csv").string() +
                                      " --format vllm");
  EXPECT_EQ(printed.code, 0) << printed.output;
  EXPECT_EQ(kairos_program("check " + write("printed.yaml", printed.output)).code, 0);
}

TEST_F(Profiles, MistakesHaveTheirLineAndColumn) {
  const std::string head = "kernel,element,time_us\n";
  expect_refusal(write("a.csv", head + "fft,cpu,fast\n") + " --format csv",
                 "a.csv:2:9: 'fast' is not a number");
  expect_refusal(write("a.csv", head + "fft,cpu,-1\n") + " --format csv",
                 "a.csv:2:9: 'time_us' is '-1'; it must be zero or more");
  expect_refusal(write("a.csv", head + "fft,,1\n") + " --format csv",
                 "a.csv:2:5: 'element' is empty");
  expect_refusal(write("a.csv", head + "fft,cpu,1\nfft,cpu,2\n") + " --format csv",
                 "a.csv:3:1: kernel 'fft' has a second time on 'cpu'");
  expect_refusal(write("a.csv", "kernel,element\nfft,cpu\n") + " --format csv",
                 "a.csv:1:1: the first line does not name a kernel and a time");
  expect_refusal(write("a.csv", head) + " --format csv", "the table has no rows");
  expect_refusal(path("a.csv") + " --format vllm",
                 "a.csv:1:1: the first line does not name the column 'gpu'");
  expect_refusal(path("a.csv") + " --format vlm", "did you mean 'vllm'?");
  expect_refusal(path("a.csv") + " --format csv --only dtype", "write LABEL=VALUE");
  expect_refusal(
      write("a.json", "[{\"name\": \"a\",\n \"averageMs\": \"x\"}]") + " --format tensorrt",
      "a.json:2:15: 'x' is not a number");
  expect_refusal(write("a.json", "[{\"count\": 3}]") + " --format tensorrt", "names no layers");
  expect_refusal(path("nowhere.csv") + " --format csv", "the file does not exist");
}

TEST_F(Profiles, FormatsAreListedAndDescribed) {
  const auto listed = kairos_program("list profiles").output;
  for (const char* name : {"tensorrt", "aihub", "vllm", "synap", "freqbench", "csv"}) {
    EXPECT_THAT(listed, HasSubstr(std::string("  ") + name + " "));
    EXPECT_EQ(kairos_program(std::string("describe profile ") + name).code, 0) << name;
  }
  EXPECT_THAT(kairos_program("import").output, HasSubstr("file is required"));
}

/// A power mode that leaves half of an element's units doubles measured times.
TEST_F(Profiles, PowerModesSlowMeasuredTimes) {
  write("t.csv", "kernel,element,tokens,time_us\nmatrix,gpu,1,10\nmatrix,gpu,3,30\n");
  const std::string platform =
      "{name: p, clusters: [{name: gpu, kind: gpu, points: [{frequency: 1 GHz}, {frequency: 2 "
      "GHz}],\n  kernel_times: {file: " +
      path("t.csv") +
      "}}],\n  modes: {half: {clusters: {gpu: {units: 0.5, frequency: 1 GHz}}}}, mode: half}";
  PlatformConfig config;
  Codec<PlatformConfig>::read(read_yaml_text(platform, path("p.yaml")), config);
  EXPECT_DOUBLE_EQ(config.build().clusters[ClusterId{0}].kernel_times_factor, 4);
}

}  // namespace
}  // namespace kairos
