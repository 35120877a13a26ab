// Joins operators into stages of about equal cost, which run one after the other: a pipeline for a
// stream of jobs.
//
//   a stage ends where its cost is nearest to  stage number * total cost / stages
//   cost of an operator = operations, or bytes read and written if `by: bytes`
//
// Example: a network of 10, 20, 30 and 40 Mop in two stages makes one of 60 Mop (10 + 20 + 30) and
// one of 40 Mop.
// Operators that were joined before stay together.
// How far to trust it: stages are cut in the order of the graph, and their times on elements are
// not known here. Stages of equal work take equal times only on equal elements.
#include <cmath>

#include "sim/base/registry.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

enum class StageCost : std::uint8_t { operations, bytes };

template <>
struct EnumNames<StageCost> {
  static constexpr std::string_view kind = "cost of a stage";
  static constexpr std::array names{EnumName{StageCost::operations, "operations"},
                                    EnumName{StageCost::bytes, "bytes"}};
};

namespace {

class Pipeline final : public Transform {
 public:
  struct Options {
    std::uint64_t stages = 2;
    StageCost by = StageCost::operations;

    void describe(Fields& f) {
      f("stages", stages, "number of stages").at_least(1);
      f("by", by, "what stages have about equal amounts of");
    }
  };
  explicit Pipeline(Options options) : options_(options) {}

  void apply(Program& program) const override {
    const auto groups = program.partition.groups();  // A copy, because stages join them.
    std::vector<double> until;
    double sum = 0;
    for (const OperatorGroup& group : groups) {
      for (const OperatorId op : group.operators) sum += cost(program.graph, op);
      until.push_back(sum);
    }
    std::vector<OperatorId> members;
    std::uint64_t stage = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const auto& operators = groups[static_cast<GroupId>(i)].operators;
      members.insert(members.end(), operators.begin(), operators.end());
      const double goal = sum * static_cast<double>(stage) / static_cast<double>(options_.stages);
      const bool is_last = i + 1 == groups.size();
      const bool is_nearest =
          !is_last && std::abs(until[i] - goal) <= std::abs(until[i + 1] - goal);
      if (!is_last && (!is_nearest || stage == options_.stages)) continue;
      program.partition.join(members, "stage" + std::to_string(stage));
      members.clear();
      ++stage;
    }
  }

 private:
  [[nodiscard]] double cost(const OperatorGraph& graph, OperatorId id) const {
    const Operator& op = graph.operators()[id];
    const Demand whole = demand(graph, op, op.whole());
    return options_.by == StageCost::bytes ? whole.bytes().value() : whole.all_operations();
  }

  Options options_;
};

const Register<Transform, Pipeline> registered{
    "pipeline", "joins operators into stages of about equal cost, in the order of the graph"};

}  // namespace
}  // namespace kairos
