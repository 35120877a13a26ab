// An estimator of execution times with errors: what a predictor tells a policy, not the truth.
//
//   time = true time * bias * exp(spread * N - spread^2 / 2),   N standard normal
//
// N is drawn once for each kernel and cluster (or once for each task and cluster), because the
// error of a predictor is systematic: it is the same whenever the kernel is asked for.
//
// Example: with a bias of 1.2 and no spread, a task of 10 us is believed to take 12 us everywhere.
// HEFT then places as before, because all times grow alike. With a spread of 0.3, two thirds of the
// kernels are believed to be 26 % too fast to 35 % too slow, and placements change.
// How far to trust it: learned predictors of latency have spreads of 0.05 to 0.3; their errors are
// not lognormal in general.
#include <cmath>

#include "sim/base/random.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"

namespace kairos {

enum class EstimatorUnit : std::uint8_t { kernel, task };

template <>
struct EnumNames<EstimatorUnit> {
  static constexpr std::string_view kind = "unit of estimation";
  static constexpr std::array names{EnumName{EstimatorUnit::kernel, "kernel"},
                                    EnumName{EstimatorUnit::task, "task"}};
};

namespace {

class Estimator final : public CostModel {
 public:
  struct Options {
    double bias = 1;
    double spread = 0.2;
    EstimatorUnit by = EstimatorUnit::kernel;
    std::uint64_t seed = 1;
    std::optional<Choice<CostModel>> of;

    void describe(Fields& f) {
      f("bias", bias, "factor on all times").positive();
      f("spread", spread, "standard deviation of the logarithm of the error").between(0.0, 3.0);
      f("by", by, "whether an error is drawn for each kernel or for each task, on each cluster");
      f("seed", seed, "seed of the errors");
      f("of", of, "cost model whose times are estimated (under 'belief', the true one if absent)");
    }
  };
  explicit Estimator(const Options& options) : options_(options) {
    if (options_.of) truth_ = options_.of->make();
  }

  void know_truth(const std::shared_ptr<const CostModel>& truth) override {
    if (!truth_) truth_ = truth;
  }

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    if (!truth_) {
      throw InputError(
          "cost model 'estimator' does not know what it estimates; use it under "
          "'belief', or name a cost model under 'of'");
    }
    std::optional<TaskCost> cost = truth_->cost(task, cluster);
    if (!cost) return cost;
    const std::string& unit = options_.by == EstimatorUnit::task ? task.name : task.kernel;
    Random random = Random::stream(options_.seed, unit + "@" + cluster.name);
    const double spread = options_.spread;
    const double error = options_.bias * std::exp(spread * random.normal() - spread * spread / 2);
    cost->compute = whole_picoseconds(static_cast<double>(cost->compute.picoseconds()) * error);
    cost->memory = cost->memory * error;
    return cost;
  }

 private:
  Options options_;
  std::shared_ptr<const CostModel> truth_;
};

const Register<CostModel, Estimator> registered{
    "estimator", "another cost model with a bias and random errors, as a predictor of times has"};

}  // namespace
}  // namespace kairos
