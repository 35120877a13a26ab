// Runs networks that transforms have changed, against closed forms of their times.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/transforms.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Ranks that compute in no time. Each has a port of 300 GB/s out and one in; the start-up time of
/// a transfer is 3 us.
Platform ranks_with_ports(std::size_t ranks) {
  PlatformConfig config;
  config.name = "ranks";
  for (std::size_t r = 0; r < ranks; ++r) {
    const std::string name = "rank" + std::to_string(r);
    ClusterConfig cluster;
    cluster.name = name;
    cluster.kind = "gpu";
    cluster.kernels = {{"pointwise", Duration{}}, {"collective", Duration{}}};
    config.clusters.push_back(cluster);
    for (const char* direction : {".in", ".out"}) {
      LinkConfig port;
      port.name = name + direction;
      port.bandwidth = BytesPerSecond(300e9);
      config.links.push_back(port);
    }
  }
  for (std::size_t from = 0; from < ranks; ++from) {
    for (std::size_t to = 0; to < ranks; ++to) {
      if (from == to) continue;
      PathConfig path;
      path.from = {config.clusters[from].name};
      path.to = {config.clusters[to].name};
      path.over = {path.from.front() + ".out", path.to.front() + ".in"};
      path.latency = 3_us;
      path.one_way = true;
      config.paths.push_back(path);
    }
  }
  return config.build();
}

struct CollectiveCase {
  std::string operation, algorithm;
  std::int64_t bytes;
  double seconds;  ///< The time by the formulas of transforms/collectives.cpp.
};

class CollectiveTime : public ::testing::TestWithParam<CollectiveCase> {};

/// The time of a collective operation, whose steps may be gangs.
double time_of(const CollectiveCase& c, const std::string& gangs) {
  constexpr std::size_t n = 8;
  std::vector<std::string> over;
  for (std::size_t r = 0; r < n; ++r) over.push_back("rank" + std::to_string(r));
  NetworkBuilder net("ranks");
  // The values of rank r lie in row r, which is made on rank r.
  const TensorId x = net.op("make", "pointwise", {net.input("x", {n, c.bytes / 4})});
  net.op("collective", "collective", {x},
         {{"operation", text(c.operation)}, {"ranks", text(std::to_string(n))}});
  Program program(net.graph());
  transform("split", {{"kind", text("pointwise")}, {"axis", text("rows")}, {"over", texts(over)}})
      ->apply(program);
  transform("collectives",
            {{"algorithm", text(c.algorithm)}, {"over", texts(over)}, {"gangs", text(gangs)}})
      ->apply(program);
  return run_with(scenario(ranks_with_ports(n), job_of(program)), "earliest_finish").end.seconds();
}

/// Times by these formulas, computed apart from Kairos. A picosecond is the resolution of the
/// simulator, so each of up to 14 steps may be rounded by one.
TEST_P(CollectiveTime, IsThatOfTheAlphaBetaModel) {
  EXPECT_NEAR(time_of(GetParam(), "false"), GetParam().seconds, 14e-12);
}

/// All ranks do the same at the same time, so gangs wait for nobody.
TEST_P(CollectiveTime, IsTheSameIfStepsAreGangs) {
  EXPECT_NEAR(time_of(GetParam(), "true"), GetParam().seconds, 14e-12);
}

INSTANTIATE_TEST_SUITE_P(
    AlphaBeta, CollectiveTime,
    ::testing::Values(CollectiveCase{"all_reduce", "ring", 1024, 4.200597333333333e-05},
                      CollectiveCase{"all_reduce", "ring", 1048576, 4.811669333333334e-05},
                      CollectiveCase{"all_reduce", "ring", 268435456, 0.0016078734933333333},
                      CollectiveCase{"all_reduce", "one_shot", 1024, 3.0238933333333335e-06},
                      CollectiveCase{"all_reduce", "one_shot", 1048576, 2.7466773333333335e-05},
                      CollectiveCase{"all_reduce", "one_shot", 268435456, 0.006266493973333334},
                      CollectiveCase{"all_reduce", "two_shot", 1024, 6.005973333333333e-06},
                      CollectiveCase{"all_reduce", "two_shot", 1048576, 1.2116693333333333e-05},
                      CollectiveCase{"all_reduce", "two_shot", 268435456, 0.0015718734933333333},
                      CollectiveCase{"all_to_all", "ring", 1024, 2.1002986666666667e-05},
                      CollectiveCase{"all_to_all", "ring", 1048576, 2.405834666666667e-05},
                      CollectiveCase{"all_to_all", "ring", 268435456, 0.0008039367466666666}));

/// A GPU with a small memory, whose last tier is the memory of the host, at 25 GB/s.
Platform gpu_with_host_memory() {
  PlatformConfig config;
  config.name = "host";
  ClusterConfig gpu;
  gpu.name = gpu.kind = "gpu";
  gpu.kernels = {{"matrix_product", 1_ms}};
  gpu.memory = {"hbm"};
  MemoryConfig hbm, dram;
  hbm.name = "hbm";
  hbm.bandwidth = BytesPerSecond(1e12);
  hbm.size = Bytes(1e9);
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(25e9);
  dram.size = Bytes(1e12);
  hbm.when_full = WhenFull::spill;
  hbm.spill_to = "dram";
  config.clusters = {gpu};
  config.memory = {hbm, dram};
  return config.build();
}

TEST(Offload, ReadsWeightsFromTheLastTierEachTime) {
  NetworkBuilder net("net");
  const TensorId x = net.input("x", {1, 5000});
  net.op("product", "matrix_product", {x, net.weight("w", {5000, 5000})});
  const Program near(net.graph());
  const Program far = transformed(net.graph(), "offload", {});
  const auto end = [](const Program& program) {
    return run_with(scenario(gpu_with_host_memory(), job_of(program)), "first_come").end;
  };
  EXPECT_EQ(end(near), Time(1_ms));
  EXPECT_EQ(end(far), Time(5_ms)) << "100 MB at 25 GB/s";
}

}  // namespace
}  // namespace kairos
