// The event loop of Kairos: a queue for activities with known ends, and a fluid network for flows.
#include <algorithm>
#include <utility>

#include "sim/backend/backend.hpp"
#include "sim/backend/event_queue.hpp"
#include "sim/backend/fluid_network.hpp"

namespace kairos {

namespace {

class EventBackend final : public Backend {
 public:
  explicit EventBackend(const Platform& platform)
      : speeds_(platform.elements.size(), 1.0), network_(platform.interconnect.links) {
    for (const ProcessingElement& element : platform.elements) {
      clusters_.push_back(static_cast<std::uint32_t>(element.cluster));
    }
  }

  void compute(ActivityId id, ElementId element, Duration work) override {
    const double speed = speeds_[element];
    Activity& activity = begin(id, Kind::compute);
    activity.element = element;
    activity.speed = speed;
    activity.work = activity.left = static_cast<double>(work.picoseconds());
    enqueue(id, activity, now_ + (speed == 1 ? work : whole_picoseconds(activity.left / speed)));
  }

  void stream(ActivityId id, ElementId element, Duration work, Bytes bytes,
              std::span<const LinkId> route) override {
    Activity& activity = begin(id, Kind::stream);
    activity.element = element;
    activity.full_rate = bytes / to_seconds(work);
    network_.start(now_, id, bytes, activity.full_rate * speeds_[element], route,
                   clusters_[element]);
  }

  void transfer(ActivityId id, Bytes bytes, std::span<const LinkId> route) override {
    begin(id, Kind::transfer);
    network_.start(now_, id, bytes, FluidNetwork::unlimited(), route);
  }

  void wake(ActivityId id, Time when) override {
    Activity& activity = begin(id, Kind::alarm);
    activity.speed = 1;
    activity.work = activity.left = static_cast<double>((when - now_).picoseconds());
    enqueue(id, activity, when);
  }

  void set_speed(ElementId element, double speed) override;
  void set_bandwidth(LinkId link, BytesPerSecond bandwidth) override {
    network_.set_bandwidth(now_, link, bandwidth);
  }
  double cancel(ActivityId id) override;
  void pause(ActivityId id) override;
  void resume(ActivityId id) override;
  double pace(ActivityId id) override;
  Time advance(std::vector<ActivityId>& ended) override;

  [[nodiscard]] Time now() const override { return now_; }

 private:
  enum class Kind : std::uint8_t { compute, alarm, stream, transfer };

  struct Activity {
    double work = 0;   ///< Picoseconds at full speed; for compute and alarm.
    double left = 0;   ///< Part of `work` left at `since`.
    double speed = 1;  ///< Speed since `since`.
    Time since;
    BytesPerSecond full_rate;  ///< Limit at full speed; for stream.
    ElementId element{};       ///< For compute and stream.
    std::uint32_t serial = 0;  ///< Serial number of its only valid entry in the queue.
    Kind kind{};
    bool is_paused = false;  ///< For compute and alarm. It then has no entry in the queue.

    [[nodiscard]] bool is_flow() const { return kind == Kind::stream || kind == Kind::transfer; }
  };

  Activity& begin(ActivityId id, Kind kind) {
    if (index(id) >= known_) know(id);
    Activity& activity = activities_[id];
    activity.kind = kind;
    activity.since = now_;
    return activity;
  }

  void know(ActivityId id) {
    known_ = index(id) + 1;
    activities_.resize(known_);
  }
  void enqueue(ActivityId id, const Activity& activity, Time end) {
    queue_.push(end, id, activity.serial);
  }
  /// Marks the entry of an activity in the queue as stale.
  void disown_entry(Activity& activity) {
    ++activity.serial;
    ++stale_;
  }

  [[nodiscard]] bool is_valid(ActivityId id, std::uint32_t serial) const {
    return serial == activities_[id].serial;
  }
  void drop_stale() {
    if (stale_ > 0) drop_those_in_front();
  }
  void drop_those_in_front();
  /// Takes the first entry from the queue.
  [[gnu::always_inline]] void take_first(std::vector<ActivityId>& ended) {
    ended.push_back(queue_.activity());
    queue_.pop();
    drop_stale();
  }
  Time advance_with_flows(std::vector<ActivityId>& ended);

  /// Updates `left` to the present.
  void settle(Activity& activity) const {
    const auto passed = static_cast<double>((now_ - activity.since).picoseconds());
    activity.left = std::max(0.0, activity.left - passed * activity.speed);
    activity.since = now_;
  }

  IdVector<ActivityId, Activity> activities_;
  std::size_t known_ = 0;  ///< Number of activities, kept separately for speed.
  IdVector<ElementId, double> speeds_;
  IdVector<ElementId, std::uint32_t> clusters_;  ///< Numbers of clusters, by element.
  EventQueue queue_;
  std::size_t stale_ = 0;  ///< Number of stale entries in the queue.
  FluidNetwork network_;
  std::vector<ActivityId> affected_;  ///< Buffer of set_speed().
  Time now_;
};

void EventBackend::drop_those_in_front() {
  for (; stale_ > 0 && !is_valid(queue_.activity(), queue_.serial()); --stale_) queue_.pop();
}

void EventBackend::set_speed(ElementId element, double speed) {
  if (speeds_[element] == speed) return;
  speeds_[element] = speed;
  affected_.clear();
  queue_.for_each([this](ActivityId id, std::uint32_t serial) {
    if (is_valid(id, serial)) affected_.push_back(id);
  });
  network_.list(affected_);
  for (const ActivityId id : affected_) {
    Activity& activity = activities_[id];
    if (activity.element != element) continue;
    if (activity.kind == Kind::compute) {
      settle(activity);
      activity.speed = speed;
      disown_entry(activity);
      enqueue(id, activity, now_ + whole_picoseconds(activity.left / speed));
    } else if (activity.kind == Kind::stream) {
      network_.limit(now_, id, activity.full_rate * speed);
    }
  }
}

double EventBackend::cancel(ActivityId id) {
  Activity& activity = activities_[id];
  if (activity.is_flow()) return network_.cancel(now_, id);
  if (!std::exchange(activity.is_paused, false)) {
    disown_entry(activity);
    settle(activity);
  }
  return activity.work > 0 ? activity.left / activity.work : 0;
}

void EventBackend::pause(ActivityId id) {
  Activity& activity = activities_[id];
  if (activity.is_flow()) return network_.pause(now_, id);
  disown_entry(activity);
  settle(activity);
  activity.is_paused = true;
}

void EventBackend::resume(ActivityId id) {
  Activity& activity = activities_[id];
  const double speed = speeds_[activity.element];
  if (activity.is_flow()) {
    const bool is_stream = activity.kind == Kind::stream;
    return network_.resume(now_, id,
                           is_stream ? activity.full_rate * speed : FluidNetwork::unlimited());
  }
  activity.is_paused = false;
  activity.since = now_;
  if (activity.kind == Kind::compute) activity.speed = speed;
  enqueue(id, activity, now_ + whole_picoseconds(activity.left / activity.speed));
}

double EventBackend::pace(ActivityId id) {
  if (index(id) >= known_ || activities_[id].kind != Kind::stream) return 1;
  const auto rate = network_.rate(id);
  if (!rate) return 1;
  const Activity& activity = activities_[id];
  return share_of_speed(*rate / (activity.full_rate * speeds_[activity.element]));
}

Time EventBackend::advance(std::vector<ActivityId>& ended) {
  ended.clear();
  drop_stale();
  if (!network_.empty()) return advance_with_flows(ended);
  if (queue_.empty()) return Time::never();
  now_ = queue_.time();
  do {
    take_first(ended);
  } while (!queue_.empty() && queue_.time() == now_);
  return now_;
}

Time EventBackend::advance_with_flows(std::vector<ActivityId>& ended) {
  const Time first = queue_.empty() ? Time::never() : queue_.time();
  now_ = std::min(first, network_.next_end());
  network_.advance_to(now_, ended);
  while (!queue_.empty() && queue_.time() == now_) take_first(ended);
  std::ranges::sort(ended);
  return now_;
}

}  // namespace

std::unique_ptr<Backend> make_event_backend(const Platform& platform) {
  return std::make_unique<EventBackend>(platform);
}

}  // namespace kairos
