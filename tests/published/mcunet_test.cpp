// Compares MobileNetV2 with the memory and the operations that MCUNetV2 prints (Lin et al., NeurIPS
// 2021, arXiv 2110.15352), as a whole and in patches. Activations are int8, depthwise convolutions
// work in place, and the kB of the paper are KiB. Golden 47.
#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "tests/published/models.hpp"
#include "workloads/models/network.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/lower.hpp"
#include "workloads/operators/operator_table.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

OperatorGraph mobilenet(ModelChanges changes = {}) {
  changes.emplace_back("in_place", "true");
  Call call;
  call.weights = call.activations = DataType::int8;
  return library_model("mobilenet_v2", changes).model.make()->build(call);
}

/// The network with the stage up to the first block of 28 x 28 in patches.
Program in_patches(const std::string& grid) {
  Program program(mobilenet());
  Value options = Value::map();
  options.set("until", Value::scalar("block4.project"));
  options.set("grid", Value::list({Value::scalar(grid), Value::scalar(grid)}));
  Registry<Transform>::find("patch", {}).make(options)->apply(program);
  return program;
}

/// The MACs up to the last bottleneck.
double macs(const Program& program) {
  double sum = 0;
  const auto graph = lower(program.graph, program.partition, "network");
  for (const Task& task : graph->tasks()) {
    if (task.name.starts_with("head") || task.name == "classifier") continue;
    sum += task.demand->macs();
  }
  return sum;
}

/// 1372 kB: the expansion at 112 x 112 reads 16 channels and writes 96.
TEST(Mcunet, NeedsThePublishedMemoryLayerByLayer) {
  const OperatorGraph graph = mobilenet();
  const LivePeak peak = live_peak(graph, true);
  EXPECT_EQ(peak.bytes, Bytes(1'404'928));
  EXPECT_EQ(graph.operators()[peak.at].name, "block2.expand");
}

/// 172 kB: the largest expansion after the patches, without the block's input that the addition
/// needs, which is also what it reads.
TEST(Mcunet, NeedsThePublishedMemoryAfterThePatches) {
  const OperatorTable table = operator_table(mobilenet());
  const auto expand = std::ranges::find(table.rows, "block5.expand", &OperatorRow::name);
  ASSERT_NE(expand, table.rows.end());
  EXPECT_EQ(expand->read.bytes + expand->written.bytes, Bytes(175'616));
}

/// 4 x 4 patches recompute 10 % of the MACs.
TEST(Mcunet, RecomputesThePublishedHalos) {
  const Program whole(mobilenet());
  EXPECT_NEAR(macs(whole) / 1e6, 279.4, 0.05);
  EXPECT_NEAR((macs(in_patches("4")) / macs(whole) - 1) / 0.1, 1, 0.02);
}

/// A patch needs 35 x 35 points of 16 and of 96 channels: 134 KiB.
TEST(Mcunet, NeedsLessMemoryInPatches) {
  const Program program = in_patches("4");
  const auto last = std::ranges::find(program.graph.operators(), "block4.project", &Operator::name);
  const auto id = static_cast<OperatorId>(last - program.graph.operators().begin());
  const LivePeak peak =
      live_peak(program.graph, program.partition, program.partition.group_of(id), true);
  EXPECT_EQ(peak.bytes, Bytes(35 * 35 * (16 + 96)));
  EXPECT_EQ(program.graph.operators()[peak.at].name, "block2.expand");
}

/// `mbv2-w0.35` of github.com/mit-han-lab/mcunet at commit 9c164f84 has 23.5 M MACs and 0.75 M
/// parameters. TinyEngine needs 308 kB for it on an STM32F746; live activations are 6 to 8 % less,
/// because the engine's buffers are not counted.
TEST(Mcunet, HasThePublishedSizeOfTheSmallerNetwork) {
  ModelChanges smaller{{"width", "0.35"}, {"image", "144"}, {"scale_head", "true"}};
  const OperatorGraph graph = mobilenet(smaller);
  EXPECT_NEAR(operator_table(graph).total.macs / 1e6, 23.5, 0.05);
  EXPECT_EQ(live_peak(graph, true).bytes, Bytes(290'304));
  smaller.emplace_back("fold_norms", "false");
  EXPECT_NEAR(parameters(mobilenet(smaller)) / 1e6, 0.75, 0.005);
}

}  // namespace
}  // namespace kairos
