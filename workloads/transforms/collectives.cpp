// Lowers the collective operations of a network to steps of its ranks, which send parts of tensors
// to each other (Thakur, Rabenseifner, Gropp, Int. J. High Perform. Comput. Appl. 19, 2005; one and
// two shots as in Shah et al., MSCCL++, arXiv 2504.09014).
//
//   ring       n - 1 times, each rank sends a part to the next rank; in an all-to-all, it sends to
//              one peer after the other
//   tree       all-reduce: sums go up a binomial tree and the result comes back down
//   one_shot   each rank reads what it needs from all others at once
//   two_shot   all-reduce: one shot sums a part on each rank, another one collects the parts
//
// With a start-up time a, S bytes a rank, bandwidth B of each port and n ranks, an all-reduce takes
// 2 (n - 1) (a + S / (n B)) in a ring, a + (n - 1) S / B in one shot, and
// 2 (a + (n - 1) S / (n B)) in two; an all-to-all in a ring takes (n - 1) (a + S / (n B)).
//
// With `gangs: true`, the operators of one step of one collective operation form a gang: they start
// together and end together (sim/engine/gangs.hpp). A slow rank then holds up all others, and the
// failure of one rank repeats the step.
//
// Example: 1 MiB on each of 8 ranks, a = 3 us, B = 300 GB/s: 48.1 us in a ring, 27.5 us in one shot
// and 12.1 us in two shots.
// How far to trust it: a test compares these times with runs on a network in which each port has
// the bandwidth B. Real libraries choose between algorithms by size and cut large parts into
// smaller ones.
#include <algorithm>
#include <array>
#include <set>

#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/rank_steps.hpp"

namespace kairos {

enum class CollectiveAlgorithm : std::uint8_t { ring, tree, one_shot, two_shot };

template <>
struct EnumNames<CollectiveAlgorithm> {
  static constexpr std::string_view kind = "algorithm of collectives";
  static constexpr std::array names{EnumName{CollectiveAlgorithm::ring, "ring"},
                                    EnumName{CollectiveAlgorithm::tree, "tree"},
                                    EnumName{CollectiveAlgorithm::one_shot, "one_shot"},
                                    EnumName{CollectiveAlgorithm::two_shot, "two_shot"}};
};

namespace {

class Collectives final : public Transform {
 public:
  struct Options {
    CollectiveAlgorithm algorithm = CollectiveAlgorithm::ring;
    std::vector<std::string> over;
    bool gangs = false;

    void describe(Fields& f) {
      f("algorithm", algorithm, "how the ranks exchange their parts");
      f("over", over,
        "names or kinds of the clusters of rank 0, 1, ... (the policy decides if absent)");
      f("gangs", gangs,
        "whether the operators of each step form a gang, whose members start and end together");
    }
  };
  explicit Collectives(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    Rewriter rewriter(program);
    std::vector<RankSteps::Placed> placed;
    std::set<std::string> names;  // Of the collective operations, to tell their gangs apart.
    for (const OperatorId id : ids<OperatorId>(rewriter.old().operators().size())) {
      if (rewriter.old().operators()[id].kind != "collective") {
        rewriter.copy(id);
        continue;
      }
      program.require_whole(id, "collectives");
      program.require_alone(id, "collectives");
      RankSteps steps(rewriter, id);
      require_places(steps);
      lower(steps);
      std::string name = steps.name();
      for (int i = 2; !names.insert(name).second; ++i)
        name = steps.name() + "-" + std::to_string(i);
      for (RankSteps::Placed step : steps.placed()) {
        step.step = name + "." + step.step;
        placed.push_back(std::move(step));
      }
    }
    if (placed.empty()) {
      throw InputError("'collectives' finds no collective operation in '" + program.graph.name() +
                       "'; see 'kairos operators'");
    }
    rewriter.finish();
    for (const RankSteps::Placed& step : placed) {
      step.put(program, options_.over);
      if (options_.gangs) program.partition.put_into_gang(step.op, step.step);
    }
  }

 private:
  using Part = RankSteps::Part;
  using Parts = std::vector<Part>;

  void require_places(const RankSteps& steps) const {
    if (options_.over.empty() || options_.over.size() == steps.ranks()) return;
    throw InputError("operator '" + steps.name() + "' has " + std::to_string(steps.ranks()) +
                     " ranks, but 'over' names " + std::to_string(options_.over.size()) +
                     " clusters; name one for each rank");
  }

  void lower(RankSteps& steps) const {
    switch (steps.operation()) {
      case CollectiveOperation::all_reduce:
        all_reduce(steps);
        return;
      case CollectiveOperation::reduce_scatter:
        refuse_all_reduce_only(steps);
        steps.finish(options_.algorithm == CollectiveAlgorithm::ring ? reduced_in_ring(steps, 2)
                                                                     : reduced_at_once(steps));
        return;
      case CollectiveOperation::all_gather:
        refuse_all_reduce_only(steps);
        gather(steps, steps.inputs());
        return;
      case CollectiveOperation::all_to_all:
        refuse_all_reduce_only(steps);
        exchange(steps);
        return;
    }
  }

  void refuse_all_reduce_only(const RankSteps& steps) const {
    if (options_.algorithm == CollectiveAlgorithm::ring ||
        options_.algorithm == CollectiveAlgorithm::one_shot) {
      return;
    }
    throw InputError("operator '" + steps.name() + "' is not an all-reduce, so '" +
                     std::string(name_of(options_.algorithm)) +
                     "' does not apply; use 'ring' or 'one_shot'");
  }

  void all_reduce(RankSteps& steps) const {
    switch (options_.algorithm) {
      case CollectiveAlgorithm::ring:
        gather(steps, reduced_in_ring(steps, 1));
        return;
      case CollectiveAlgorithm::two_shot:
        gather(steps, reduced_at_once(steps));
        return;
      case CollectiveAlgorithm::one_shot: {
        Parts sums;
        for (std::size_t r = 0; r < steps.ranks(); ++r) {
          sums.push_back(steps.add("sum", r, steps.column(steps.everything())));
        }
        steps.finish(sums);
        return;
      }
      case CollectiveAlgorithm::tree:
        tree(steps);
        return;
    }
  }

  /// Each rank gets the sum of one part: rank r that of part r + 2 - shift.
  static Parts reduced_in_ring(RankSteps& steps, std::size_t shift) {
    const std::size_t n = steps.ranks();
    Parts sums;
    for (std::size_t s = 0; s + 1 < n; ++s) {
      Parts next;
      for (std::size_t r = 0; r < n; ++r) {
        const Interval piece = steps.piece((r + 2 * n - shift - s) % n);
        const Part own = steps.input(r, piece);
        const Part other = s == 0 ? steps.input((r + n - 1) % n, piece) : sums[(r + n - 1) % n];
        next.push_back(steps.add("reduce" + std::to_string(s), r, {own, other}));
      }
      sums = std::move(next);
    }
    return sums;
  }

  /// Each rank gets the sum of its own part.
  static Parts reduced_at_once(RankSteps& steps) {
    Parts sums;
    for (std::size_t r = 0; r < steps.ranks(); ++r) {
      sums.push_back(steps.add("reduce", r, steps.column(steps.piece(r))));
    }
    return sums;
  }

  /// Gives each rank the parts of all ranks.
  void gather(RankSteps& steps, const Parts& parts) const {
    const std::size_t n = steps.ranks();
    std::vector<Parts> held(n);
    for (std::size_t r = 0; r < n; ++r) held[r].push_back(parts[r]);
    Parts passed = parts;
    for (std::size_t s = 0; s + 1 < n; ++s) {
      Parts next;
      for (std::size_t r = 0; r < n; ++r) {
        const bool in_ring = options_.algorithm == CollectiveAlgorithm::ring;
        const Part& from = in_ring ? passed[(r + n - 1) % n] : parts[(r + n - 1 - s) % n];
        next.push_back(in_ring ? steps.add("gather" + std::to_string(s), r, {from}) : from);
        held[r].push_back(next.back());
      }
      passed = std::move(next);
    }
    steps.finish(held);
  }

  static void tree(RankSteps& steps) {
    const std::size_t n = steps.ranks();
    Parts sums;
    for (std::size_t r = 0; r < n; ++r) sums.push_back(steps.input(r, steps.everything()));
    std::size_t stride = 1;
    for (; stride < n; stride *= 2) {
      for (std::size_t r = 0; r + stride < n; r += 2 * stride) {
        sums[r] = steps.add("up" + std::to_string(stride), r, {sums[r], sums[r + stride]});
      }
    }
    for (stride /= 2; stride > 0; stride /= 2) {
      for (std::size_t r = 0; r + stride < n; r += 2 * stride) {
        sums[r + stride] = steps.add("down" + std::to_string(stride), r + stride, {sums[r]});
      }
    }
    steps.finish(sums);
  }

  void exchange(RankSteps& steps) const {
    const std::size_t n = steps.ranks();
    const bool in_turn = options_.algorithm == CollectiveAlgorithm::ring;
    std::vector<Parts> held(n);
    for (std::size_t r = 0; r < n; ++r) {
      held[r].push_back(steps.add("keep", r, {steps.input(r, steps.piece(r))}));
    }
    for (std::size_t s = 1; s < n; ++s) {
      Parts sent;
      const std::string number = std::to_string(s);
      for (std::size_t r = 0; r < n && in_turn; ++r) {
        const Part part = steps.input(r, steps.piece((r + s) % n));
        sent.push_back(steps.add("send" + number, r, {part}, true));
      }
      for (std::size_t r = 0; r < n; ++r) {
        const std::size_t peer = (r + n - s) % n;
        const Part from = in_turn ? sent[peer] : steps.input(peer, steps.piece(r));
        held[r].push_back(steps.moved(steps.add("receive" + number, r, {from}), peer));
      }
    }
    steps.finish(held);
  }

  Options options_;
};

const Register<Transform, Collectives> registered{
    "collectives", "lowers collective operations to sends between ranks: ring, tree, shots"};

}  // namespace
}  // namespace kairos
