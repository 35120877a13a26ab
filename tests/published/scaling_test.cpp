// Scales a residual network in width, depth and resolution, and compares its operations and
// activations with the rules of fast scaling (Dollár et al., CVPR 2021, arXiv 2103.06877):
//
//   d = s^e_d, w = s^(e_w / 2), r = s^(e_r / 2) with e_d + e_w + e_r = 1
//   operations grow as d w^2 r^2 = s, activations as d w r
//
// Golden 44. Networks have whole numbers of blocks, channels and rows, so that a large network is
// scaled where the factors are not whole numbers, and the rest of rounding is less than 0.1 %.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/published/golden.hpp"
#include "tests/support/models.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

struct Factors {
  double depth = 1, width = 1, resolution = 1;
};

struct Size {
  double macs = 0, activations = 0;
};

/// All convolutions of the blocks of a residual network with one stage.
Size size_of(double blocks, double width, double image) {
  const OperatorGraph graph = model("resnet", {{"blocks", std::to_string(std::lround(blocks))},
                                               {"width", std::to_string(width)},
                                               {"image", std::to_string(std::lround(image))}})
                                  ->build({});
  Size size;
  for (const Operator& op : graph.operators()) {
    if (op.name.find("block") == std::string::npos || op.kind != "convolution") continue;
    size.macs += op.operations(ComputeUnit::matrix, op.whole()) / 2;
    size.activations += graph.tensors()[op.writes.front().tensor].elements();
  }
  return size;
}

/// The sizes of a scaled network over those of its base, which is as large as the model allows.
Size growth(const Factors& by) {
  const double blocks = std::floor(1000 / by.depth), width = std::floor(64 / by.width);
  const double image = 22400;
  const Size base = size_of(blocks, width, image);
  const Size scaled =
      size_of(blocks * by.depth, width * by.width, 4 * std::round(image / 4 * by.resolution));
  return {scaled.macs / base.macs, scaled.activations / base.activations};
}

void expect_growth(double s, double depth, double width, double resolution, const Size& published) {
  const Factors by{std::pow(s, depth), std::pow(s, width / 2), std::pow(s, resolution / 2)};
  const bool is_whole = std::floor(by.depth) == by.depth && std::floor(by.width) == by.width &&
                        std::floor(by.resolution) == by.resolution;
  const double tolerance = is_whole ? 1e-9 : 1e-3;
  const Size grown = growth(by);
  EXPECT_NEAR(grown.macs / published.macs, 1, tolerance);
  EXPECT_NEAR(grown.activations / published.activations, 1, tolerance);
}

TEST(FastScaling, GrowsAsPublished) {
  expect_growth(4, 0, 1, 0, {4, 2});
  expect_growth(4, 1, 0, 0, {4, 4});
  expect_growth(4, 0, 0, 1, {4, 4});
  expect_growth(4, 1.0 / 3, 1.0 / 3, 1.0 / 3, {4, 3.1748021039363987});
  expect_growth(4, 0.1, 0.8, 0.1, {4, 2.2973967099940698});
}

TEST(FastScaling, GrowsAsInTheTable) {
  const auto table = golden_table("44_fast_scaling.json");
  if (!table) GTEST_SKIP() << "../shared/reference/golden is not there";
  for (const auto& known : table->at("cases")) {
    SCOPED_TRACE(known.at("id").get<std::string>());
    const auto& in = known.at("inputs");
    const auto& value = known.at("value");
    expect_growth(in.at("s"), in.at("depth"), in.at("width"), in.at("resolution"),
                  {value.at("flops"), value.at("activations")});
  }
}

}  // namespace
}  // namespace kairos
