// The second backend: SimGrid's kernel (3.32) without actors. It is built as kairos_simgrid.so,
// which make_simgrid_backend() loads on demand. Only this file and simgrid_chip.cpp include
// SimGrid.
//
// Computing is an Exec on one host per element, and a flow is a Comm over exactly the given links.
// The speed or the roofline limits either as the bound of its kernel action. SimGrid's unit of time
// is the picosecond here, so that its clock represents our instants exactly (up to 2.5 hours).
//
// How far to trust it: it solves the same fluid model, so agreement verifies our code, not the
// model of the hardware. Its clock is a single double, so ends may differ by a picosecond after
// about 50 s of simulated time.
#include <algorithm>
#include <deque>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>

#include "sim/backend/backend.hpp"
#include "sim/backend/simgrid_chip.hpp"

namespace kairos {
namespace {

namespace s4u = simgrid::s4u;
using simgrid::kernel::resource::Action;
using simgrid::kernel::resource::Model;

/// The time to the next end if no activity is in progress.
constexpr double nothing = std::numeric_limits<double>::infinity();

class SimgridBackend final : public Backend {
 public:
  explicit SimgridBackend(const Platform& platform);
  ~SimgridBackend() override;
  SimgridBackend(const SimgridBackend&) = delete;
  SimgridBackend& operator=(const SimgridBackend&) = delete;

  void compute(ActivityId id, ElementId element, Duration work) override {
    limit(start_exec(id, element, picoseconds(work)), element, 1);
  }
  void stream(ActivityId id, ElementId element, Duration work, Bytes bytes,
              std::span<const LinkId> route) override {
    const double amount = bytes.value() * amount_per_byte;
    limit(start_comm(id, amount, route), element, amount / picoseconds(work));
  }
  void transfer(ActivityId id, Bytes bytes, std::span<const LinkId> route) override {
    start_comm(id, bytes.value() * amount_per_byte, route);
  }
  void wake(ActivityId id, Time when) override {
    Activity& alarm = at(id);
    alarm.simulated.reset();
    alarm.amount = picoseconds(when - now_);
    alarm.when = when;
    alarms_.emplace(when, id);
  }
  void set_speed(ElementId element, double speed) override {
    if (speeds_[element] == speed) return;
    speeds_[element] = speed;
    for (Activity& activity : activities_) {
      const bool depends = activity.action != nullptr && activity.full_rate > 0;
      if (depends && activity.element == element) limit(activity, element, activity.full_rate);
    }
  }
  void set_bandwidth(LinkId link, BytesPerSecond bandwidth) override {
    chip_.link(link)->set_bandwidth(amount_per_picosecond(bandwidth));
  }
  double cancel(ActivityId id) override;
  void pause(ActivityId id) override;
  void resume(ActivityId id) override;
  double pace(ActivityId id) override;
  Time advance(std::vector<ActivityId>& ended) override;

  [[nodiscard]] Time now() const override { return now_; }

 private:
  struct Activity {
    ActivityId id{};
    s4u::ActivityPtr simulated;  ///< Kept until SimGrid no longer needs it. Null for an alarm.
    Action* action = nullptr;    ///< Null if it has ended.
    double amount = 0;           ///< Initial amount: picoseconds (also for an alarm) or units of
                                 ///< 2^-20 bytes.
    double full_rate = 0;        ///< Rate per picosecond at full speed; 0 if the speed has no
                                 ///< effect.
    ElementId element{};
    Time when;                                 ///< Time of an alarm.
    std::vector<LinkId> route;                 ///< Empty for computing.
    double left = 0;                           ///< Amount that was left when it was paused.
    bool is_paused = false, is_alarm = false;  ///< `is_alarm` is set while it is paused.
  };

  Activity& at(ActivityId id) {
    while (index(id) >= activities_.size()) {
      const auto next = static_cast<ActivityId>(activities_.size());
      activities_.emplace_back().id = next;
    }
    return activities_[index(id)];
  }
  Activity& start_exec(ActivityId id, ElementId element, double amount);
  Activity& start_comm(ActivityId id, double amount, std::span<const LinkId> route);
  void attach(Activity& activity, double amount);
  double stop(Activity& activity);
  /// Limits the rate of an activity according to the speed of the element.
  void limit(Activity& activity, ElementId element, double full_rate) const {
    activity.element = element;
    activity.full_rate = full_rate;
    activity.action->set_bound(full_rate * speeds_[element]);
  }
  void on_end(const s4u::Activity& simulated) {
    if (simulated.get_state() != s4u::Activity::State::FINISHED) return;  // it was cancelled
    Activity& activity = *simulated.get_data<Activity>();
    activity.action = nullptr;
    ended_.push_back(activity.id);
  }
  [[nodiscard]] double time_to_next_end() const;
  void run_to(Time when);

  SimgridChip chip_;
  IdVector<ElementId, double> speeds_;
  std::deque<Activity> activities_;  ///< Indexed by id. SimGrid keeps pointers to the elements.
  std::set<std::pair<Time, ActivityId>> alarms_;
  std::vector<ActivityId> ended_;  ///< Ended in SimGrid but not yet reported.
  Time now_;
};

SimgridBackend::SimgridBackend(const Platform& platform)
    : chip_(platform), speeds_(platform.elements.size(), 1.0) {
  s4u::Activity::on_completion_cb([this](const s4u::Activity& simulated) { on_end(simulated); });
}

SimgridBackend::~SimgridBackend() {
  for (Activity& activity : activities_) {
    if (activity.action != nullptr) activity.simulated->cancel();
  }
  chip_.engine().run_until(s4u::Engine::get_clock());
}

SimgridBackend::Activity& SimgridBackend::start_exec(ActivityId id, ElementId element,
                                                     double amount) {
  Activity& activity = at(id);
  activity.route.clear();
  const s4u::ExecPtr exec = s4u::Exec::init();
  exec->set_data(&activity);
  exec->set_flops_amount(amount)->set_host(chip_.host(element))->start();
  activity.simulated = exec;
  attach(activity, amount);
  return activity;
}

SimgridBackend::Activity& SimgridBackend::start_comm(ActivityId id, double amount,
                                                     std::span<const LinkId> route) {
  Activity& activity = at(id);
  if (route.data() != activity.route.data()) activity.route.assign(route.begin(), route.end());
  chip_.set_next_route(route);
  const s4u::CommPtr comm = s4u::Comm::sendto_init();
  comm->set_data(&activity);
  comm->set_payload_size(1)
      ->set_source(chip_.source())
      ->set_destination(chip_.sink());  // the last call starts it
  activity.simulated = comm;
  attach(activity, amount);
  activity.action->set_cost(amount);  // s4u accepts only whole bytes
  activity.action->set_remains(amount);
  activity.action->set_bound(-1);  // SimGrid sets the present bandwidth, which may rise later
  return activity;
}

/// Finds the kernel action of the activity that has just started: the newest action of its model.
void SimgridBackend::attach(Activity& activity, double amount) {
  activity.amount = amount;
  activity.full_rate = 0;
  for (Model* model : chip_.engine().get_all_models()) {
    Action::StateSet& started = *model->get_started_action_set();
    if (started.empty()) continue;
    if (started.back().get_activity() != activity.simulated->get_impl()) continue;
    activity.action = &started.back();
    return;
  }
  throw std::logic_error("simgrid backend: an activity did not start");
}

double SimgridBackend::cancel(ActivityId id) {
  Activity& activity = at(id);
  const double left = std::exchange(activity.is_paused, false) ? activity.left : stop(activity);
  return activity.amount > 0 ? left / activity.amount : 0;
}

/// Ends an activity early and returns the amount that was left.
double SimgridBackend::stop(Activity& activity) {
  if (activity.simulated == nullptr) {
    alarms_.erase({activity.when, activity.id});
    return picoseconds(activity.when - now_);
  }
  if (std::erase(ended_, activity.id) > 0) return 0;
  const double left = activity.action->get_remains();
  activity.action = nullptr;
  activity.simulated->cancel();
  chip_.engine().run_until(s4u::Engine::get_clock());  // otherwise it would keep its share
  activity.simulated.reset();
  return left;
}

/// A paused activity does not exist in SimGrid. It is started again with what is left.
void SimgridBackend::pause(ActivityId id) {
  Activity& activity = at(id);
  activity.is_alarm = activity.simulated == nullptr;
  activity.left = stop(activity);
  activity.is_paused = true;
}

void SimgridBackend::resume(ActivityId id) {
  Activity& activity = at(id);
  const double amount = activity.amount, full_rate = activity.full_rate;
  activity.is_paused = false;
  if (activity.is_alarm || activity.left <= 0) {
    wake(id, now_ + (activity.is_alarm ? whole_picoseconds(activity.left) : Duration{}));
  } else if (activity.route.empty()) {
    limit(start_exec(id, activity.element, activity.left), activity.element, full_rate);
  } else {
    start_comm(id, activity.left, activity.route);
    if (full_rate > 0) limit(activity, activity.element, full_rate);
  }
  activity.amount = amount;
}

double SimgridBackend::pace(ActivityId id) {
  const Activity& activity = at(id);
  if (activity.action == nullptr || activity.is_paused || activity.route.empty()) return 1;
  if (activity.full_rate <= 0) return 1;
  static_cast<void>(time_to_next_end());  // SimGrid computes the rates that have changed
  return share_of_speed(activity.action->get_rate() /
                        (activity.full_rate * speeds_[activity.element]));
}

Time SimgridBackend::advance(std::vector<ActivityId>& ended) {
  ended.clear();
  if (ended_.empty()) {
    Time next = alarms_.empty() ? Time::never() : alarms_.begin()->first;
    const double left = time_to_next_end();
    if (left < nothing) next = std::min(next, now_ + whole_picoseconds(left));
    if (next == Time::never()) return next;
    run_to(next);
  }
  while (!alarms_.empty() && alarms_.begin()->first == now_) {
    ended_.push_back(alarms_.extract(alarms_.begin()).value().second);
  }
  for (const ActivityId id : ended_) at(id).simulated.reset();
  ended.swap(ended_);
  std::ranges::sort(ended);
  return now_;
}

/// The time in picoseconds; infinity if no activity is in progress.
double SimgridBackend::time_to_next_end() const {
  double next = nothing;
  for (Model* model : chip_.engine().get_all_models()) {
    const double left = model->next_occurring_event(s4u::Engine::get_clock());
    if (left >= 0) next = std::min(next, left);  // a negative time means that the model is idle
  }
  return next;
}

/// run_until() may stop early, and an activity that it ended may bring forward the end of another
/// one. Therefore it is repeated.
void SimgridBackend::run_to(Time when) {
  const double date = picoseconds(when.since_start());
  do chip_.engine().run_until(date);
  while (s4u::Engine::get_clock() < date || time_to_next_end() <= forgiven_picoseconds);
  now_ = when;
}

}  // namespace
}  // namespace kairos

extern "C" kairos::Backend* kairos_make_simgrid_backend(const kairos::Platform& platform) {
  return new kairos::SimgridBackend(platform);
}
