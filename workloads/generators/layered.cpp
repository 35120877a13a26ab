// Random layered graphs for unrelated elements, from the generator of the HEFT paper.
//
//   levels   as many as the tasks fill, each of uniformly 1 to 2 shape sqrt(tasks) - 1 tasks: about
//            sqrt(tasks) / shape levels of shape sqrt(tasks) tasks
//   edges    every task has an input from the level above it, and at least out_degree outputs to
//            the level below, or to all of its tasks if there are fewer
//   w(i)     uniform in [0, 2]: its mean over elements, in units of the mean of all tasks
//   w(i,q)   uniform in w(i) [1 - beta / 2, 1 + beta / 2]
//   c(i,j)   uniform in [0, 2 ccr] between different elements
//
// Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous
// computing, IEEE TPDS 13(3), 2002, section 5. The paper does not specify which tasks are connected
// and how communication varies around its mean. Every option is a list, from which each graph draws
// one value.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/registry.hpp"
#include "workloads/instance_generator.hpp"

namespace kairos {
namespace {

template <class T>
const T& pick(const std::vector<T>& values, Random& random) {
  return values[random.index(values.size())];
}

using Level = std::vector<std::size_t>;

class Layered final : public InstanceGenerator {
 public:
  struct Options {
    std::vector<std::uint64_t> tasks{10, 20, 50, 100, 200}, elements{3, 4, 8, 16},
        out_degree{1, 2, 4};
    std::vector<double> shape{0.5, 1, 2}, ccr{0.1, 0.5, 1, 2, 5, 10}, beta{0.25, 1};

    void describe(Fields& f) {
      const auto up_to = [](std::uint64_t most) {
        return [most](const auto& values) {
          return !values.empty() &&
                 std::ranges::all_of(values, [most](auto v) { return v >= 1 && v <= most; });
        };
      };
      const auto shapes = [](const auto& values) {
        return !values.empty() && std::ranges::all_of(values, [](double v) { return v > 0; });
      };
      const auto ratios = [](const auto& values) {
        return !values.empty() && std::ranges::all_of(values, [](double v) { return v >= 0; });
      };
      const auto spreads = [](const auto& values) {
        return !values.empty() &&
               std::ranges::all_of(values, [](double v) { return v >= 0 && v <= 2; });
      };
      f("tasks", tasks, "numbers of tasks of a graph, from which one is drawn")
          .must(up_to(100'000), "a list of whole numbers, from 1 to 100000");
      f("elements", elements, "numbers of elements of the chip, from which one is drawn")
          .must(up_to(1024), "a list of whole numbers, from 1 to 1024");
      f("shape", shape,
        "shapes, from which one is drawn: width of a graph / square root of its number of tasks; "
        "small values give long chains")
          .must(shapes, "a list of numbers greater than zero");
      f("out_degree", out_degree,
        "numbers of outputs of a task, from which one is drawn, if the next level has that many "
        "tasks")
          .must(up_to(100'000), "a list of whole numbers, from 1 to 100000");
      f("ccr", ccr, "communication-to-computation ratios, from which one is drawn")
          .must(ratios, "a list of numbers, zero or more");
      f("beta", beta,
        "heterogeneities, from which one is drawn: relative range of a task's execution times over "
        "the elements")
          .must(spreads, "a list of numbers between 0 and 2");
    }
    void check(const SourceLocation& where) const {
      constexpr std::uint64_t most = 1'000'000;
      if (std::ranges::max(tasks) * std::ranges::max(elements) <= most) return;
      throw InputError(where,
                       "the largest graph has more than 1000000 execution times (tasks * "
                       "elements); list fewer tasks or elements");
    }
  };
  explicit Layered(Options options) : options_(std::move(options)) {}

  [[nodiscard]] StaticProblem generate(Random random) const override {
    StaticProblem problem;
    problem.tasks = pick(options_.tasks, random);
    problem.elements = pick(options_.elements, random);
    const double shape = pick(options_.shape, random);
    const std::uint64_t out_degree = pick(options_.out_degree, random);
    const double ccr = pick(options_.ccr, random);
    const double beta = pick(options_.beta, random);
    problem.name = "n" + std::to_string(problem.tasks) + " p" + std::to_string(problem.elements) +
                   " ccr" + shortest(ccr) + " beta" + shortest(beta);
    draw_costs(problem, beta, random);
    const std::vector<Level> levels = draw_levels(problem.tasks, shape, random);
    for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
      connect(levels[i], levels[i + 1], out_degree, ccr, problem, random);
    }
    problem.bandwidth.assign(problem.elements, std::vector<double>(problem.elements, 1));
    return problem;
  }

 private:
  static void draw_costs(StaticProblem& problem, double beta, Random& random) {
    for (std::size_t i = 0; i < problem.tasks; ++i) {
      const double mean = random.uniform(0, 2);
      std::vector<double>& row = problem.cost.emplace_back();
      for (std::size_t q = 0; q < problem.elements; ++q) {
        row.push_back(mean * random.uniform(1 - beta / 2, 1 + beta / 2));
      }
    }
  }

  static std::vector<Level> draw_levels(std::size_t tasks, double shape, Random& random) {
    const double mean = std::max(1.0, shape * std::sqrt(static_cast<double>(tasks)));
    const auto widest = static_cast<std::uint64_t>(std::max(1LL, std::llround(2 * mean - 1)));
    std::vector<Level> levels;
    for (std::size_t first = 0; first < tasks;) {
      Level level(std::min<std::size_t>(1 + random.index(widest), tasks - first));
      std::iota(level.begin(), level.end(), first);
      first += level.size();
      levels.push_back(std::move(level));
    }
    return levels;
  }

  static void connect(const Level& above, Level below, std::uint64_t out_degree, double ccr,
                      StaticProblem& problem, Random& random) {
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    std::vector<std::size_t> outputs(above.size());
    for (const std::size_t task : below) {
      const std::size_t from = random.index(above.size());
      edges.emplace_back(above[from], task);
      ++outputs[from];
    }
    for (std::size_t from = 0; from < above.size(); ++from) {
      const std::size_t wanted = std::min<std::size_t>(out_degree, below.size());
      for (std::size_t at = 0; at < below.size() && outputs[from] < wanted; ++at) {
        std::swap(below[at], below[at + random.index(below.size() - at)]);
        const std::pair edge(above[from], below[at]);
        if (std::ranges::find(edges, edge) != edges.end()) continue;
        edges.push_back(edge);
        ++outputs[from];
      }
    }
    std::ranges::sort(edges);
    for (const auto& [from, to] : edges) {
      problem.edges.emplace_back(from, to, random.uniform(0, 2 * ccr));
    }
  }

  Options options_;
};

const Register<InstanceGenerator, Layered> registered{
    "layered",
    "random layered graphs on unrelated elements, as in the HEFT paper (Topcuoglu et al. 2002)"};

}  // namespace
}  // namespace kairos
