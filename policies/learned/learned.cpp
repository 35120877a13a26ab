// Learned: a network trained by `kairos train` orders the ready tasks and places each, as a
// correction to SRPT and EFT (round.hpp says how, network.hpp with what, docs/learning.md how it is
// trained).
//
// `weights` names a file that comes with Kairos, or is the path of another; `none` is the untrained
// network, which is the heuristic itself.
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

class Learned final : public Policy {
 public:
  struct Options {
    std::string weights = "default";

    void describe(Fields& f) {
      f("weights", weights, "those that come with Kairos by name, others by path, or 'none'");
    }
  };
  explicit Learned(const Options& options) : rounds_(network_of(options.weights)) {}

  void begin(const SystemView& view) override { rounds_.begin(view); }
  std::optional<Decision> decide(const SystemView& view) override { return rounds_.decide(view); }

 private:
  GreedyRounds rounds_;
};

const Register<Policy, Learned> registered{
    "learned", "a trained network corrects SRPT's order and EFT's places"};

}  // namespace
}  // namespace kairos
