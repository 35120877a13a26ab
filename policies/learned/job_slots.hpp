// The flat state that SoCRATES looks at: so many jobs, so many tasks of each, so many numbers for
// every one of them, and zeros where there is none.
//
// Sung, Ryu (SoCRATES: System-on-chip resource adaptive scheduling using deep reinforcement
// learning) have three jobs of ten tasks on three or four processors: for every task the processor
// it was sent to (one of n), how long it has been ready, how many inputs it lacks, and a status;
// for every job how much of it is left. Here it is the cluster instead of the processor, and a
// number marks the task that is being placed, where theirs has outputs for every slot.
//
// The oldest jobs have the slots. Tasks are told by their slots alone: the state says nothing of
// what they run or how long that takes.
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

/// Appends the state in which a task is placed. Appends nothing if the task has no slot: because
/// older jobs have taken all slots, because its id is too large, or because the chip has too many
/// clusters. `unit` is the unit of time in picoseconds (task_facts.hpp).
void describe(TaskRef placed, const SystemView& view, float unit, std::vector<float>& context);

}  // namespace kairos::job_slots
