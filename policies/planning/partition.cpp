// Partition: chooses the form of every job, and of every operator, by the formula of HeteroInfer.
//
//   T = max(T_gpu(p1), T_npu(p2)) + T_sync + T_copy    if a part runs elsewhere than on `main`
//   T = T_gpu(all)                                     otherwise
//
// The forms are the `alternatives` of an application: all on the GPU, all on the NPU, divided in
// one of several ratios, with padded rows and so on (partition_solver.hpp names the strategies).
// With `per_operator`, every unit of operators takes the form with the smallest T, as if it ran
// alone: T_gpu and T_npu are the sums of the durations of its tasks on an element of each cluster.
// Otherwise the whole job is planned in each form, around the promises to earlier jobs, and takes
// the form with the smallest T of the plan. Ties go to the first form.
//
// A plan places the tasks by descending upward rank on the element where they finish first, behind
// the tasks placed there. A task with an input from another element starts T_sync after its inputs
// have arrived. T_sync is that of the platform (`behaviour`), unless the option gives another;
// T_copy is the transfer time.
//
// Example: a product takes 511 us on the GPU, 693 us on the NPU, and 306.6 and 277.2 us if the GPU
// computes 3/5 of its columns. With T_sync = 180 us, T is 511, 873 and 486.6 us, so it is divided.
//
// Chen et al.: HeteroInfer, SOSP 2025, arXiv 2501.14794. How far to trust it: the formula ignores
// that an operator may wait for the other processor, and that both share the memory bandwidth. The
// paper solves it offline for every shape; the forms offered here are those of the workload.
#include <algorithm>
#include <map>

#include "policies/planning/partition_solver.hpp"
#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"
#include "workloads/form_mix.hpp"

namespace kairos {
namespace {

class PartitionPolicy final : public PlanningPolicy {
 public:
  struct Options {
    std::string main = "gpu";
    std::optional<Duration> synchronisation;

    void describe(Fields& f) {
      f("main", main,
        "name or kind of the clusters that need the results of operators and jobs; parts that run "
        "elsewhere are joined with them");
      f("synchronisation", synchronisation,
        "time until the results of one cluster can be used on another one (that of the platform "
        "if absent)")
          .not_negative();
    }
  };
  explicit PartitionPolicy(const Options& options) : options_(options) {}

  void choose_form(const SystemView& view, JobId job, JobForms& forms) override {
    if (forms.mix() == nullptr) {
      PlanningPolicy::choose_form(view, job, forms);
    } else {
      choose_each(view, job, forms);
    }
  }

 private:
  /// Gives every unit of operators the form with the smallest T. Forms with an element that is down
  /// are only taken if all of them have one.
  void choose_each(const SystemView& view, JobId job, JobForms& forms) const {
    const FormMix& mix = *forms.mix();
    std::vector<std::uint32_t> chosen(mix.units());
    std::vector<std::pair<bool, Seconds>> least(mix.units());
    for (std::uint32_t form = 0; form < forms.count(); ++form) {
      forms.take(form);
      for (std::size_t unit = 0; unit < mix.units(); ++unit) {
        const auto time = time_of_unit(view, job, mix.tasks(form, unit));
        if (form > 0 && time >= least[unit]) continue;
        least[unit] = time;
        chosen[unit] = form;
      }
    }
    forms.take_each(chosen);
  }

  /// T of some tasks that run at once, and whether one of them has no element that is up.
  [[nodiscard]] std::pair<bool, Seconds> time_of_unit(const SystemView& view, JobId job,
                                                      std::span<const TaskId> tasks) const {
    Seconds on_main, elsewhere, copy;
    std::map<ElementId, Seconds> busy;
    bool is_stranded = false;
    Duration joining;
    for (const TaskId id : tasks) {
      const TaskRef task{job, id};
      is_stranded = is_stranded || view.elements_for(task).empty();
      const ElementId element = fastest(task, view);
      Seconds& sum = busy[element];
      sum += to_seconds(view.duration(task, element));
      Seconds& largest = is_main(element, view) ? on_main : elsewhere;
      largest = std::max(largest, sum);
      if (is_main(element, view)) continue;
      joining = std::max(joining, synchronisation(element, view));
      copy = std::max(copy, time_to_main(view, task, element));
    }
    const auto main = main_element(view);
    if (main) joining = std::max(joining, synchronisation(*main, view));
    return {is_stranded, time_of_parts(on_main, elsewhere, to_seconds(joining) + copy)};
  }

  /// The element that runs a task fastest; ties go to the lowest element.
  static ElementId fastest(TaskRef task, const SystemView& view) {
    auto usable = view.elements_for(task);
    if (usable.empty()) usable = view.capable_elements(task);
    return *std::ranges::min_element(usable, {},
                                     [&](ElementId e) { return view.duration(task, e); });
  }

  /// The longest time for moving a result of a task to a main element.
  [[nodiscard]] Seconds time_to_main(const SystemView& view, TaskRef task,
                                     ElementId element) const {
    const auto main = main_element(view);
    Duration longest;
    if (!main) return {};
    for (const Edge& output : view.graph(task.job).outputs(task.task)) {
      const Bytes bytes = view.bytes(task.job, output);
      longest = std::max(longest, view.transfer_time(bytes, element, *main));
    }
    return to_seconds(longest);
  }

  [[nodiscard]] bool is_main(ElementId element, const SystemView& view) const {
    const Cluster& cluster = view.platform().cluster_of(element);
    return cluster.name == options_.main || cluster.kind == options_.main;
  }
  [[nodiscard]] std::optional<ElementId> main_element(const SystemView& view) const {
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (is_main(e, view)) return e;
    }
    return std::nullopt;
  }
  /// The time before results of other elements can be used on an element.
  [[nodiscard]] Duration synchronisation(ElementId element, const SystemView& view) const {
    return options_.synchronisation.value_or(
        view.platform().cluster_of(element).overheads.synchronisation);
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem))) {
      PlannedTask best{task, {}, Time::never(), Time::never(), 0};
      for (const ElementId element : problem.elements_for(task)) {
        const PlannedTask planned =
            schedule.append(task, element, ready(problem, schedule, task, element));
        if (planned.finish < best.finish) best = planned;
      }
      schedule.place(best);
    }
  }

  /// The instant at which the inputs of a task can be used on an element.
  [[nodiscard]] Time ready(const PlanningProblem& problem, const PartialSchedule& schedule,
                           TaskId task, ElementId element) const {
    const Time arrival = schedule.data_ready(task, element);
    const auto comes_from_elsewhere = [&](const Edge& input) {
      return schedule.of(input.task).element != element;
    };
    const bool waits = std::ranges::any_of(problem.graph().inputs(task), comes_from_elsewhere);
    return waits ? arrival + synchronisation(element, problem.view()) : arrival;
  }

  /// The end of the last task, plus the time for joining if a result is not on a main element.
  Time planned_end(const SystemView& view, JobId job) override {
    const PlanningProblem problem(view, job);
    PartialSchedule schedule = around_promises(problem, view);
    plan(problem, schedule);
    Time end = view.now();
    Duration joining;
    const auto main = main_element(view);
    for (const PlannedTask& planned : schedule.placed()) {
      end = std::max(end, planned.finish);
      const bool is_result = problem.graph().outputs(planned.task).empty();
      if (!is_result || !main || is_main(planned.element, view)) continue;
      joining = std::max(joining, synchronisation(*main, view));
    }
    return end + joining;
  }

  Options options_;
};

const Register<Policy, PartitionPolicy> registered{
    "partition",
    "plans every job in the form, or every operator in the form, that ends first on GPU and NPU "
    "with the time for joining (HeteroInfer, Chen et al. 2025)"};

}  // namespace
}  // namespace kairos
