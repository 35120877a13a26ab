// Learned: a network trained by `kairos train` orders the ready tasks and places each, as a
// correction to SRPT and EFT (rounds: round.hpp; networks: network.hpp; training:
// docs/learning.md).
//
// `weights` is the name of a file that comes with Kairos, or a path; `none` is the untrained
// network, which equals the heuristic itself. The network scores candidates one by one as in Mao,
// Schwarzkopf, Venkatakrishnan, Meng, Alizadeh: Learning scheduling algorithms for data processing
// clusters (Decima), SIGCOMM 2019.
//
// Imitation, for comparison: the same network, trained by `step: {algorithm: imitation}` to give
// the answers of an oracle that tries each answer (experiments/training/lookahead.hpp).
//
// DeepSoCS (Sung et al., Electronics 9(6), 2020), SCARL (Cheong, Lee, Yeom, Woo, IEEE Access 7,
// 2019) and SoCRATES (Sung, Ryu, arXiv 2104.14354, 2021), also for comparison: networks of papers
// (network.hpp), trained by the same command.
#include "policies/learned/checkpoint.hpp"
#include "policies/learned/greedy_rounds.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr auto untrained = "none";

Network network_of(NetworkKind kind, const LibraryFile& weights) {
  if (weights.text == untrained) {
    const Architecture architecture = architecture_of(kind);
    return {architecture, initial_weights(architecture, 0)};
  }
  Checkpoint checkpoint = read_checkpoint(weights_file(weights.text, weights.place), weights.place);
  if (checkpoint.architecture.kind != kind) {
    throw InputError(weights.place, "the weights '" + weights.text + "' are for the policy '" +
                                        name_of(checkpoint.architecture.kind) + "', not for '" +
                                        name_of(kind) + "'; choose that policy, or other weights");
  }
  return {checkpoint.architecture, std::move(checkpoint.weights)};
}

class Trained : public Policy {
 public:
  Trained(NetworkKind network, const LibraryFile& weights)
      : weights_(weights.text), rounds_(network_of(network, weights)) {}

  void begin(const SystemView& view) final { rounds_.begin(view); }
  void forget(JobId job) final { rounds_.forget(job); }
  void skip(TaskRef task, const SystemView& view) final { rounds_.skip(task, view); }
  std::optional<Decision> decide(const SystemView& view) final {
    try {
      return rounds_.decide(view);
    } catch (const InputError& error) {
      throw InputError("weights '" + weights_ + "': " + error.what());
    }
  }

 private:
  std::string weights_;
  GreedyRounds rounds_;
};

class Learned final : public Trained {
 public:
  struct Options {
    LibraryFile weights{"default", {}};

    void describe(Fields& f) {
      f("weights", weights,
        "trained weights: a name from Kairos' library, the path of a file, or 'none' (untrained)");
    }
  };
  explicit Learned(const Options& options) : Trained(NetworkKind::learned, options.weights) {}
};

class Imitation final : public Trained {
 public:
  struct Options {
    LibraryFile weights{"imitation", {}};

    void describe(Fields& f) {
      f("weights", weights,
        "trained weights: a name from Kairos' library, the path of a file, or 'none' (untrained)");
    }
  };
  explicit Imitation(const Options& options) : Trained(NetworkKind::learned, options.weights) {}
};

/// A policy with a network from a paper.
template <NetworkKind network>
class OfPaper final : public Trained {
 public:
  struct Options {
    LibraryFile weights{name_of(network), {}};

    void describe(Fields& f) {
      f("weights", weights,
        "trained weights: a name from Kairos' library, the path of a file, or 'none' (untrained)");
    }
  };
  explicit OfPaper(const Options& options) : Trained(network, options.weights) {}
};

const Register<Policy, Learned> registered{
    "learned", "a trained network corrects the task order of SRPT and the placement of EFT"};
const Register<Policy, Imitation> registered_imitation{
    "imitation", "the network of 'learned', trained by imitation of a lookahead search only"};
const Register<Policy, OfPaper<NetworkKind::deepsocs>> registered_deepsocs{
    "deepsocs",
    "a graph network orders the ready tasks; EFT places them (DeepSoCS, Sung et al. 2020)"};
const Register<Policy, OfPaper<NetworkKind::scarl>> registered_scarl{
    "scarl",
    "an attention network chooses a ready task, then its place (SCARL, Cheong et al. 2019)"};
const Register<Policy, OfPaper<NetworkKind::socrates>> registered_socrates{
    "socrates",
    "a network over a flat state of fixed size places the tasks in order of their ids (SoCRATES, "
    "Sung and Ryu)"};

}  // namespace
}  // namespace kairos
