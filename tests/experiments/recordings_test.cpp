#include <gtest/gtest.h>

#include "experiments/experiment/choose_pictures.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/recordings/gantt_record.hpp"
#include "experiments/recordings/picture_recorder.hpp"
#include "tests/support/builders.hpp"

namespace kairos::testing {
namespace {

const std::string warm = R"(name: warm
platform: {use: ds3_soc_thermal}
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 3 /ms}, jobs: 120}]}
policies: [heft, earliest_finish]
seeds: 2
sweep: {workload.streams.0.arrivals.rate: [3 /ms, 6 /ms]}
)";

Sweep warm_sweep() {
  Sweep sweep = expand(experiment_from_text(warm, "warm"));
  choose_pictures(sweep);
  return sweep;
}

/// The bytes of a recording of the first run.
std::string recorded(const std::string& kind) {
  for (const Recording& recording : run(warm_sweep().runs.front()).recordings) {
    if (recording.kind == kind) return recording.bytes;
  }
  return "";
}

TEST(ByteStream, GivesBackWhatWasWritten) {
  ByteWriter writer;
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{127}, std::uint64_t{128}, ~std::uint64_t{0}}) {
    writer.number(number);
  }
  writer.real(-1.5F);
  writer.texts({"", "caf\xc3\xa9"});
  writer.duration(9_s);
  const std::string bytes = writer.take();
  ByteReader reader(bytes);
  EXPECT_EQ(reader.number(), 0U);
  EXPECT_EQ(reader.number(), 127U);
  EXPECT_EQ(reader.number(), 128U);
  EXPECT_EQ(reader.number(), ~std::uint64_t{0});
  EXPECT_EQ(reader.real(), -1.5F);
  EXPECT_EQ(reader.texts(), (std::vector<std::string>{"", "caf\xc3\xa9"}));
  EXPECT_EQ(reader.duration(), 9_s);
  EXPECT_NO_THROW(reader.expect_end());
}

TEST(Pictures, AreOfTheFirstRunOfEveryPolicyAndPoint) {
  std::vector<std::size_t> gantt, chip;
  for (const RunConfig& run : warm_sweep().runs) {
    if (run.pictures.gantt) gantt.push_back(run.key.index);
    if (run.pictures.chip) chip.push_back(run.key.index);
  }
  EXPECT_EQ(gantt, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(chip, (std::vector<std::size_t>{0, 2, 4, 6}));
}

TEST(Pictures, ChangeNothingElseOfAnOutcome) {
  RunConfig config = warm_sweep().runs.front();
  const Outcome recorded = run(config);
  config.pictures = {};
  const Outcome plain = run(config);
  EXPECT_EQ(recorded.fingerprint, plain.fingerprint);
  ASSERT_EQ(recorded.metrics.size(), plain.metrics.size());
  for (std::size_t i = 0; i < plain.metrics.size(); ++i) {
    if (plain.metrics[i].name == "decision_wall_s") continue;
    EXPECT_EQ(recorded.metrics[i].value, plain.metrics[i].value) << plain.metrics[i].name;
  }
}

TEST(Pictures, OfEqualRunsAreEqual) {
  EXPECT_EQ(recorded(gantt_recording), recorded(gantt_recording));
  EXPECT_EQ(recorded(chip_recording), recorded(chip_recording));
}

TEST(GanttRecord, HoldsTheFirst400Tasks) {
  RunConfig config = warm_sweep().runs.front();
  config.keep_tasks = true;
  const Outcome outcome = run(config);
  std::vector<TaskFinished> tasks = outcome.tasks;
  std::ranges::stable_sort(tasks, {}, &TaskFinished::start);
  const GanttRecord record = gantt_record_from(outcome.recordings.front().bytes);
  ASSERT_EQ(record.tasks.size(), 400U);
  for (std::size_t i = 0; i < record.tasks.size(); ++i) {
    EXPECT_EQ(record.tasks[i].start, tasks[i].start);
    EXPECT_EQ(record.tasks[i].finish, tasks[i].finish);
    EXPECT_EQ(record.tasks[i].job, index(tasks[i].task.job));
    EXPECT_EQ(record.tasks[i].element, index(tasks[i].element));
  }
  EXPECT_EQ(record.elements.size(), config.scenario()->platform.elements.size());
}

/// The energy of an element over the whole run, in joules.
double joules(const ChipHistory::Series& power) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < power.samples.size(); ++i) {
    sum += power.samples[i].value * (power.samples[i + 1].at - power.samples[i].at).seconds();
  }
  return sum;
}

TEST(ChipHistory, HoldsTheEnergyAndPeakOfEveryElementInFewSamples) {
  const RunConfig config = warm_sweep().runs.front();
  const Outcome outcome = run(config);
  const ChipHistory history = chip_history_from(outcome.recordings.back().bytes);
  const auto value_of = [&](const std::string& name, const std::string& subject) {
    for (const Metric& m : outcome.metrics) {
      if (m.name == name && m.subject == subject) return m.value;
    }
    return 0.0;
  };
  const auto scenario = config.scenario();
  const auto& elements = scenario->platform.elements;
  ASSERT_EQ(history.powers.size(), elements.size());
  for (const ElementId e : ids<ElementId>(elements.size())) {
    const auto& power = history.powers[index(e)];
    EXPECT_LE(power.samples.size(), 1'025U);
    const double energy = value_of("energy_j", elements[e].name);
    EXPECT_NEAR(joules(power), energy, 1e-5 * energy);
    double peak = 0;
    for (const Sample& s : history.temperatures[index(e)].samples) peak = std::max(peak, s.high);
    EXPECT_NEAR(peak, value_of("peak_temperature_c", elements[e].name), 0.05);
  }
  EXPECT_EQ(history.end.seconds(), value_of("makespan_s", ""));
}

/// Reads many prefixes of the bytes, and the bytes with one of them changed.
template <class Read>
void expect_no_crash(const std::string& bytes, Read read) {
  ASSERT_NO_THROW(read(bytes));
  for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 40) {
    EXPECT_THROW(read(bytes.substr(0, length)), InputError) << length;
  }
  for (std::size_t i = 0; i < bytes.size(); i += 1 + i / 40) {
    for (const int change : {1, 0x80, 0xFF}) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ change);
      try {
        read(damaged);
      } catch (const InputError& error) {
        EXPECT_LT(std::string(error.what()).size(), 500U);
      }
    }
  }
}

TEST(GanttRecord, RefusesDamagedBytes) {
  expect_no_crash(recorded(gantt_recording),
                  [](const std::string& bytes) { gantt_record_from(bytes); });
}

TEST(ChipHistory, RefusesDamagedBytes) {
  expect_no_crash(recorded(chip_recording),
                  [](const std::string& bytes) { chip_history_from(bytes); });
}

TEST(ChipHistory, RefusesBytesOfAnotherKindOrVersion) {
  EXPECT_THROW(chip_history_from(recorded(gantt_recording)), InputError);
  ByteWriter writer;
  write_header(writer, "chip", 99);
  try {
    chip_history_from(writer.take());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("has version 99, not 1"), std::string::npos);
  }
}

}  // namespace
}  // namespace kairos::testing
