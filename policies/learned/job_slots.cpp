#include "policies/learned/job_slots.hpp"

#include <algorithm>
#include <cmath>

#include "sim/decision/system_view.hpp"

namespace kairos::job_slots {
namespace {

/// The numbers of a task that follow its clusters.
enum Number : std::size_t { wait = clusters, lacks, is_ready, is_sent, is_waiting, is_placed };

float squeezed(Duration duration, float unit) {
  return std::log(1 + static_cast<float>(duration.picoseconds()) / unit);
}

float inputs_lacking(TaskRef ref, const SystemView& view) {
  return static_cast<float>(
      std::ranges::count_if(view.graph(ref.job).inputs(ref.task), [&](const Edge& input) {
        return view.phase({ref.job, input.task}) != Phase::done;
      }));
}

void describe_task(TaskRef ref, const SystemView& view, float unit, float* numbers) {
  const Phase phase = view.phase(ref);
  if (view.is_skipped(ref)) return;
  if (phase == Phase::queued || phase == Phase::running || phase == Phase::done) {
    numbers[index(view.platform().elements[view.element_of(ref)].cluster)] = 1;
  }
  if (phase == Phase::done) return;
  numbers[is_ready] = phase == Phase::ready ? 1.0F : 0.0F;
  numbers[is_sent] = phase == Phase::queued || phase == Phase::running ? 1.0F : 0.0F;
  numbers[is_waiting] = phase == Phase::waiting ? 1.0F : 0.0F;
  if (phase == Phase::ready) numbers[wait] = squeezed(view.now() - view.ready_since(ref), unit);
  if (phase == Phase::waiting) numbers[lacks] = 0.1F * inputs_lacking(ref, view);
}

void describe_job(JobId job, const SystemView& view, float unit, float* numbers) {
  const std::size_t size = view.graph(job).size();
  numbers[0] = static_cast<float>(view.unfinished(job)) / static_cast<float>(size);
  numbers[1] = squeezed(view.now() - view.job(job).arrival, unit);
  for (const TaskId task : ids<TaskId>(std::min(size, tasks))) {
    describe_task({job, task}, view, unit, numbers + job_numbers + index(task) * task_numbers);
  }
}

}  // namespace

void describe(TaskRef placed, const SystemView& view, float unit, std::vector<float>& context) {
  std::vector<JobId> with_slots;
  for (auto job = view.jobs().begin(); job != view.jobs().end(); ++job) {
    if (with_slots.size() == jobs) break;
    with_slots.push_back(*job);
  }
  const auto own = std::ranges::find(with_slots, placed.job);
  if (own == with_slots.end() || index(placed.task) >= tasks ||
      view.platform().clusters.size() > clusters) {
    return;
  }
  constexpr std::size_t slot = width / jobs;
  const std::size_t begin = context.size();
  context.resize(begin + width);
  float* numbers = context.data() + begin;
  for (std::size_t i = 0; i < with_slots.size(); ++i) {
    describe_job(with_slots[i], view, unit, numbers + i * slot);
  }
  const auto own_slot = static_cast<std::size_t>(own - with_slots.begin());
  numbers[own_slot * slot + job_numbers + index(placed.task) * task_numbers + is_placed] = 1;
}

}  // namespace kairos::job_slots
