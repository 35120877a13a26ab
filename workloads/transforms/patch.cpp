// Computes the first operators of a network in patches of the image, so that only a part of each
// intermediate result is in memory at a time (Lin et al., MCUNetV2, NeurIPS 2021, arXiv
// 2110.15352).
//
// The output of the operator `until` is cut into a grid of patches. Each patch becomes one task,
// which computes all that it needs of the operators before. What two patches need, both of them
// compute: the halos are recomputed.
//
// Example: two 3 x 3 convolutions of stride 1 on 8 x 8 pixels, in 2 x 2 patches. A patch of 4 x 4
// outputs needs 5 x 5 results of the first convolution, so this one computes 100 values and not 64.
// How far to trust it: work and traffic of patches are exact for operators whose outputs have rows
// and columns as their last two dimensions.
#include <algorithm>
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/transforms/needed_tiles.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

class Patch final : public Transform {
 public:
  struct Options {
    std::string until;
    std::vector<std::uint64_t> grid{2, 2};

    void describe(Fields& f) {
      f("until", until, "name of the last operator that is computed in patches").required();
      f("grid", grid, "numbers of patches along the rows and along the columns of its output");
    }
    void check(const SourceLocation& where) const {
      if (grid.size() == 2 && grid[0] > 0 && grid[1] > 0) return;
      throw InputError(where, "'grid' must have two numbers of at least 1, such as [4, 4]");
    }
  };
  explicit Patch(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    const OperatorGraph& graph = program.graph;
    const OperatorId last = program.find_operator(options_.until);
    const std::vector<OperatorId> members = needed_for(graph, last);
    refuse_other_readers(graph, members, last);
    for (const OperatorId op : members) require_whole_group(program, op, members);
    std::vector<std::vector<Box>> tiles(members.size());
    const Tensor& output = graph.tensors()[graph.operators()[last].writes.front().tensor];
    if (output.shape.size() < 2) {
      throw InputError("the output of '" + options_.until +
                       "' has no rows and columns, so it cannot be cut into patches");
    }
    for (const Box& patch : patches(output.shape)) {
      const std::vector<Box> needed = needed_tiles(graph, members, patch);
      for (std::size_t i = 0; i < members.size(); ++i) tiles[i].push_back(needed[i]);
    }
    program.partition.join(members, options_.until + ".patch", tiles);
  }

 private:
  /// The operators on whose outputs the last one depends, and itself, in the order of the graph.
  static std::vector<OperatorId> needed_for(const OperatorGraph& graph, OperatorId last) {
    IdVector<OperatorId, bool> is_needed(graph.operators().size());
    is_needed[last] = true;
    std::vector<OperatorId> members;
    for (std::size_t i = index(last) + 1; i-- > 0;) {
      const auto id = static_cast<OperatorId>(i);
      if (!is_needed[id]) continue;
      members.push_back(id);
      for (const Operand& read : graph.operators()[id].reads) {
        if (const auto writer = graph.writer(read.tensor)) is_needed[*writer] = true;
      }
    }
    std::ranges::reverse(members);
    return members;
  }

  /// Patches contain whole groups of operators that run together.
  void require_whole_group(const Program& program, OperatorId op,
                           const std::vector<OperatorId>& members) const {
    program.require_whole(op, "patch");
    for (const OperatorId other :
         program.partition.groups()[program.partition.group_of(op)].operators) {
      if (std::ranges::binary_search(members, other)) continue;
      const auto& operators = program.graph.operators();
      throw InputError("patches cannot end at '" + options_.until + "', because '" +
                       operators[op].name + "' runs together with '" + operators[other].name +
                       "', which comes later; name the last operator that runs together with it");
    }
  }

  void refuse_other_readers(const OperatorGraph& graph, const std::vector<OperatorId>& members,
                            OperatorId last) const {
    for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
      if (std::ranges::binary_search(members, id)) continue;
      for (const Operand& read : graph.operators()[id].reads) {
        const auto writer = graph.writer(read.tensor);
        if (!writer || *writer == last || !std::ranges::binary_search(members, *writer)) continue;
        throw InputError("patches cannot end at '" + options_.until + "', because '" +
                         graph.operators()[id].name + "' reads the result of '" +
                         graph.operators()[*writer].name +
                         "' as well; choose an operator through which all results pass");
      }
    }
  }

  /// The patches of the output, which has rows and columns as its last two dimensions.
  [[nodiscard]] std::vector<Box> patches(const Shape& shape) const {
    Box whole;
    for (const std::int64_t extent : shape) whole.push_back({0, extent});
    std::vector<Box> result;
    const std::vector<double> rows(options_.grid[0], 1), columns(options_.grid[1], 1);
    for (const Box& strip : split(whole, shape.size() - 2, rows)) {
      for (const Box& patch : split(strip, shape.size() - 1, columns)) result.push_back(patch);
    }
    return result;
  }

  Options options_;
};

const Register<Transform, Patch> registered{
    "patch", "computes the first operators of a network in patches, which recompute their halos"};

}  // namespace
}  // namespace kairos
