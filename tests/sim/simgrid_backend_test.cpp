// Compares our event loop with SimGrid's kernel: both run the same random script.
#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

#include "tests/sim/backend_fixture.hpp"

namespace kairos::testing {
namespace {

struct Record {
  std::vector<End> ends;
  std::vector<double> left;  ///< Results of cancel().
};

/// Starts, re-times and cancels activities at random. The next step depends on the order of ends,
/// never on a time or a fraction, so two backends get the same script as long as they agree.
class Script {
 public:
  Script(Backend& backend, std::uint64_t seed)
      : backend_(backend), random_(seed), start_(backend.now()) {}

  Record run(unsigned activity_count) {
    for (int i = 0; i < 12; ++i) begin();
    std::vector<ActivityId> ended;
    while (backend_.advance(ended) != Time::never()) {
      for (const ActivityId id : ended) {
        record_.ends.push_back({backend_.now() - start_, static_cast<unsigned>(id)});
        std::erase(running_, id);
      }
      if (chance(0.1)) change_speed();
      if (chance(0.1)) change_bandwidth();
      if (!running_.empty() && chance(0.05)) cancel();
      while (next_id_ < activity_count && running_.size() < 12) begin();
      if (next_id_ < activity_count && chance(0.3)) begin();
    }
    return record_;
  }

 private:
  /// Starts one activity, or two equal ones, which end together.
  void begin() {
    const double what = std::uniform_real_distribution<>()(random_);
    const ElementId where = element();
    const Duration work = duration();
    const Bytes bytes(below(200'000) + 1.0);
    const std::vector<LinkId> route = mesh_route();
    const int copies = chance(0.2) ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
      const ActivityId id{next_id_++};
      running_.push_back(id);
      if (what < 0.35) {
        backend_.compute(id, where, work);
      } else if (what < 0.65) {
        backend_.stream(id, where, work, bytes, memory_);
      } else if (what < 0.9) {
        backend_.transfer(id, bytes * 0.25, route);
      } else {
        backend_.wake(id, backend_.now() + work);
      }
    }
  }

  void change_speed() {
    const ElementId where = element();
    backend_.set_speed(where, (below(12) + 1) / 12.0);
  }

  /// Sets a bandwidth to between 1/8 and all of that of the platform.
  void change_bandwidth() {
    const auto& links = test_platform().interconnect.links;
    const auto link = static_cast<LinkId>(3 + below(links.size() - 3));
    backend_.set_bandwidth(link, links[link].bandwidth * ((below(8) + 1) / 8.0));
  }

  void cancel() {
    const ActivityId id = running_[below(running_.size())];
    record_.left.push_back(backend_.cancel(id));
    std::erase(running_, id);
  }

  unsigned below(std::size_t bound) {
    return std::uniform_int_distribution<unsigned>(0, static_cast<unsigned>(bound) - 1)(random_);
  }
  bool chance(double probability) { return std::bernoulli_distribution(probability)(random_); }
  ElementId element() { return static_cast<ElementId>(below(12)); }
  /// A duration of up to 100 us. Every second one is a multiple of 10 us, so that there are ties.
  Duration duration() {
    return Duration::picoseconds(chance(0.5) ? (below(10) + 1) * 10'000'000
                                             : below(100'000'000) + 1);
  }

  /// A route from one node of a 4 x 3 mesh to another, first along x and then along y. Links 4 to
  /// 21 lead along x, six in each of three rows; links 22 to 37 lead along y, four in each of four
  /// columns.
  std::vector<LinkId> mesh_route() {
    unsigned x = below(4);
    unsigned y = below(3);
    const unsigned to_x = (x + 1 + below(3)) % 4;
    const unsigned to_y = below(3);
    std::vector<LinkId> route;
    for (; x < to_x; ++x) route.push_back(LinkId{4 + y * 6 + x});
    for (; x > to_x; --x) route.push_back(LinkId{4 + y * 6 + 3 + x - 1});
    for (; y < to_y; ++y) route.push_back(LinkId{22 + x * 4 + y});
    for (; y > to_y; --y) route.push_back(LinkId{22 + x * 4 + 2 + y - 1});
    return route;
  }

  Backend& backend_;
  std::mt19937_64 random_;
  Time start_;
  std::vector<LinkId> memory_{LinkId{3}};
  std::vector<ActivityId> running_;
  unsigned next_id_ = 0;
  Record record_;
};

std::vector<unsigned> order(const Record& record) {
  std::vector<unsigned> ids;
  for (const End& end : record.ends) ids.push_back(end.id);
  return ids;
}

class SimgridBackend : public BackendTest {};

TEST_P(SimgridBackend, AgreesWithTheEventBackendOnRandomScripts) {
  double worst_time = 0;
  double worst_fraction = 0;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto event_backend = make_event_backend(test_platform());
    const Record ours = Script(*event_backend, seed).run(500);
    const Record theirs = Script(*backend, seed).run(500);
    restore();

    ASSERT_EQ(order(ours), order(theirs)) << "seed " << seed;
    ASSERT_EQ(ours.left.size(), theirs.left.size());
    for (std::size_t i = 0; i < ours.ends.size(); ++i) {
      const double a = ours.ends[i].time.microseconds();
      const double b = theirs.ends[i].time.microseconds();
      worst_time = std::max(worst_time, std::abs(a - b) / std::max(1.0, a));
      ++all;
    }
    for (std::size_t i = 0; i < ours.left.size(); ++i) {
      worst_fraction = std::max(worst_fraction, std::abs(ours.left[i] - theirs.left[i]));
    }
  }
  EXPECT_LE(worst_time, 1e-9);
  EXPECT_LE(worst_fraction, 1e-9);
  EXPECT_GT(all, 25'000);
}

TEST_P(SimgridBackend, RefusesASecondOneInTheProcess) {
  EXPECT_THROW(make_simgrid_backend(test_platform()), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(Simgrid, SimgridBackend, ::testing::Values(Kind::simgrid));

}  // namespace
}  // namespace kairos::testing
