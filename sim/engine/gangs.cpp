#include "sim/engine/gangs.hpp"

#include <algorithm>

#include "sim/engine/gang_check.hpp"

namespace kairos {
Gangs::Gangs(const EngineContext& context, ElementQueues& queues, const DecisionQueue& decisions,
             GangSteps& steps)
    : context_(context),
      queues_(queues),
      decisions_(decisions),
      is_on_(steps.is_on()),
      steps_(steps) {
  if (!is_on_) return;
  check_gangs(context.state, decisions.decision_time());
  queued_on_.resize(context.state.elements.size());
  asks_again_.resize(context.state.elements.size());
}

// ---- Members

/// The gang of a task; null for an ordinary task.
GangState* Gangs::state_of(TaskHandle task) {
  const std::optional<GangId> gang = task.graph().gangs().of(task.id());
  return gang ? &task.job().gangs[*gang] : nullptr;
}

GangState& Gangs::state_of_member(TaskHandle member) {
  return member.job().gangs[*member.graph().gangs().of(member.id())];
}

/// All members of the gang of a task.
std::vector<TaskHandle> Gangs::members_of(TaskHandle task) {
  const GangTable& gangs = task.graph().gangs();
  std::vector<TaskHandle> members;
  for (const TaskId member : gangs.members(*gangs.of(task.id()))) {
    members.emplace_back(task.job(), member);
  }
  return members;
}

/// True for a member of a gang of which not all members have been sent.
bool Gangs::is_passed_over(TaskHandle task) {
  const GangState* const gang = state_of(task);
  return gang != nullptr && gang->number == 0;
}

bool Gangs::has_data(TaskHandle task) const {
  return task.state().transfers == 0 && task.state().data_ready <= context_.state.now;
}

/// True if the inputs of a task, or of all members of its gang, have arrived.
bool Gangs::has_all_data(TaskHandle task) const {
  if (state_of(task) == nullptr) return has_data(task);
  const std::vector<TaskHandle> members = members_of(task);
  return std::ranges::all_of(members, [this](TaskHandle member) { return has_data(member); });
}

// ---- Queues

void Gangs::enter_queue(TaskHandle task) {
  GangState* const gang = state_of(task);
  if (gang == nullptr) return;
  ++queued_on_[task.state().element];
  ++context_.element(task.state().element).passed_over;
  const std::vector<TaskHandle> members = members_of(task);
  if (++gang->sent == members.size()) assemble(members);
}

void Gangs::assemble(const std::vector<TaskHandle>& members) {
  state_of_member(members.front()).number = ++assembled_;
  for (const TaskHandle& member : members) {
    const ElementId id = member.state().element;
    --context_.element(id).passed_over;
    const auto is_there = [&](TaskHandle other) { return other.state().element == id; };
    const auto there = static_cast<std::size_t>(std::ranges::count_if(members, is_there));
    if (there > context_.element(id).slots.size()) throw crowded(context_.state, member, there);
    await_data(member);
    if (context_.element(id).passed_over == 0) stop_asking(id);
  }
}

void Gangs::leave_queue(TaskHandle task) {
  GangState* const gang = state_of(task);
  if (gang == nullptr) return;
  if (gang->number != 0) {
    gang->number = 0;
    for (const TaskHandle& member : members_of(task)) {
      ++context_.element(member.state().element).passed_over;
      release(member.state().element);
    }
  }
  --gang->sent;
  --queued_on_[task.state().element];
  --context_.element(task.state().element).passed_over;
}

/// The place in a queue of the task whose turn it is by the rule of the queue, if members that wait
/// for others are passed over. Empty if it is the turn of none.
std::optional<std::size_t> Gangs::turn(ElementId id) const {
  const ElementState& element = context_.element(id);
  const auto queued = element.queue.all();
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < queued.size(); ++i) {
    if (is_passed_over(queued[i])) continue;
    if (!element.passes_waiting) return i;
    if (!has_all_data(queued[i])) continue;
    if (!first || queued[i].ref().job < queued[*first].ref().job) first = i;
    if (!element.oldest_first) break;
  }
  return first;
}

bool Gangs::has_turn_on(ElementId element) const {
  if (!has_queued_on(element)) return false;
  const std::optional<std::size_t> place = turn(element);
  return place && state_of(context_.element(element).queue.all()[*place]) != nullptr;
}

/// The member in a queue whose gang has the smallest number. In queues whose tasks overtake others
/// that wait for inputs, only gangs with all inputs count. It must be the turn of a gang there.
TaskHandle Gangs::oldest_on(ElementId id) const {
  const ElementState& element = context_.element(id);
  TaskHandle oldest;
  std::uint64_t smallest = 0;
  for (const TaskHandle& task : element.queue.all()) {
    const GangState* const gang = state_of(task);
    if (gang == nullptr || gang->number == 0) continue;
    if (element.passes_waiting && !has_all_data(task)) continue;
    if (oldest && gang->number > smallest) continue;
    oldest = task;
    smallest = gang->number;
  }
  return oldest;
}

Gangs::Next Gangs::next_on(ElementId id) {
  const auto queued = context_.element(id).queue.all();
  const std::optional<std::size_t> place = turn(id);
  if (place && state_of(queued[*place]) != nullptr) {
    std::vector<TaskHandle> members = members_of(oldest_on(id));
    if (can_start(members)) return {false, std::move(members)};
  } else if (place && has_data(queued[*place])) {
    if (*place > 0) queues_.bring_to_front(id, *place);
    return {true};
  }
  await_data_on(id);
  ask_again(id);
  return {};
}

/// True if all members could start now, except that their elements may have to wake up.
bool Gangs::can_start(const std::vector<TaskHandle>& members) {
  for (const TaskHandle& member : members) await_data(member);
  return has_all_data(members.front()) &&
         std::ranges::all_of(members, [this](TaskHandle member) { return is_next(member); });
}

/// True if the element of a member works, it is the member's turn there, and there are free slots
/// for it and for all other members that were sent there.
bool Gangs::is_next(TaskHandle member) const {
  const ElementId id = member.state().element;
  const ElementState& element = context_.element(id);
  const GangState* const gang = state_of(member);
  const auto is_other = [&](TaskHandle task) { return state_of(task) == gang; };
  const auto needed =
      static_cast<std::size_t>(std::ranges::count_if(element.queue.all(), is_other));
  const std::size_t occupied = decisions_.occupies(id) ? 1 : 0;
  return element.works && element.running + occupied + needed <= element.slots.size() &&
         has_turn_on(id) && state_of(oldest_on(id)) == gang;
}

/// Lets the queue of a task be checked again when its inputs arrive over dedicated paths.
void Gangs::await_data(TaskHandle task) {
  const TaskState& state = task.state();
  if (state.transfers > 0 || state.data_ready <= context_.state.now) return;
  if (state.data_ready < context_.element(state.element).alarm) {
    queues_.look_again(state.element, state.data_ready);
  }
}

/// Does the same for all tasks in a queue that could be next.
void Gangs::await_data_on(ElementId id) {
  const ElementState& element = context_.element(id);
  for (const TaskHandle& task : element.queue.all()) {
    if (is_passed_over(task)) continue;
    await_data(task);
    if (!element.passes_waiting) return;
  }
}

/// Lets the policy be asked when members that wait for others would have ended. From then on it may
/// send tasks past them (SystemView::is_idle(), SystemView::free_at()).
void Gangs::ask_again(ElementId id) {
  const ElementState& element = context_.element(id);
  const bool has_waited = *element.free_at <= context_.state.now;
  if (element.passed_over == 0 || has_waited || asks_again_[id]) return;
  asks_again_[id] = true;
  context_.agenda.wake(Activity::patience, id, *element.free_at);
}

void Gangs::stop_asking(ElementId id) {
  if (asks_again_[id]) context_.agenda.cancel(Activity::patience, id);
  asks_again_[id] = false;
}

void Gangs::end_patience(ElementId id) {
  asks_again_[id] = false;
  ask_again(id);
}

bool Gangs::asks_for_more() {
  for (const ElementId id : ids<ElementId>(asks_again_.size())) ask_again(id);
  return std::ranges::count(asks_again_, true) > 0;
}

void Gangs::take(const std::vector<TaskHandle>& members) {
  state_of_member(members.front()) = {};
  for (const TaskHandle& member : members) {
    const ElementId id = member.state().element;
    ElementState& element = context_.element(id);
    queues_.bring_to_front(id, element.queue.place_of(member));
    element.queue.pop();
    --queued_on_[id];
  }
}

}  // namespace kairos
