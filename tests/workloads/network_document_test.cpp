#include "workloads/operators/network_document.hpp"

#include <gtest/gtest.h>

#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

NetworkDocument tiny() {
  NetworkDocument config;
  config.name = "tiny";
  config.tensors.resize(2);
  config.tensors[0].name = "image";
  config.tensors[0].shape = {1, 3, 32, 32};
  config.tensors[1].name = "filters";
  config.tensors[1].shape = {8, 3, 3, 3};
  config.tensors[1].role = TensorRole::weight;
  config.operators.resize(3);
  config.operators[0] = {"conv", Choice<OperatorKind>("convolution"), {"image", "filters"}, {}, {}};
  config.operators[0].kind.options.set("padding", Value::scalar("1"));
  config.operators[1] = {"relu", Choice<OperatorKind>("pointwise"), {"conv"}, {"active"}, {}};
  config.operators[2] = {"halves", Choice<OperatorKind>("split"), {"active"}, {"a", "b"}, {}};
  config.operators[2].kind.options.set("sizes",
                                       Value::list({Value::scalar("4"), Value::scalar("4")}, {}));
  return config;
}

std::string refusal_of(const NetworkDocument& config) {
  try {
    static_cast<void>(config.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

TEST(NetworkDocument, BuildsAGraphByNames) {
  const OperatorGraph graph = tiny().build();
  ASSERT_EQ(graph.operators().size(), 3U);
  ASSERT_EQ(graph.tensors().size(), 6U);
  const Operator& conv = graph.operators().front();
  EXPECT_EQ(demand(graph, conv, conv.whole()).macs(), 8 * 32 * 32 * 27);
  EXPECT_EQ(graph.tensors()[graph.operators()[OperatorId{1}].writes[0].tensor].name, "active");
  EXPECT_EQ(graph.tensors().back().name, "b");
}

TEST(NetworkDocument, IsWrittenAndReadBack) {
  const Value written = Codec<NetworkDocument>::write(tiny());
  NetworkDocument again;
  Codec<NetworkDocument>::read(written, again);
  const OperatorGraph first = tiny().build(), second = again.build();
  ASSERT_EQ(first.tensors().size(), second.tensors().size());
  for (std::size_t i = 0; i < first.tensors().size(); ++i) {
    const TensorId id = static_cast<TensorId>(i);
    EXPECT_EQ(first.tensors()[id].name, second.tensors()[id].name);
    EXPECT_EQ(first.tensors()[id].shape, second.tensors()[id].shape);
    EXPECT_EQ(first.tensors()[id].role, second.tensors()[id].role);
  }
  EXPECT_EQ(Codec<NetworkDocument>::write(again).find("operators")->items.size(), 3U);
}

TEST(NetworkDocument, DescribesWrittenTensorsToo) {
  NetworkDocument config = tiny();
  config.tensors.push_back({"active", {1, 8, 32, 32}, DataType::int8, TensorRole::state, 0, {}});
  const OperatorGraph graph = config.build();
  const Tensor& active = graph.tensors()[graph.operators()[OperatorId{1}].writes[0].tensor];
  EXPECT_EQ(active.type, DataType::int8);
  EXPECT_EQ(active.role, TensorRole::state);
  config.tensors.back().shape = {1, 8, 32, 31};
  EXPECT_EQ(refusal_of(config),
            "the tensor 'active' is 1 x 8 x 32 x 31 here, but its writer makes 1 x 8 x 32 x 32");
}

TEST(NetworkDocument, RefusesUnknownLateAndDoubleTensors) {
  NetworkDocument unknown = tiny();
  unknown.operators[0].reads[1] = "filter";
  EXPECT_EQ(refusal_of(unknown),
            "operator 'conv': unknown tensor 'filter'; did you mean 'filters'?");
  NetworkDocument late = tiny();
  std::swap(late.operators[0], late.operators[1]);
  EXPECT_EQ(refusal_of(late),
            "operator 'relu': the tensor 'conv' is written later; move its writer before this one");
  NetworkDocument twice = tiny();
  twice.operators[1].writes = {"conv"};
  EXPECT_EQ(refusal_of(twice), "there are two tensors 'conv'; give each its own name");
}

TEST(NetworkDocument, RefusesOutputsWithoutNames) {
  NetworkDocument config = tiny();
  config.operators[2].writes.clear();
  EXPECT_EQ(refusal_of(config),
            "operator 'halves' writes 2 tensors; name each of them under 'writes', which now names "
            "1");
}

}  // namespace
}  // namespace kairos
