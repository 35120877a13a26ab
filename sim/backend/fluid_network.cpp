#include "sim/backend/fluid_network.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace kairos {

namespace {

double bytes_per_picosecond(BytesPerSecond rate) {
  return rate.value() / picoseconds_per_second;
}

double picoseconds(Duration duration) {
  return static_cast<double>(duration.picoseconds());
}

}  // namespace

FluidNetwork::FluidNetwork(const IdVector<LinkId, Link>& links) {
  loads_.reserve(links.size());
  for (const Link& link : links) {
    loads_.push_back({.capacity = bytes_per_picosecond(link.bandwidth)});
  }
  find_contended(links);
}

BytesPerSecond FluidNetwork::unlimited() {
  return BytesPerSecond(std::numeric_limits<double>::infinity());
}

void FluidNetwork::list(std::vector<ActivityId>& ids) const {
  for (std::size_t i = 0; i < flow_count_; ++i) ids.push_back(flows_[i].id);
}

void FluidNetwork::start(Time now, ActivityId id, Bytes bytes, BytesPerSecond limit,
                         std::span<const LinkId> route, std::uint32_t cluster) {
  settle(now);
  if (flow_count_ == flows_.size()) flows_.emplace_back();
  Flow& flow = flows_[flow_count_++];
  flow.id = id;
  flow.cluster = cluster;
  flow.amount = flow.left = bytes.value();
  flow.asked = flow.limit = bytes_per_picosecond(limit);
  flow.route.assign(route.begin(), route.end());
}

void FluidNetwork::limit(Time now, ActivityId id, BytesPerSecond limit) {
  settle(now);
  Flow& flow = find(id);
  flow.asked = flow.limit = bytes_per_picosecond(limit);
}

void FluidNetwork::set_bandwidth(Time now, LinkId link, BytesPerSecond bandwidth) {
  settle(now);
  loads_[link].capacity = bytes_per_picosecond(bandwidth);
}

double FluidNetwork::cancel(Time now, ActivityId id) {
  settle(now);
  const auto paused = std::ranges::find(paused_, id, &Flow::id);
  if (paused != paused_.end()) {
    const double fraction = paused->left / paused->amount;
    paused_.erase(paused);
    return fraction;
  }
  Flow& flow = find(id);
  const double fraction = flow.left / flow.amount;
  remove(flow);
  return fraction;
}

void FluidNetwork::pause(Time now, ActivityId id) {
  settle(now);
  Flow& flow = find(id);
  paused_.push_back(flow);
  remove(flow);
}

void FluidNetwork::resume(Time now, ActivityId id, BytesPerSecond limit) {
  settle(now);
  const auto paused = std::ranges::find(paused_, id, &Flow::id);
  if (paused == paused_.end()) throw std::logic_error("fluid network: no such paused flow");
  if (flow_count_ == flows_.size()) flows_.emplace_back();
  Flow& flow = flows_[flow_count_++];
  flow = std::move(*paused);
  flow.asked = flow.limit = bytes_per_picosecond(limit);
  paused_.erase(paused);
}

void FluidNetwork::clear() {
  flow_count_ = 0;
  paused_.clear();
  is_shared_ = false;
}

Time FluidNetwork::next_end() {
  if (!is_shared_) {
    share();
    is_shared_ = true;
  }
  return empty() ? Time::never() : base_ + whole_picoseconds(first_end_);
}

std::optional<BytesPerSecond> FluidNetwork::rate(ActivityId id) {
  static_cast<void>(next_end());  // shares the links if something has changed
  const auto found = std::ranges::find(flows(), id, &Flow::id);
  if (found == flows().end()) return std::nullopt;
  return BytesPerSecond(found->rate * picoseconds_per_second);
}

void FluidNetwork::advance_to(Time when, std::vector<ActivityId>& ended) {
  if (when < next_end()) return;
  double ahead = picoseconds(when - base_);
  while (first_end_ <= ahead + forgiven_picoseconds) {
    const double step = std::min(first_end_, ahead);
    for (std::size_t i = flow_count_; i-- > 0;) {  // backwards, because remove() moves the last
                                                   // flow to this position
      Flow& flow = flows_[i];
      if (flow.time_left() > step + forgiven_picoseconds) continue;
      ended.push_back(flow.id);
      remove(flow);
    }
    progress(step);
    ahead -= step;
    share();
  }
  progress(ahead);
  base_ = when;
  is_shared_ = false;
}

FluidNetwork::Flow& FluidNetwork::find(ActivityId id) {
  const auto found = std::ranges::find(flows(), id, &Flow::id);
  if (found == flows().end()) throw std::logic_error("fluid network: no such flow");
  return *found;
}

void FluidNetwork::remove(Flow& flow) {
  std::swap(flow, flows_[--flow_count_]);
}

/// Advances all flows to now, before a change of flows, limits or bandwidths.
void FluidNetwork::settle(Time now) {
  progress(picoseconds(now - base_));
  base_ = now;
  is_shared_ = false;
}

void FluidNetwork::progress(double picoseconds) {
  if (picoseconds <= 0) return;
  for (Flow& flow : flows()) flow.left = std::max(0.0, flow.left - flow.rate * picoseconds);
}

// ---- Rates

/// Computes all rates and the first end. Each round fixes the rates of the flows that cannot rise
/// above the present level.
void FluidNetwork::share() {
  if (!contended_.empty()) limit_by_contention();
  open_all();
  fill();
  first_end_ = std::numeric_limits<double>::infinity();
  for (const Flow& flow : flows()) first_end_ = std::min(first_end_, flow.time_left());
}

/// Gives every open flow its max-min fair rate.
void FluidNetwork::fill() {
  while (open_count_ > 0) {
    const double level = fair_share();
    if (!close_limited(level)) close_bottlenecked(level);
  }
}

void FluidNetwork::open_all() {
  forget_loads();
  for (Flow& flow : flows()) open(flow);
}

/// Takes the loads of all flows from the links.
void FluidNetwork::forget_loads() {
  for (const LinkId link : used_) loads_[link].open = 0;
  used_.clear();
  open_count_ = 0;
}

/// Lets a flow get a new rate: it loads the links of its route and has no rate yet.
void FluidNetwork::open(Flow& flow) {
  flow.rate = -1;
  ++open_count_;
  for (const LinkId link : flow.route) {
    Load& load = loads_[link];
    if (load.open++ > 0) continue;
    load.spare = load.capacity;
    used_.push_back(link);
  }
}

/// The level up to which the rates of all open flows can rise together.
double FluidNetwork::fair_share() const {
  double level = std::numeric_limits<double>::infinity();
  for (const LinkId link : used_) {
    if (loads_[link].open > 0) level = std::min(level, loads_[link].share());
  }
  return level;
}

/// Fixes the rates of open flows that reach their own limit first. This can only increase the
/// shares of the other flows.
bool FluidNetwork::close_limited(double level) {
  const std::size_t before = open_count_;
  for (Flow& flow : flows()) {
    if (flow.rate < 0 && flow.limit <= level) close(flow, flow.limit);
  }
  return open_count_ < before;
}

void FluidNetwork::close_bottlenecked(double level) {
  for (const LinkId link : used_) {
    loads_[link].is_full = loads_[link].open > 0 && loads_[link].share() <= level;
  }
  const auto is_full = [this](LinkId link) { return loads_[link].is_full; };
  for (Flow& flow : flows()) {
    if (flow.rate < 0 && std::ranges::any_of(flow.route, is_full)) close(flow, level);
  }
}

void FluidNetwork::close(Flow& flow, double rate) {
  flow.rate = rate;
  --open_count_;
  for (const LinkId link : flow.route) {
    loads_[link].spare -= rate;
    --loads_[link].open;
  }
}

}  // namespace kairos
