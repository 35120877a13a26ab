// Processes that train together by MPI. This is a separate module, so that only they load MPI.
#include <cstdio>
#include <stdexcept>

#include <dlfcn.h>
#include <mpi.h>

#include "experiments/training/ranks.hpp"

namespace kairos {
namespace {

class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    make_symbols_global();
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    if (provided < MPI_THREAD_FUNNELED) throw std::runtime_error("this MPI knows no threads");
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;
  ~MpiRanks() override { MPI_Finalize(); }

  [[nodiscard]] std::size_t rank() const override { return static_cast<std::size_t>(rank_); }
  [[nodiscard]] std::size_t size() const override { return static_cast<std::size_t>(size_); }
  void sum(std::span<std::int64_t> numbers) override {
    MPI_Allreduce(MPI_IN_PLACE, numbers.data(), static_cast<int>(numbers.size()), MPI_INT64_T,
                  MPI_SUM, MPI_COMM_WORLD);  // MPI ends the program on errors.
  }
  void give_up(const std::string& why) override {
    std::fprintf(stderr, "kairos, process %d: %s\n", rank_, why.c_str());
    constexpr int code_of_wrong_input = 2;
    MPI_Abort(MPI_COMM_WORLD, code_of_wrong_input);
  }

 private:
  /// Makes the symbols of MPI global. The plug-ins of Open MPI need them, but the symbols of a
  /// module are local.
  static void make_symbols_global() {
    Dl_info library;
    if (dladdr(reinterpret_cast<const void*>(&MPI_Init_thread), &library) != 0) {
      dlopen(library.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
    }
  }

  int rank_ = 0, size_ = 1;
};

}  // namespace
}  // namespace kairos

extern "C" kairos::Ranks* kairos_make_ranks() {
  return new kairos::MpiRanks;
}
