#include "tests/benchmarks/network_bench.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/benchmarks/stopwatch.hpp"
#include "workloads/models/model.hpp"
#include "workloads/operators/lower.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

const std::filesystem::path resnet50 = KAIROS_SOURCE_DIR "/../shared/reference/onnx/resnet50.onnx";

void show_operators() {
  const pid_t child = fork();
  if (child == 0) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(127);
    execl(KAIROS_BINARY, "kairos", "operators", resnet50.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) throw std::logic_error("kairos operators failed");
}

std::unique_ptr<Model> llama2_7b() {
  Value options = Value::map();
  options.set("attention", Value::scalar("steps"));
  return Registry<Model>::find("transformer", {}).make(options);
}

/// A cluster with the rates of an A100.
Cluster a100() {
  Cluster cluster;
  cluster.name = "gpu";
  cluster.compute.matrix = {{"any", OperationsPerSecond(312e12)}};
  cluster.compute.vector = {{"any", OperationsPerSecond(78e12)}};
  return cluster;
}

/// The sum of the computing times, so that no cost is left out.
double costed(const JobGraph& graph, const CostModel& model, const Cluster& cluster) {
  double sum = 0;
  for (const Task& task : graph.tasks()) sum += model.cost(task, cluster)->compute.seconds();
  return sum;
}

}  // namespace

double lower_llama2_7b_prefill_ms() {
  const auto model = llama2_7b();
  const auto roofline = Choice<CostModel>("roofline").make();
  const Cluster gpu = a100();
  Call call;
  call.phase = ModelPhase::prefill;
  call.rows = call.context = 2048;
  double best = 1e9, sum = 0;
  for (int i = 0; i < 100; ++i) {
    best = std::min(best,
                    seconds_of([&] { sum += costed(*lower(model->build(call)), *roofline, gpu); }));
  }
  if (!(sum > 0)) throw std::logic_error("a prompt takes no time");
  return best * 1e3;
}

double lower_llama2_7b_tiles_s() {
  const auto model = llama2_7b();
  const auto roofline = Choice<CostModel>("roofline").make();
  const Cluster gpu = a100();
  Call call;
  call.phase = ModelPhase::prefill;
  call.rows = call.context = 16;
  call.batch = 208;
  Value options = Value::map();
  options.set("axis", Value::scalar("batch"));
  options.set("parts", Value::scalar("208"));
  const auto split = Registry<Transform>::find("split", {}).make(options);
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    best = std::min(best, seconds_of([&] {
                      Program program(model->build(call));
                      split->apply(program);
                      const auto graph = lower(program.graph, program.partition, "job");
                      if (graph->size() < 100'000) throw std::logic_error("there are fewer tiles");
                      static_cast<void>(costed(*graph, *roofline, gpu));
                    }));
  }
  return best;
}

std::optional<double> onnx_resnet50_ms() {
  if (!std::filesystem::exists(resnet50)) return std::nullopt;
  double best = 1e9;
  for (int i = 0; i < 20; ++i) best = std::min(best, seconds_of(show_operators));
  return best * 1e3;
}

}  // namespace kairos
