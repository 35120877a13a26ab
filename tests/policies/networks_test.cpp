// Tests what the networks of papers and the graph network see in a round.
#include <cmath>

#include <gtest/gtest.h>

#include "policies/learned/graph_network.hpp"
#include "policies/learned/job_slots.hpp"
#include "policies/learned/network.hpp"
#include "policies/learned/round.hpp"
#include "policies/run.hpp"
#include "sim/base/random.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Four jobs are a chain with a fork. Only the first task of each has run.
class Graph : public ::testing::Test {
 protected:
  Graph() {
    const auto g = graph("job")
                       .task("a")
                       .task("b", {{"a", Bytes(0)}})
                       .task("c", {{"b", Bytes(0)}})
                       .task("d", {{"b", Bytes(0)}, {"c", Bytes(0)}})
                       .task("e", {{"d", Bytes(0)}})
                       .build();
    scenario_ = scenario(
        chip()
            .cluster("cpu", 4, {{"a", 4_us}, {"b", 9_us}, {"c", 7_us}, {"d", 3_us}, {"e", 2_us}},
                     Watts(1))
            .cluster("npu", 1, {{"b", 2_us}, {"c", 1_us}}, Watts(3))
            .bandwidth(BytesPerSecond(1e9))
            .build(),
        g, std::vector<Duration>(4));
    simulator = std::make_unique<Simulator>(scenario_, make_event_backend(scenario_.platform));
    while (view().ready().size() < 4) simulator->advance();
    for (std::uint32_t e = 0; e < 4; ++e) {
      simulator->apply({view().ready().front(), ElementId{e}});
    }
    while (view().ready().size() < 4) simulator->advance();
  }
  [[nodiscard]] const SystemView& view() const { return simulator->view(); }

  static std::vector<float> some_weights(const Architecture& architecture) {
    Random random = Random::stream(8, "weights");
    std::vector<float> weights(architecture.weights());
    for (float& weight : weights) weight = static_cast<float>(0.4 * random.normal());
    return weights;
  }

  std::unique_ptr<Simulator> simulator;

 private:
  Scenario scenario_;
};

/// Each part is recognised by the width of its first layer or by the end of the part before it.
TEST(Architecture, HasItsPartsWhereTheyAreSaidToBe) {
  const auto layers_of = [](NetworkKind kind, std::uint64_t hops) {
    Architecture architecture = architecture_of(kind);
    architecture.hops = hops;
    return architecture.layers();
  };
  const auto learned = layers_of(NetworkKind::learned, 2);
  EXPECT_EQ(learned[learned_parts::tasks].inputs, task_width + node_embedding);
  EXPECT_EQ(learned[learned_parts::places].inputs, place_width);
  EXPECT_EQ(learned[learned_parts::graph].inputs, node_width);
  EXPECT_EQ(learned.size(), learned_parts::graph + graph_depth);
  const auto deepsocs = layers_of(NetworkKind::deepsocs, 2);
  EXPECT_EQ(deepsocs[deepsocs_parts::tasks].inputs, node_width + 3 * node_embedding);
  EXPECT_EQ(deepsocs[deepsocs_parts::graph].inputs, node_width);
  EXPECT_EQ(deepsocs[deepsocs_parts::job_sums].inputs, node_width + node_embedding);
  EXPECT_EQ(deepsocs[deepsocs_parts::system_sums].inputs, node_embedding);
  EXPECT_EQ(deepsocs.size(), deepsocs_parts::system_sums + embedding_depth);
  const auto scarl = layers_of(NetworkKind::scarl, 0);
  EXPECT_EQ(scarl[scarl_parts::task_embedding].inputs, task_width);
  EXPECT_EQ(scarl[scarl_parts::task_scores].outputs, 1U);
  EXPECT_TRUE(scarl[scarl_parts::place_embedding - 1].begins_at_zero);
  EXPECT_EQ(scarl[scarl_parts::place_embedding].inputs, place_width);
  EXPECT_EQ(scarl[scarl_parts::place_pointer].inputs, 2 * attention_width);
  EXPECT_EQ(scarl.size(), scarl_parts::place_pointer + pointer_depth);
}

TEST_F(Graph, HoldsTheUnfinishedTasksBehindTheReadyOnes) {
  ObservationOptions options;
  options.graph = true;
  options.hops = 1;
  Round near(options);
  ASSERT_TRUE(near.begin(view()));
  const TaskGraph& one = near.tasks().graph;
  EXPECT_EQ(one.nodes(), 12U);  // The nodes are b, c and d of each job, but neither a nor e.
  EXPECT_EQ(one.parents, (std::vector<std::uint32_t>{0, 0, 3, 3, 6, 6, 9, 9}));
  EXPECT_EQ(one.children, (std::vector<std::uint32_t>{1, 2, 4, 5, 7, 8, 10, 11}));
  EXPECT_EQ(one.node_of_row, (std::vector<std::uint32_t>{0, 3, 6, 9}));
  EXPECT_EQ(one.job_of_node, (std::vector<std::uint32_t>{0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}));
  options.whole_jobs = true;
  Round whole(options);
  ASSERT_TRUE(whole.begin(view()));
  EXPECT_EQ(whole.tasks().graph.nodes(), 16U);
  EXPECT_EQ(whole.tasks().graph.parents.size(), 16U);
}

TEST_F(Graph, SendsMessagesAsFarAsTheHopsAsIfItWereWhole) {
  Architecture architecture;
  for (std::uint64_t hops = 1; hops <= 3; ++hops) {
    architecture.hops = hops;
    const std::vector<float> weights = some_weights(architecture);
    ObservationOptions options = architecture.observation_options();
    Round near(options);
    ASSERT_TRUE(near.begin(view()));
    options.whole_jobs = true;
    Round whole(options);
    ASSERT_TRUE(whole.begin(view()));
    const std::size_t skipped = weights.size() - 840;  // There are three perceptrons of 8-16-8.
    const auto part = embeddings(near.tasks().graph, hops, weights.data() + skipped);
    const auto all = embeddings(whole.tasks().graph, hops, weights.data() + skipped);
    for (std::size_t row = 0; row < 4; ++row) {
      const auto a = part.row(near.tasks().graph.node_of_row[row]);
      const auto b = all.row(whole.tasks().graph.node_of_row[row]);
      EXPECT_LT((a - b).cwiseAbs().maxCoeff(), 1e-6F);
      EXPECT_GT(a.cwiseAbs().maxCoeff(), 0);
    }
  }
}

TEST_F(Graph, IsOrderedByDeepsocsInASizeFreeWay) {
  const Architecture architecture = architecture_of(NetworkKind::deepsocs);
  Network network(architecture, some_weights(architecture));
  Round round(architecture.observation_options());
  ASSERT_TRUE(round.begin(view()));
  const auto logits = network.logits(Question::task, round.tasks());
  ASSERT_EQ(logits.size(), 4U);
  for (const float logit : logits) EXPECT_NEAR(logit, logits[0], 1e-5);  // The jobs are equal.
  round.take(0, view());
  EXPECT_FALSE(network.answers(Question::place, round.places()));
}

/// The state of job 1 and its task b is compared with values worked out by hand.
TEST_F(Graph, IsAFlatStateForSocrates) {
  using namespace job_slots;
  std::vector<float> state;
  describe({JobId{1}, TaskId{1}}, view(), 1e6F, state);
  ASSERT_EQ(state.size(), width);
  const float* job = state.data() + width / jobs;
  EXPECT_FLOAT_EQ(job[0], 0.8F);            // Four of five tasks are left.
  EXPECT_FLOAT_EQ(job[1], std::log(5.0F));  // The job arrived 4 us ago.
  const float* a = job + job_numbers;
  EXPECT_EQ(a[0], 1);  // Task a ran on a CPU.
  const float* b = a + task_numbers;
  EXPECT_EQ(b[clusters + 2], 1);  // Task b is ready.
  EXPECT_EQ(b[clusters + 5], 1);  // Task b is being placed.
  const float* d = a + 3 * task_numbers;
  EXPECT_FLOAT_EQ(d[clusters + 1], 0.2F);  // Task d lacks two inputs.
  EXPECT_EQ(d[clusters + 4], 1);
  float marks = 0;
  for (std::size_t i = 0; i < jobs * tasks; ++i) {
    const std::size_t slot = i / tasks * (width / jobs) + job_numbers + i % tasks * task_numbers;
    marks += state[slot + clusters + 5];
  }
  EXPECT_EQ(marks, 1);
  std::vector<float> none;
  describe({JobId{3}, TaskId{1}}, view(), 1e6F, none);  // This is the fourth job.
  EXPECT_TRUE(none.empty());
}

TEST_F(Graph, IsSentWholeWhereARoundCommits) {
  ObservationOptions options;
  options.commits = true;
  Round round(options);
  ASSERT_TRUE(round.begin(view()));
  std::size_t sent = 0;
  while (round.is_open()) {
    std::size_t row = 0;
    while (round.is_taken(row)) ++row;
    round.take(row, view());
    const std::size_t npu = round.places().rows() - 1;
    const auto decision = round.place(npu, view());
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->element, ElementId{4});
    simulator->apply(*decision);
    round.goes_on(view());
    ++sent;
  }
  EXPECT_EQ(sent, 4U);
  EXPECT_EQ(view().load(ElementId{4}), 4U);
}

/// Task b takes 9 us at 1 W on a CPU and 2 us at 3 W on the NPU: 9 and 6 uJ, which count like 45
/// and 30 us. The unit of time is the mean shortest execution time of the five tasks, 2.4 us.
TEST_F(Graph, CountsEnergyAsItIsTold) {
  ObservationOptions options;
  options.joule = 5;
  Round round(options);
  ASSERT_TRUE(round.begin(view()));
  round.take(0, view());
  const Observation& places = round.places();
  ASSERT_EQ(places.rows(), 2U);
  ASSERT_EQ(places.features.size(), 2 * (place_width + price_width));
  const float* cpu = places.features.data() + place_width;
  const float* npu = cpu + place_width + price_width;
  EXPECT_NEAR(cpu[0], std::log(1 + (54 - 32) / 2.4), 1e-5);
  EXPECT_NEAR(cpu[1], std::log(9.0 / 6), 1e-5);
  EXPECT_EQ(npu[0], 0);
  EXPECT_EQ(npu[1], 0);
  EXPECT_NEAR(places.prior[0], -10 * (54 - 32) / (32 + 2.4), 1e-4);
  EXPECT_EQ(places.prior[1], 0);
}

}  // namespace
}  // namespace kairos
