// The interface between the engine and the backend that advances simulated time.
//
// An activity takes simulated time. There are three kinds: computing on an element, flows that
// share links max-min fairly, and alarms. The engine handles queues, readiness, latency, energy and
// noise; a backend handles only amounts and rates. There are two backends: Kairos's event loop and
// SimGrid.
//
// Fluid model of both backends: a flow of A bytes with its own limit c (bytes per second) over
// links l with bandwidth B_l progresses at the max-min fair rate r <= c. It ends when the integral
// of r reaches A, in continuous time. It then frees its share immediately and is reported at the
// next whole picosecond (whole_picoseconds(), sim/base/time.hpp). Computing ends in the same way.
// Only the event loop knows links with contention, which lower the limits c while others use them
// (sim/backend/fluid_network.hpp).
//
// Worked example (roofline tasks, three elements, one 10 B/us link): works of 10, 20, 10 us of
// computing and 100, 40, 10 B of memory traffic end at 13.75, 20 and 10 us.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Chosen by the engine. An id is unique among the activities in progress and can be reused
/// afterwards. Simultaneous completions are reported in ascending order of ids.
enum class ActivityId : std::uint32_t {};

class Backend {
 public:
  virtual ~Backend() = default;

  /// Computes on an element for `work` at full speed (speed 1). Activities on one element do not
  /// slow each other. `work` must be positive.
  virtual void compute(ActivityId id, ElementId element, Duration work) = 0;

  /// Computes for `work` at full speed while moving `bytes` over `route` (a roofline task). It ends
  /// when all bytes have moved, at a rate of at most bytes / (work / speed). `bytes` and `work`
  /// must be positive, and `route` must not be empty.
  virtual void stream(ActivityId id, ElementId element, Duration work, Bytes bytes,
                      std::span<const LinkId> route) = 0;

  /// Moves `bytes` over `route`. `bytes` must be positive, and `route` must not be empty.
  virtual void transfer(ActivityId id, Bytes bytes, std::span<const LinkId> route) = 0;

  /// Reports `id` at `when`, which must not be in the past.
  virtual void wake(ActivityId id, Time when) = 0;

  /// Sets the speed of an element, in (0, 1]. Activities in progress continue at the new speed.
  virtual void set_speed(ElementId element, double speed) = 0;

  /// Sets the bandwidth of a link, which must be positive. Flows in progress continue with their
  /// new shares.
  virtual void set_bandwidth(LinkId link, BytesPerSecond bandwidth) = 0;

  /// Ends an activity now, without a report. Returns the fraction of it that was left, 0 to 1. It
  /// may be paused.
  virtual double cancel(ActivityId id) = 0;

  /// Stops the progress of an activity, which then takes no share of a link. An alarm is put off by
  /// the time for which it is paused. The activity must not be paused.
  virtual void pause(ActivityId id) = 0;
  /// Continues an activity that is paused with what was left of it, at the present speed.
  virtual void resume(ActivityId id) = 0;

  /// The speed at which an activity progresses now, as a share of the speed at which it would if
  /// only computing limited it. It is below 1 only for a stream that waits for its links, and 1 for
  /// an activity that is paused or not in progress.
  [[nodiscard]] virtual double pace(ActivityId id) = 0;

  /// Advances time to the next instant at which an activity ends, and returns this instant. Lists
  /// all activities that end then, by ascending id. Returns Time::never() and an empty list if no
  /// activity is in progress; paused ones are not. An activity that is started at this instant and
  /// takes no time ends in a later call at the same instant.
  virtual Time advance(std::vector<ActivityId>& ended) = 0;

  [[nodiscard]] virtual Time now() const = 0;
};

/// A rate as a share of the rate at full speed. Rounding must not make a stream that is limited by
/// computing only look as if it waited.
inline double share_of_speed(double share) {
  constexpr double rounding = 1e-9;
  return share > 1 - rounding ? 1 : share;
}

/// Makes the event loop of Kairos. It is re-entrant, so that each thread can have its own.
std::unique_ptr<Backend> make_event_backend(const Platform& platform);

/// Makes a backend on SimGrid's kernel, which is loaded on demand. There can be only one per
/// process, because SimGrid's clock is global. Throws InputError if the module does not exist, or
/// if a link has contention.
std::unique_ptr<Backend> make_simgrid_backend(const Platform& platform);

}  // namespace kairos
