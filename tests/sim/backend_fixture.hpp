// Gives a test a backend, ours or SimGrid's, and lists the ends of activities.
//
// SimGrid allows one backend per process. Its tests share it, in whatever process they run, so
// times count from the start of the test, and all tests use one platform.
#pragma once

#include <memory>
#include <ostream>
#include <vector>

#include <gtest/gtest.h>

#include "platforms/memory_config.hpp"
#include "sim/backend/backend.hpp"

namespace kairos::testing {

enum class Kind { event, simgrid };

inline void PrintTo(Kind kind, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << (kind == Kind::event ? "event" : "simgrid");
}

/// The memory of a phone with three agents: each reaches 42 to 43.3 GB/s alone, gpu and npu 59.5,
/// and all together 61.9.
inline MemoryConfig phone_memory() {
  const auto gb = [](double rate) { return BytesPerSecond(rate * 1e9); };
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = gb(61.9);
  dram.agents = {{"cpu", {}, gb(42), {}}, {"gpu", {}, gb(43.3), {}}, {"npu", {}, gb(42), {}}};
  dram.joint = {{{"gpu", "npu"}, gb(59.5), {}}};
  return dram;
}

/// A platform of 12 elements. Links 0 to 2 carry 10, 10 and 4 B/us, and link 3 is a memory of 12.8
/// GB/s. The 34 links of a 4 x 3 mesh follow, with 1 GB/s in each direction, and then those of
/// phone_memory().
inline const Platform& test_platform() {
  static const Platform platform = [] {
    Platform p;
    p.elements.resize(12);
    for (const double rate : {10e6, 10e6, 4e6, 12.8e9}) {
      p.interconnect.links.push_back({"", BytesPerSecond(rate)});
    }
    for (int i = 0; i < 34; ++i) p.interconnect.links.push_back({"mesh", BytesPerSecond(1e9)});
    phone_memory().add_links(p.interconnect);
    return p;
  }();
  return platform;
}

inline std::vector<LinkId> memory_route(const std::string& agent) {
  return phone_memory().route_of(agent, PlatformNames(test_platform()));
}

inline Backend& shared_simgrid_backend() {
  static const std::unique_ptr<Backend> backend = make_simgrid_backend(test_platform());
  return *backend;
}

/// The end of an activity: its instant, counted from the start of the test, and its id.
struct End {
  Duration time;
  unsigned id = 0;
  bool operator==(const End&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const End& end) {
    return out << end.id << " at " << end.time.picoseconds() << " ps";
  }
};

class BackendTest  // NOLINT: GoogleTest deletes it through Test
    : public ::testing::TestWithParam<Kind> {
 protected:
  BackendTest() {
    if (GetParam() == Kind::event) own_ = make_event_backend(test_platform());
    backend = own_ ? own_.get() : &shared_simgrid_backend();
    start_ = backend->now();
  }
  ~BackendTest() override {
    ends();
    restore();
  }
  BackendTest(const BackendTest&) = delete;
  BackendTest& operator=(const BackendTest&) = delete;

  void compute(unsigned id, std::size_t element, Duration work) const {
    backend->compute(ActivityId{id}, static_cast<ElementId>(element), work);
  }
  void stream(unsigned id, std::size_t element, Duration work, double bytes) const {
    const std::vector<LinkId> route{LinkId{0}};
    backend->stream(ActivityId{id}, static_cast<ElementId>(element), work, Bytes(bytes), route);
  }
  void transfer(unsigned id, double bytes, const std::vector<LinkId>& route) const {
    backend->transfer(ActivityId{id}, Bytes(bytes), route);
  }
  void wake(unsigned id, Duration after_start) const {
    backend->wake(ActivityId{id}, start_ + after_start);
  }
  void speed(std::size_t element, double speed) const {
    backend->set_speed(static_cast<ElementId>(element), speed);
  }
  /// Sets speeds and bandwidths to those of the platform.
  void restore() const {
    for (const ElementId e : ids<ElementId>(test_platform().elements.size())) speed(index(e), 1);
    for (const LinkId l : ids<LinkId>(test_platform().interconnect.links.size())) {
      backend->set_bandwidth(l, test_platform().interconnect.links[l].bandwidth);
    }
  }
  /// Sets the bandwidth of a link, in bytes per microsecond.
  void bandwidth(LinkId link, double rate) const {
    backend->set_bandwidth(link, BytesPerSecond(rate * 1e6));
  }
  [[nodiscard]] double cancel(unsigned id) const { return backend->cancel(ActivityId{id}); }
  void pause(unsigned id) const { backend->pause(ActivityId{id}); }
  void resume(unsigned id) const { backend->resume(ActivityId{id}); }

  /// Advances to the next instant at which something ends. Returns nothing if nothing is in
  /// progress.
  [[nodiscard]] std::vector<End> next_ends() const {
    std::vector<ActivityId> ended;
    std::vector<End> ends;
    backend->advance(ended);
    ends.reserve(ended.size());
    for (const ActivityId id : ended) {
      ends.push_back({backend->now() - start_, static_cast<unsigned>(id)});
    }
    return ends;
  }
  /// Runs until nothing is in progress.
  [[maybe_unused]] std::vector<End> ends() const {
    std::vector<End> all;
    for (auto next = next_ends(); !next.empty(); next = next_ends()) {
      all.insert(all.end(), next.begin(), next.end());
    }
    return all;
  }
  /// Advances to an instant before which nothing ends.
  void pass_until(Duration after_start) const {
    wake(999, after_start);
    ASSERT_EQ(next_ends(), (std::vector<End>{{after_start, 999}}));
  }

  Backend* backend = nullptr;

 private:
  std::unique_ptr<Backend> own_;
  Time start_;
};

}  // namespace kairos::testing
