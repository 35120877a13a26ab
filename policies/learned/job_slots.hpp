// The flat state that SoCRATES observes: a fixed number of jobs, of tasks in each, and of numbers
// for each task; unused entries are zero.
//
// Sung, Ryu: SoCRATES: System-on-chip resource adaptive scheduling using deep reinforcement
// learning, arXiv 2104.14354, 2021. They have three jobs of ten tasks on three or four processors.
// The state gives, for every task, the processor it was sent to (one of n), the time it has been
// ready, the number of missing inputs, and a status; and for every job, the remaining share. Here
// clusters replace processors, and a number marks the task that is being placed, while their
// network has outputs for every slot.
//
// The oldest jobs have the slots. Tasks are identified by their slots alone: the state contains
// neither what they run nor how long they take.
#pragma once

#include <vector>

#include "sim/base/id.hpp"

namespace kairos {
class SystemView;
}

namespace kairos::job_slots {

inline constexpr std::size_t jobs = 3, tasks = 36, clusters = 8;
inline constexpr std::size_t task_numbers = clusters + 6, job_numbers = 2;
inline constexpr std::size_t width = jobs * (job_numbers + tasks * task_numbers);

/// Appends the state in which a task is placed. Appends nothing if the task has no slot, because
/// older jobs have taken all slots, its id is too large, or the chip has too many clusters. `unit`
/// is the unit of time in picoseconds (task_facts.hpp).
void describe(TaskRef placed, const SystemView& view, float unit, std::vector<float>& context);

}  // namespace kairos::job_slots
