// What will happen when: gives every part of the engine the activity ids that it owns, passes what
// the parts begin on to the backend, and says whose turn it is.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "sim/backend/backend.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// The kinds of activities, in the order in which simultaneous ones are handled.
enum class Activity : std::uint8_t {
  slot,        ///< A set-up, work or a checkpoint on a slot ends.
  incident,    ///< A scripted incident.
  fault,       ///< An outage begins or ends.
  detection,   ///< The system learns that an element has failed.
  heat,        ///< A temperature that a thermal zone waits for may have been crossed.
  zone,        ///< A thermal zone is polled.
  rail,        ///< A power rail compares its mean power with its cap.
  governor,    ///< The governor of a cluster is asked.
  transition,  ///< A cluster reaches another operating point.
  idle,        ///< An element enters an idle state or has left one.
  arrival,     ///< A stream brings its next job.
  data,        ///< The inputs of the first task in the queue of an element arrive.
  pass,        ///< A scheduling pass ends.
  transfer,    ///< The latency or the flow of a transfer ends.
};
inline constexpr std::size_t activity_kinds = 14;

class Agenda {
 public:
  Agenda(std::unique_ptr<Backend> backend, const Scenario& scenario);

  /// The id of one activity of a kind: of an element, a cluster, a slot ...
  template <class Place>
  [[nodiscard]] ActivityId id(Activity kind, Place place) const {
    return static_cast<ActivityId>(first(kind) + static_cast<std::uint32_t>(place));
  }
  template <class Place>
  void wake(Activity kind, Place place, Time when) {
    backend_->wake(id(kind, place), when);
  }
  /// Ends an activity early, even one that has ended at this instant and is yet to be handled.
  template <class Place>
  void cancel(Activity kind, Place place) {
    cancel(id(kind, place));
  }
  [[nodiscard]] Backend& backend() const { return *backend_; }

  /// Moves to the next instant at which an activity ends; Time::never() when there is none.
  Time advance() {
    const Time next = backend_->advance(ended_);
    is_only_background_ = !ended_.empty() && ended_.front() >= id(Activity::fault, 0) &&
                          ended_.back() < id(Activity::arrival, 0) && has_no_detection();
    return next;
  }
  /// Calls `handle` with the kind of everything that has ended at this instant and which one of its
  /// kind it is, in the order of the ids.
  template <class Handle>
  void handle_all(Handle handle) {
    for (handled_ = 0; handled_ < ended_.size();) {
      const auto [kind, place] = due(ended_[handled_++]);
      handle(kind, place);
    }
  }
  /// True when nothing but faults, governors, temperatures and idle states happened at this
  /// instant: activities that may go on for ever.
  [[nodiscard]] bool is_only_background() const { return is_only_background_; }

 private:
  /// What an id stands for: an activity of a kind, and which one of its kind it is.
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
    const std::uint32_t first_transfer = first(Activity::transfer);
    if (number < first_transfer) return known_[number];
    return {Activity::transfer, number - first_transfer};
  }
  void cancel(ActivityId id);

  std::unique_ptr<Backend> backend_;
  std::array<std::uint32_t, activity_kinds> first_{};  ///< The first id of every kind.
  std::vector<Due> known_;  ///< What every id stands for; transfers, the last ids, are left out.
  std::vector<ActivityId> ended_;  ///< At this instant; the first `handled_` have been handled.
  std::size_t handled_ = 0;
  bool is_only_background_ = false;
};

}  // namespace kairos
