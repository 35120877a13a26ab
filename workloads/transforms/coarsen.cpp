// Joins operators into larger tasks: neighbours in the graph whose names begin with the same parts.
//
// The parts of a name are separated by dots and slashes. `depth` says how many of them must be
// equal.
//
// Example: with depth 1, "layer0.q_proj", "layer0.k_proj" and "layer0.norm" become the task
// "layer0".
// How far to trust it: tensors that stay inside a task are not moved, so the task has less traffic
// than its operators alone. It runs on one element as a whole.
#include "sim/base/registry.hpp"
#include "workloads/transforms/name_parts.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

class Coarsen final : public Transform {
 public:
  struct Options {
    std::uint64_t depth = 1;

    void describe(Fields& f) {
      f("depth", depth,
        "number of parts of the names, separated by dots and slashes, that operators of one task "
        "have in common")
          .at_least(1);
    }
  };
  explicit Coarsen(Options options) : options_(options) {}

  void apply(Program& program) const override {
    std::vector<OperatorId> members;
    std::string shared;
    const auto end_task = [&] {
      if (members.size() > 1) program.partition.join(members, shared);
      members.clear();
    };
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      const std::string start = first_parts(program.graph.operators()[id].name, options_.depth);
      if (start != shared) end_task();
      shared = start;
      members.push_back(id);
    }
    end_task();
  }

 private:
  Options options_;
};

const Register<Transform, Coarsen> registered{
    "coarsen", "joins operators whose names begin alike into larger tasks, such as layers"};

}  // namespace
}  // namespace kairos
