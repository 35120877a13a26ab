// Schedules the activities of a run: assigns activity ids to the parts of the engine, passes new
// activities on to the backend, and dispatches the activities that end.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "sim/backend/backend.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// The kinds of activities, in the order in which simultaneous ends are handled.
enum class Activity : std::uint8_t {
  slot,        ///< A set-up, a piece of work or a checkpoint on a slot ends.
  incident,    ///< A scripted incident happens.
  fault,       ///< An outage begins or ends.
  detection,   ///< The system learns that an element has failed.
  heat,        ///< A temperature that a thermal zone waits for may have been crossed.
  zone,        ///< A thermal zone is polled.
  rail,        ///< A power rail compares its mean power with its cap.
  governor,    ///< The governor of a cluster is asked.
  transition,  ///< A cluster reaches another operating point.
  idle,        ///< An element enters an idle state or has left one.
  question,    ///< A policy wants to be asked.
  arrival,     ///< A stream brings its next job.
  session,     ///< A pause of a session or a time-out of a batch ends.
  lateness,    ///< A deadline has passed, so a job that has not started may be dropped.
  data,        ///< The inputs of the first task in the queue of an element arrive.
  pass,        ///< A scheduling pass ends.
  transfer,    ///< The latency or the flow of a transfer ends.
};
inline constexpr std::size_t activity_kinds = 17;

class Agenda {
 public:
  Agenda(std::unique_ptr<Backend> backend, const Scenario& scenario);

  /// The id of an activity of a kind, given the number of its element, cluster, slot ...
  template <class Place>
  [[nodiscard]] ActivityId id(Activity kind, Place place) const {
    return static_cast<ActivityId>(first(kind) + static_cast<std::uint32_t>(place));
  }
  template <class Place>
  void wake(Activity kind, Place place, Time when) {
    backend_->wake(id(kind, place), when);
  }
  /// Ends an activity early, even if it has ended at this instant and has not been handled yet.
  /// Returns the fraction of it that was left.
  template <class Place>
  double cancel(Activity kind, Place place) {
    return cancel(id(kind, place));
  }
  [[nodiscard]] Backend& backend() const { return *backend_; }

  /// Moves to the next instant at which an activity ends; returns Time::never() if there is none.
  Time advance() {
    const Time next = backend_->advance(ended_);
    is_only_background_ = !ended_.empty() && ended_.front() >= id(Activity::fault, 0) &&
                          ended_.back() < id(Activity::arrival, 0) && has_no_detection();
    return next;
  }
  /// Calls `handle` with the kind and the number within its kind of every activity that has ended
  /// at this instant, in the order of ids.
  template <class Handle>
  void handle_all(Handle handle) {
    for (handled_ = 0; handled_ < ended_.size();) {
      const auto [kind, place] = due(ended_[handled_++]);
      handle(kind, place);
    }
  }
  /// True if only faults, governors, rails, transitions, temperatures, idle states or questions of
  /// a policy had events at this instant. These activities may go on forever.
  [[nodiscard]] bool is_only_background() const { return is_only_background_; }

 private:
  /// The meaning of an id: the kind of its activity, and the number within that kind.
  struct Due {
    Activity kind;
    std::uint32_t place;
  };

  [[nodiscard]] std::uint32_t first(Activity kind) const {
    return first_[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] bool has_no_detection() const {
    return std::ranges::none_of(ended_, [&](ActivityId ended) {
      return ended >= id(Activity::detection, 0) && ended < id(Activity::heat, 0);
    });
  }
  [[nodiscard]] Due due(ActivityId id) const {
    const auto number = static_cast<std::uint32_t>(id);
    // Most activities belong to slots, so these are not looked up.
    if (number < first(Activity::incident)) return {Activity::slot, number};
    const std::uint32_t first_transfer = first(Activity::transfer);
    if (number < first_transfer) return known_[number];
    return {Activity::transfer, number - first_transfer};
  }
  double cancel(ActivityId id);

  std::unique_ptr<Backend> backend_;
  std::array<std::uint32_t, activity_kinds> first_{};  ///< The first id of every kind.
  std::vector<Due> known_;  ///< The meaning of every id, except those of transfers, the last ids.
  std::vector<ActivityId> ended_;  ///< Ended at this instant; the first `handled_` are handled.
  std::size_t handled_ = 0;
  bool is_only_background_ = false;
};

}  // namespace kairos
