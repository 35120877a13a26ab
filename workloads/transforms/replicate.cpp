// Computes the requests of a batch in several copies of the network, which run apart from each
// other: data parallelism.
//
//   each operator with an axis `batch` is cut along it into `copies` equal tiles
//
// Example: a batch of 8 images in 2 copies makes two tasks of each operator, with 4 images each.
// Both need all of the weights, which count twice in the traffic.
// How far to trust it: work and bytes of the tiles are exact. Operators without a batch, such as a
// product of weights alone, stay one task.
#include <algorithm>
#include <set>

#include "sim/base/registry.hpp"
#include "workloads/transforms/cut_operators.hpp"

namespace kairos {
namespace {

class Replicate final : public Transform {
 public:
  struct Options {
    std::uint64_t copies = 2;

    void describe(Fields& f) { f("copies", copies, "number of copies of the network").at_least(2); }
  };
  explicit Replicate(Options options) : options_(options) {}

  void apply(Program& program) const override {
    const Shares shares{std::vector<double>(options_.copies, 1), 1, {}};
    const auto copies = static_cast<std::int64_t>(options_.copies);
    std::set<OperatorId> done;
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      const Operator& op = program.graph.operators()[id];
      const auto axis = std::ranges::find(op.axes, std::string_view("batch"), &Axis::name);
      if (done.contains(id) || axis == op.axes.end() || axis->extent < copies) continue;
      const auto position = static_cast<std::size_t>(axis - op.axes.begin());
      const auto cut =
          cut_operators(program, id, position, shares.of({0, axis->extent}), "replicate");
      done.insert(cut.begin(), cut.end());
    }
    if (!done.empty()) return;
    throw InputError("'replicate' needs a batch of at least " + std::to_string(copies) +
                     " requests; raise 'batch' in the call, or use fewer copies");
  }

 private:
  Options options_;
};

const Register<Transform, Replicate> registered{
    "replicate", "divides the batch among several copies of the network (data parallelism)"};

}  // namespace
}  // namespace kairos
