// Finds and loads kairos_torch.so, so that only a training loads LibTorch.
#include <cstdlib>

#include "experiments/training/learner.hpp"
#include "sim/base/module.hpp"

namespace kairos {

std::unique_ptr<Learner> make_learner() {
  // OpenBLAS uses as many threads as there are processors, and their number would affect the
  // rounding of sums. It reads this variable when it is loaded.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  using Maker = Learner* (*)();
  const auto make = reinterpret_cast<Maker>(
      find_in_module({"kairos_torch.so", "kairos_make_learner", "the training",
                      "build it (install libtorch-dev and configure with -DKAIROS_TORCH=ON), or "
                      "set KAIROS_MODULE_DIR to its folder"}));
  return std::unique_ptr<Learner>(make());
}

}  // namespace kairos
