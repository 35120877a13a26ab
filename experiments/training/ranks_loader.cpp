// Detects whether an MPI launcher has started this process, and loads kairos_mpi.so if so.
#include <array>
#include <cstdlib>

#include "experiments/training/ranks.hpp"
#include "sim/base/module.hpp"

namespace kairos {

std::unique_ptr<Ranks> make_ranks() {
  // Environment variables set by the mpirun of Open MPI, by that of MPICH and Intel MPI, and by
  // launchers with PMIx, such as srun.
  constexpr std::array marks = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
  const bool is_launched =
      std::ranges::any_of(marks, [](const char* mark) { return std::getenv(mark) != nullptr; });
  if (!is_launched) return std::make_unique<Ranks>();
  using Maker = Ranks* (*)();
  const auto make = reinterpret_cast<Maker>(find_in_module(
      {"kairos_mpi.so", "kairos_make_ranks", "training in several processes",
       "build it (install libopenmpi-dev and configure again), or start kairos without mpirun"}));
  return std::unique_ptr<Ranks>(make());
}

}  // namespace kairos
