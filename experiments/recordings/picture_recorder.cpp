#include "experiments/recordings/picture_recorder.hpp"

#include "experiments/recordings/gantt_record.hpp"

namespace kairos {
namespace {

constexpr std::size_t most_tasks = 400;  // In a Gantt chart.
constexpr ChipLog::Limits picture_limits{.readings = 1'024, .groups = 64};

}  // namespace

PictureRecorder::PictureRecorder(const Scenario& scenario, Pictures wanted)
    : scenario_(scenario), wanted_(wanted), tasks_(most_tasks) {
  if (wanted.gantt) beginning_.emplace(scenario, picture_limits);
  if (wanted.chip) whole_.emplace(scenario, picture_limits);
}

EventSet PictureRecorder::wants() const {
  if (!wanted_.gantt) return EventSet::of<ChipRead, PointChanged>();
  return EventSet::of<ChipRead, PointChanged, TaskStarted, TaskFinished, TaskLost, TaskErred,
                      TaskPreempted>();
}

void PictureRecorder::observe(Time now, Event event) {
  if (const auto* reading = event.as<ChipRead>()) {
    last_reading_ = *reading;
    log(now, *reading);
  } else if (const auto* change = event.as<PointChanged>()) {
    log(now, *change);
  } else if (beginning_ && !gantt_end_) {
    event.visit([&](const auto& what) { tasks_.observe(now, what); });
    if (tasks_.is_complete()) end_gantt(now);
  }
}

/// Passes an event to the logs that still record the chip.
template <class Kind>
void PictureRecorder::log(Time now, const Kind& what) {
  if (whole_) whole_->observe(now, what);
  if (beginning_ && !gantt_end_) beginning_->observe(now, what);
}

/// Ends the Gantt chart and its log of the chip, because the last of its tasks has finished.
void PictureRecorder::end_gantt(Time now) {
  if (last_reading_.energy != nullptr) beginning_->finish(now, last_reading_);
  gantt_end_ = now;
}

std::vector<Recording> PictureRecorder::finish(const RunSummary& run) {
  const ChipRead reading{&run.energy, run.temperatures};
  std::vector<Recording> recordings;
  if (beginning_) {
    if (!gantt_end_) beginning_->finish(run.end, reading);
    ChipHistory chip = history_of(*beginning_, scenario_.platform, gantt_end_.value_or(run.end));
    recordings.push_back(
        {gantt_recording, bytes_of(gantt_record(tasks_.tasks(), scenario_, std::move(chip)))});
  }
  if (whole_) {
    whole_->finish(run.end, reading);
    recordings.push_back(
        {chip_recording, bytes_of(history_of(*whole_, scenario_.platform, run.end))});
  }
  return recordings;
}

}  // namespace kairos
