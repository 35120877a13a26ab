// The seam between the engine and what moves time: eight verbs, two implementations.
//
// An activity is something that takes simulated time. Three kinds exist: computing on an element,
// a fluid that shares links max-min fairly, and an alarm. Queues, readiness, latency, energy and
// noise live above the seam; a backend knows only amounts and rates.
//
// Fluid model, common to both backends: a flow of A bytes with its own limit c (bytes per second)
// over links l with bandwidth B_l progresses at the max-min fair rate r <= c. It ends when the
// integral of r reaches A, in continuous time; that frees its share at once and is reported at the
// next whole picosecond (whole_picoseconds(), sim/base/time.hpp). Computing ends the same way.
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

/// Chosen by the engine: unique among the activities in progress, reusable afterwards. The order of
/// ids is the order in which simultaneous completions are reported.
enum class ActivityId : std::uint32_t {};

class Backend {
 public:
  virtual ~Backend() = default;

  /// Computes on an element for `work` at full speed (speed 1). Elements do not share: what runs on
  /// one element at the same time does not slow the rest. `work` is positive.
  virtual void compute(ActivityId id, ElementId element, Duration work) = 0;

  /// Computes as above while moving `bytes` over `route` (a roofline task): ends when the bytes
  /// have moved at no more than bytes / (work / speed). `bytes` and `work` are positive, `route`
  /// not empty.
  virtual void stream(ActivityId id, ElementId element, Duration work, Bytes bytes,
                      std::span<const LinkId> route) = 0;

  /// Moves `bytes` over `route`. `bytes` is positive, `route` not empty.
  virtual void transfer(ActivityId id, Bytes bytes, std::span<const LinkId> route) = 0;

  /// Reports `id` at `when`, now or later.
  virtual void wake(ActivityId id, Time when) = 0;

  /// Sets the speed of an element, in (0, 1]; what runs there goes on at the new one.
  virtual void set_speed(ElementId element, double speed) = 0;

  /// Sets the bandwidth of a link, positive; what crosses it goes on at its new share.
  virtual void set_bandwidth(LinkId link, BytesPerSecond bandwidth) = 0;

  /// Ends an activity now, without a report; returns the fraction of it that was left, 0 to 1.
  virtual double cancel(ActivityId id) = 0;

  /// Moves time to the next instant at which something ends, which it returns, and lists all that
  /// ends then, by ascending id. Time::never(), with an empty list, when nothing is in progress.
  /// What is started at this very instant and takes no time ends in a later call at the same
  /// instant.
  virtual Time advance(std::vector<ActivityId>& ended) = 0;

  [[nodiscard]] virtual Time now() const = 0;
};

/// Ours: re-entrant, as many at a time as there are threads.
std::unique_ptr<Backend> make_event_backend(const Platform& platform);

/// SimGrid's kernel, loaded on demand. One per process (its clock is global): run each in a process
/// of its own. Throws InputError when the module is not there.
std::unique_ptr<Backend> make_simgrid_backend(const Platform& platform);

}  // namespace kairos
