// Learned: a network trained by `kairos train` orders the ready tasks and places each, as a
// correction to SRPT and EFT (round.hpp says how, network.hpp with what, docs/learning.md how it is
// trained).
//
// `weights` names a file that comes with Kairos, or is the path of another; `none` is the untrained
// network, which is the heuristic itself.
//
// Imitation: the same network, trained by `step: {algorithm: imitation}` to answer as an oracle
// does that tries each answer out (experiments/learning/lookahead.hpp); for comparison.
#include "policies/learned/checkpoint.hpp"
#include "policies/learned/greedy_rounds.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr auto untrained = "none";

Network network_of(const std::string& weights) {
  if (weights == untrained) {
    const Architecture architecture;
    return {architecture, initial_weights(architecture, 0)};
  }
  Checkpoint checkpoint = read_checkpoint(weights_file(weights));
  return {checkpoint.architecture, std::move(checkpoint.weights)};
}

class Trained : public Policy {
 public:
  explicit Trained(const std::string& weights) : rounds_(network_of(weights)) {}

  void begin(const SystemView& view) final { rounds_.begin(view); }
  std::optional<Decision> decide(const SystemView& view) final { return rounds_.decide(view); }

 private:
  GreedyRounds rounds_;
};

class Learned final : public Trained {
 public:
  struct Options {
    std::string weights = "default";

    void describe(Fields& f) {
      f("weights", weights, "those that come with Kairos by name, others by path, or 'none'");
    }
  };
  explicit Learned(const Options& options) : Trained(options.weights) {}
};

class Imitation final : public Trained {
 public:
  struct Options {
    std::string weights = "imitation";

    void describe(Fields& f) { f("weights", weights, "as those of `learned`"); }
  };
  explicit Imitation(const Options& options) : Trained(options.weights) {}
};

const Register<Policy, Learned> registered{
    "learned", "a trained network corrects SRPT's order and EFT's places"};
const Register<Policy, Imitation> registered_imitation{
    "imitation", "the network of `learned`, trained to imitate a lookahead"};

}  // namespace
}  // namespace kairos
