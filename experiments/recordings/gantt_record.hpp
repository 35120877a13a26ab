// The first tasks of a run, complete enough to be drawn as a Gantt chart without the experiment.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/recordings/chip_history.hpp"

namespace kairos {

struct GanttRecord {
  struct Element {
    std::string name;
    ClusterId cluster{};
  };
  struct Task {
    std::string name;
    std::size_t application = 0, element = 0;  ///< Positions in the lists below.
    std::uint64_t job = 0;
    Time start, finish;
    Joules energy;
  };

  std::vector<std::string> applications;
  std::vector<Element> elements;
  std::size_t hidden_elements = 0;  ///< Number of elements that are not shown.
  std::vector<Task> tasks;          ///< Sorted by start time.
  ChipHistory chip;                 ///< The chip's history during these tasks.
};

inline constexpr std::size_t most_elements_with_idle_ones = 64;

/// Makes the record. If the chip has more than most_elements_with_idle_ones elements, those that
/// run none of the tasks are hidden.
GanttRecord gantt_record(std::span<const TaskFinished> tasks, const Scenario& scenario,
                         ChipHistory chip);

std::string bytes_of(const GanttRecord& record);
/// Throws InputError for damaged bytes.
GanttRecord gantt_record_from(std::string_view bytes);

}  // namespace kairos
