#include "experiments/charts/gantt_svg.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "experiments/charts/svg.hpp"
#include "tests/support/builders.hpp"

namespace kairos::testing {
namespace {

/// True if tags open and close in turn, and text and attributes contain no '<'.
bool is_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.find('<') != std::string::npos) return false;
    if (tag.starts_with('/')) {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (!tag.ends_with('/')) {
      open.push_back(tag.substr(0, tag.find(' ')));
    }
  }
  return open.empty();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TaskFinished ran(std::uint32_t job, std::uint32_t task, std::uint32_t element, Duration start,
                 Duration finish) {
  TaskFinished t;
  t.task = {JobId{job}, TaskId{task}};
  t.element = ElementId{element};
  t.start = Time(start);
  t.finish = Time(finish);
  return t;
}

/// Two cores, a chip of two slots, and a job of two tasks.
Scenario small() {
  return scenario(chip()
                      .cluster("core", 2, {})
                      .element("gpu", {})
                      .slots(2)
                      .bandwidth(BytesPerSecond(1e9))
                      .build(),
                  graph("a<b").task("x").task("y & z", {{"x", Bytes(1)}}).build());
}

std::string drawn(const std::vector<TaskFinished>& tasks, const std::string& title) {
  return gantt_svg(gantt_record(tasks, small(), {}), title);
}

TEST(GanttSvg, DrawsOneBarPerTask) {
  const std::vector tasks{ran(0, 0, 0, 0_us, 5_us), ran(0, 1, 1, 5_us, 9_us),
                          ran(1, 0, 2, 1_us, 3_us)};
  const std::string svg = drawn(tasks, "run");
  EXPECT_EQ(count(svg, "class=\"bar\""), 3U);
  EXPECT_NE(svg.find("<title>x of job 1: starts at 1 us, runs for 2 us, 0 J</title>"),
            std::string::npos);
}

TEST(GanttSvg, IsWellFormedWhateverThingsAreCalled) {
  const std::vector tasks{ran(0, 1, 0, 0_us, 5_us)};
  const std::string svg = drawn(tasks, "\"<&>'");
  EXPECT_TRUE(is_well_formed(svg));
  EXPECT_NE(svg.find("&quot;&lt;&amp;&gt;&#39;"), std::string::npos);
  EXPECT_NE(svg.find(">y &amp; z</text>"), std::string::npos);
  EXPECT_NE(svg.find(">a&lt;b</text>"), std::string::npos);
}

TEST(GanttSvg, NamesEveryElementAlsoWithoutTasks) {
  const std::string svg = drawn({}, "empty");
  EXPECT_TRUE(is_well_formed(svg));
  EXPECT_EQ(count(svg, "class=\"lane\""), 3U);
  for (const char* name : {">core_0</text>", ">core_1</text>", ">gpu</text>"}) {
    EXPECT_EQ(count(svg, name), 1U) << name;
  }
}

TEST(GanttSvg, GivesEqualBytesForEqualTasks) {
  const std::vector tasks{ran(0, 0, 0, 0_us, 5_us), ran(0, 1, 2, 5_us, 9_us)};
  EXPECT_EQ(drawn(tasks, "run"), drawn(tasks, "run"));
}

TEST(GanttSvg, IsWellFormedWhenTextsAreNotUtf8) {
  const std::string svg = drawn({}, "caf\xe9 \x1b");
  EXPECT_NE(svg.find("caf\xef\xbf\xbd  <"), std::string::npos) << svg;
}

/// Three of the 400 elements run something.
TEST(GanttSvg, LeavesOutIdleElementsOfALargeChip) {
  const Scenario s =
      scenario(chip().cluster("core", 400, {}).bandwidth(BytesPerSecond(1e9)).build(),
               graph("g").task("x").build());
  const std::vector tasks{ran(0, 0, 7, 0_us, 5_us), ran(1, 0, 8, 0_us, 9_us),
                          ran(2, 0, 399, 1_us, 3_us)};
  const std::string svg = gantt_svg(gantt_record(tasks, s, {}), "large");
  EXPECT_TRUE(is_well_formed(svg));
  EXPECT_EQ(count(svg, "class=\"lane\""), 3U);
  EXPECT_EQ(count(svg, ">core_399</text>"), 1U);
  EXPECT_NE(svg.find(">397 elements that ran none of these tasks are not shown<"),
            std::string::npos);
}

TEST(SvgTicks, AreRoundAndInsideTheRange) {
  EXPECT_EQ(svg::round_ticks(0, 80, 8), (std::vector<double>{0, 10, 20, 30, 40, 50, 60, 70, 80}));
  EXPECT_EQ(svg::round_ticks(3, 17, 4), (std::vector<double>{5, 10, 15}));
}

TEST(SvgColours, DifferForSixteenSeries) {
  std::vector<std::string> colours;
  for (std::size_t i = 0; i < 16; ++i) colours.push_back(svg::colour(i));
  std::ranges::sort(colours);
  EXPECT_EQ(std::ranges::adjacent_find(colours), colours.end());
}

}  // namespace
}  // namespace kairos::testing
