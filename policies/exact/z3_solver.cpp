// The decision problem as satisfiability modulo difference logic, for z3.
//
//   x(t, l)   task t runs on slot l: exactly one            s(t) its start, whole grains of time
//   x(t, l)                      =>  s(t) >= head(t, l),  s(t) + w(t, l) + tail(t, l) <= D
//   edge u -> v, x(u, l)         =>  s(u) + w(u, l) <= s(v)
//   ... and x(v, k)              =>  s(u) + w(u, l) + c(l, k) <= s(v)
//   a, b unordered, both on l    =>  a before b or b before a, by one Boolean per pair
//   per slot                         sum over t of w(t, l) x(t, l) <= D             [redundant]
//
// Only the deadline D changes between questions. The slots of an element are distinguished.
// Promises to other jobs are intervals that a task must avoid.
#include <algorithm>
#include <optional>
#include <tuple>

#include <z3++.h>

#include "policies/exact/deadline_solver.hpp"

namespace kairos {
namespace {

class Z3Solver final : public DeadlineSolver {
 public:
  Z3Solver(const SearchProblem& problem, const PathBounds& bounds, Picoseconds grain)
      : problem_(problem), bounds_(bounds), grain_(grain), solver_(context_), on_(problem.tasks()) {
    for (std::size_t t = 0; t < problem.tasks(); ++t) add_task(t);
    for (std::size_t t = 0; t < problem.tasks(); ++t) add_edges(t);
    find_ancestors();
    for (std::size_t b = 0; b < problem.tasks(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        if (!ancestors_[b][a] && !ancestors_[a][b]) add_pair(a, b);
      }
    }
  }

  Answer ask(Picoseconds deadline, Effort effort, Plan& plan) override {
    constexpr double longest_ms = 4e9;  // z3 stores it in 32 bits.
    z3::params limits(context_);
    limits.set("rlimit", effort.steps);
    limits.set("ctrl_c", false);  // The program handles signals.
    if (effort.seconds > 0) {
      const double ms = std::clamp(effort.seconds * 1e3, 1.0, longest_ms);
      limits.set("timeout", static_cast<unsigned>(ms));
    }
    solver_.set(limits);
    solver_.push();
    add_deadline((deadline - problem_.release()) / grain_);
    const z3::check_result result = solver_.check();
    count_steps();
    if (result == z3::sat) read_plan(plan);
    solver_.pop();
    if (result == z3::unknown) return Answer::unknown;
    return result == z3::sat ? Answer::plan : Answer::impossible;
  }

  [[nodiscard]] std::uint64_t steps_used() const override { return steps_used_; }

 private:
  struct Choice {
    std::size_t lane;
    std::uint32_t element;
    z3::expr chosen;
  };

  /// z3 counts steps for the whole context.
  void count_steps() {
    const z3::stats statistics = solver_.statistics();
    for (unsigned i = 0; i < statistics.size(); ++i) {
      const bool is_it = statistics.key(i) == "rlimit count" && statistics.is_uint(i);
      if (is_it) steps_used_ = std::max<std::uint64_t>(steps_used_, statistics.uint_value(i));
    }
  }

  [[nodiscard]] z3::expr number(Picoseconds grains) {
    return context_.int_val(static_cast<std::int64_t>(grains));
  }
  [[nodiscard]] Picoseconds duration(std::size_t task, std::uint32_t element) const {
    return problem_.duration(task, element) / grain_;
  }

  void add_task(std::size_t t) {
    start_.push_back(context_.int_const(("s" + std::to_string(t)).c_str()));
    z3::expr_vector choices(context_);
    for (const std::uint32_t e : problem_.candidates(t)) {
      for (std::size_t lane = problem_.first_lane(e); lane < problem_.first_lane(e + 1); ++lane) {
        const std::string name = "x" + std::to_string(t) + "_" + std::to_string(lane);
        on_[t].push_back({lane, e, context_.bool_const(name.c_str())});
        choices.push_back(on_[t].back().chosen);
        solver_.add(
            z3::implies(on_[t].back().chosen, start_[t] >= number(bounds_.head(t, e) / grain_)));
        add_promises(t, on_[t].back());
      }
    }
    solver_.add(z3::mk_or(choices));
    solver_.add(z3::atmost(choices, 1));
  }

  void add_promises(std::size_t t, const Choice& choice) {
    for (const auto* taken = problem_.taken(choice.lane); taken->finish != never; ++taken) {
      const Picoseconds begin = (taken->start - problem_.release()) / grain_;
      const Picoseconds end = (taken->finish - problem_.release()) / grain_;
      const z3::expr behind = start_[t] >= number(end);
      if (taken->start < problem_.release()) {
        solver_.add(z3::implies(choice.chosen, behind));
        continue;
      }
      const z3::expr before = start_[t] + number(duration(t, choice.element)) <= number(begin);
      solver_.add(z3::implies(choice.chosen, before || behind));
    }
  }

  void add_edges(std::size_t v) {
    for (const SearchEdge& input : problem_.inputs(v)) {
      const std::size_t u = input.task;
      for (const Choice& from : on_[u]) {
        const Picoseconds length = duration(u, from.element);
        solver_.add(z3::implies(from.chosen, start_[u] + number(length) <= start_[v]));
        for (const Choice& to : on_[v]) {
          const Picoseconds moving =
              problem_.transfer(input.bytes, from.element, to.element) / grain_;
          if (moving == 0) continue;
          solver_.add(z3::implies(from.chosen && to.chosen,
                                  start_[u] + number(length + moving) <= start_[v]));
        }
      }
    }
  }

  void find_ancestors() {
    ancestors_.assign(problem_.tasks(), std::vector<bool>(problem_.tasks()));
    for (const std::uint32_t v : problem_.topological_order()) {
      for (const SearchEdge& input : problem_.inputs(v)) {
        ancestors_[v][input.task] = true;
        for (std::size_t a = 0; a < problem_.tasks(); ++a) {
          if (ancestors_[input.task][a]) ancestors_[v][a] = true;
        }
      }
    }
  }

  void add_pair(std::size_t a, std::size_t b) {
    const std::string name = "o" + std::to_string(a) + "_" + std::to_string(b);
    const z3::expr a_first = context_.bool_const(name.c_str());
    for (const Choice& on_a : on_[a]) {
      for (const Choice& on_b : on_[b]) {
        if (on_a.lane != on_b.lane) continue;
        const z3::expr both = on_a.chosen && on_b.chosen;
        solver_.add(z3::implies(both && a_first,
                                start_[a] + number(duration(a, on_a.element)) <= start_[b]));
        solver_.add(z3::implies(both && !a_first,
                                start_[b] + number(duration(b, on_b.element)) <= start_[a]));
      }
    }
  }

  void add_deadline(Picoseconds deadline) {
    std::vector<z3::expr_vector> users;  // Copies of one would share its data.
    users.reserve(problem_.lanes());
    for (std::size_t lane = 0; lane < problem_.lanes(); ++lane) users.emplace_back(context_);
    std::vector<std::vector<int>> loads(problem_.lanes());
    // Coefficients are 32-bit integers. Rounding down keeps the constraint valid.
    constexpr Picoseconds fine_enough = 1'000'000;
    const Picoseconds coarse = 1 + deadline / fine_enough;
    for (std::size_t t = 0; t < problem_.tasks(); ++t) {
      for (const Choice& choice : on_[t]) {
        const Picoseconds length = duration(t, choice.element);
        const Picoseconds rest = length + bounds_.tail(t, choice.element) / grain_;
        if (bounds_.head(t, choice.element) / grain_ + rest > deadline) {
          solver_.add(!choice.chosen);
          continue;
        }
        solver_.add(z3::implies(choice.chosen, start_[t] <= number(deadline - rest)));
        users[choice.lane].push_back(choice.chosen);
        loads[choice.lane].push_back(static_cast<int>(length / coarse));
      }
    }
    for (std::size_t lane = 0; lane < users.size(); ++lane) {
      if (users[lane].empty()) continue;
      solver_.add(z3::pble(users[lane], loads[lane].data(), static_cast<int>(deadline / coarse)));
    }
  }

  void read_plan(Plan& plan) {
    const z3::model model = solver_.get_model();
    std::vector<Picoseconds> starts(problem_.tasks());
    plan.element.assign(problem_.tasks(), 0);
    for (std::size_t t = 0; t < problem_.tasks(); ++t) {
      starts[t] = model.eval(start_[t], true).get_numeral_int64();
      for (const Choice& choice : on_[t]) {
        if (model.eval(choice.chosen, true).is_true()) plan.element[t] = choice.element;
      }
    }
    plan.order = problem_.topological_order();
    std::ranges::stable_sort(plan.order, {}, [&](std::uint32_t t) {
      return std::tuple(starts[t], starts[t] + duration(t, plan.element[t]));
    });
  }

  const SearchProblem& problem_;
  const PathBounds& bounds_;
  Picoseconds grain_;
  std::uint64_t steps_used_ = 0;
  z3::context context_;
  z3::solver solver_;
  std::vector<z3::expr> start_;
  std::vector<std::vector<Choice>> on_;       ///< The choices of each task.
  std::vector<std::vector<bool>> ancestors_;  ///< True at [a][b] if b is an ancestor of a.
};

}  // namespace

std::unique_ptr<DeadlineSolver> make_z3_solver(const SearchProblem& problem,
                                               const PathBounds& bounds, Picoseconds grain) {
  return std::make_unique<Z3Solver>(problem, bounds, grain);
}

}  // namespace kairos
