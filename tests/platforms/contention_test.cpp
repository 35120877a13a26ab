// Tests what agents obtain by a measured table and by PCCS, against rows measured on silicon.
#include "platforms/contention.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "platforms/memory_config.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

BytesPerSecond gb(double rate) {
  return BytesPerSecond(rate * 1e9);
}
std::vector<BytesPerSecond> gbs(const std::vector<double>& rates) {
  std::vector<BytesPerSecond> all;
  for (const double rate : rates) all.push_back(gb(rate));
  return all;
}
double obtained(const Contention& contention, double own, double others) {
  return contention.obtained(gb(own), gb(others)).value() / 1e9;
}

Contention small_table() {
  Contention contention;
  contention.table = {gbs({50, 100}), gbs({40, 80}), {gbs({45, 40}), gbs({60, 50})}};
  return contention;
}

TEST(ContentionTable, IsBilinearBetweenMeasuredValues) {
  EXPECT_DOUBLE_EQ(obtained(small_table(), 50, 40), 45);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 100, 80), 50);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 75, 40), 52.5);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 50, 60), 42.5);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 75, 60), (45 + 60 + 40 + 50) / 4.0);
}

TEST(ContentionTable, IsClampedAtItsLastRowAndColumn) {
  EXPECT_DOUBLE_EQ(obtained(small_table(), 50, 1000), 40);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 1000, 40), 60);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 1000, 1000), 50);
}

TEST(ContentionTable, GivesAnAgentAloneAllThatItAsksFor) {
  EXPECT_DOUBLE_EQ(obtained(small_table(), 75, 0), 75);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 1000, 0), 1000);
  // Halfway to the first column, and halfway to the first row: 45 / 50 of what is asked for.
  EXPECT_DOUBLE_EQ(obtained(small_table(), 75, 20), (75 + 52.5) / 2);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 25, 40), 22.5);
  EXPECT_DOUBLE_EQ(obtained(small_table(), 25, 20), (25 + 22.5) / 2);
}

/// A table of one value, and more than is asked for between two rows.
TEST(ContentionTable, NeverGivesMoreThanIsAskedFor) {
  Contention contention;
  contention.table = {gbs({10}), gbs({10}), {gbs({5})}};
  EXPECT_DOUBLE_EQ(obtained(contention, 10, 10), 5);
  EXPECT_DOUBLE_EQ(obtained(contention, 5, 10), 2.5);
  EXPECT_DOUBLE_EQ(obtained(contention, 20, 10), 5);
  EXPECT_DOUBLE_EQ(obtained(contention, 20, 5), 12.5);
}

Contention pccs() {
  Contention contention;
  contention.pccs = PccsParameters{gb(10), gb(35), 0.05, gb(50), gb(30), gb(40), 0.01};
  return contention;
}

TEST(Pccs, LosesLittleInTheMinorRegion) {
  EXPECT_DOUBLE_EQ(obtained(pccs(), 10, 20), 10 * (1 - 0.05 * 20 / 50));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 10, 50), 9.5);
  EXPECT_DOUBLE_EQ(obtained(pccs(), 10, 80), 9.5);
}

/// The total demand of 30 GB/s is reached at 10 of the others, and the balance point at 40.
TEST(Pccs, LosesSpeedBeyondTheTotalDemandInTheNormalRegion) {
  EXPECT_DOUBLE_EQ(obtained(pccs(), 20, 10), 20 * (1 - 0.05 * 10 / 50));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 20, 30), 20 * (1 - 0.2));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 20, 40), 20 * (1 - 0.3));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 20, 100), 20 * (1 - 0.3));
  // Alone it asks for more than the total demand already, and loses nothing.
  EXPECT_DOUBLE_EQ(obtained(pccs(), 34, 0), 34);
  EXPECT_DOUBLE_EQ(obtained(pccs(), 34, 5), 34 * (1 - 0.05));
}

/// min(40, 40 + 40 - 30) = 40 GB/s at 1 % each are lost at the balance point.
TEST(Pccs, LosesSpeedFromTheStartInTheIntensiveRegion) {
  EXPECT_DOUBLE_EQ(obtained(pccs(), 40, 20), 40 * (1 - 0.2));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 40, 40), 40 * (1 - 0.4));
  EXPECT_DOUBLE_EQ(obtained(pccs(), 40, 90), 40 * (1 - 0.4));
}

// Achieved bandwidth (GB/s) of kernels on one processor of a shared-memory SoC, by what it gets
// alone (rows) and what the others ask for (columns): github.com/processorcentricmodel/PCCS
// @51ffb72, model_construction/input.txt (PCCS, MICRO 2021).
const std::vector<double> external{12.7, 25.6, 38.1, 51.3, 63.1, 76.8, 92.8, 98.7, 112.3, 127.4};
struct MeasuredRow {
  double alone = 0;
  std::vector<double> achieved;
};
const std::array<MeasuredRow, 10> measured{
    {{9.3, {9.2, 9.1, 9.1, 9.1, 9.1, 9.1, 9.0, 9.0, 9.0, 9.0}},
     {18.6, {18.5, 18.5, 18.4, 18.4, 18.3, 18.3, 18.3, 18.3, 18.3, 18.2}},
     {28.1, {28.1, 27.9, 27.8, 27.8, 27.6, 27.6, 27.5, 27.5, 27.5, 27.5}},
     {37.6, {37.6, 37.5, 37.5, 37.3, 37.1, 36.9, 36.7, 36.5, 36.4, 36.2}},
     {46.8, {46.0, 45.7, 40.2, 40.1, 39.8, 39.6, 39.5, 39.5, 39.5, 39.5}},
     {55.1, {53.9, 51.2, 44.9, 41.6, 41.3, 41.2, 41.0, 41.0, 41.0, 41.0}},
     {65.7, {57.5, 52.2, 46.4, 46.2, 46.1, 46.1, 46.1, 46.1, 46.0, 46.0}},
     {71.3, {59.3, 54.2, 48.4, 47.4, 47.4, 47.4, 47.2, 47.2, 47.2, 47.2}},
     {84.7, {60.1, 56.5, 55.8, 49.5, 49.3, 48.1, 47.6, 47.6, 47.6, 47.6}},
     {93.1, {76.9, 67.9, 59.7, 51.4, 50.9, 50.7, 49.9, 49.9, 49.9, 49.9}}}};
constexpr std::array<std::size_t, 4> known{0, 3, 6, 9};

bool is_known(std::size_t row) {
  return std::ranges::find(known, row) != known.end();
}

Contention table_of_known_rows() {
  ContentionTable table;
  table.others = gbs(external);
  for (const std::size_t row : known) {
    table.own.push_back(gb(measured[row].alone));
    table.obtained.push_back(gbs(measured[row].achieved));
  }
  Contention contention;
  contention.table = table;
  return contention;
}

/// The mean of the relative errors over the known rows, or over the others.
double mean_error(const Contention& contention, bool over_known) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t row = 0; row < measured.size(); ++row) {
    if (is_known(row) != over_known) continue;
    for (std::size_t column = 0; column < external.size(); ++column, ++count) {
      const double simulated = obtained(contention, measured[row].alone, external[column]);
      sum += std::abs(simulated / measured[row].achieved[column] - 1);
    }
  }
  return sum / static_cast<double>(count);
}

/// Nothing is fitted: the table contains four rows, and the other six are predicted. The mean was
/// computed by an independent script, too: 2.106 %.
TEST(MeasuredContention, FourRowsPredictTheOtherSix) {
  EXPECT_NEAR(mean_error(table_of_known_rows(), true), 0, 1e-12);
  EXPECT_NEAR(mean_error(table_of_known_rows(), false), 0.0211, 0.0001);
  EXPECT_LT(mean_error(table_of_known_rows(), false), 0.07);
}

/// The parameters are those of a grid with the least mean error on the four known rows (1.65 %, by
/// an independent script). The other six rows are predicted.
TEST(MeasuredContention, PccsFittedOnFourRowsPredictsTheOtherSix) {
  Contention contention;
  contention.pccs = PccsParameters{gb(37.6), gb(70), 0.037, gb(127.4), gb(80), gb(42), 0.011};
  EXPECT_NEAR(mean_error(contention, true), 0.0165, 0.0001);
  EXPECT_NEAR(mean_error(contention, false), 0.0445, 0.0001);
}

TEST(MeasuredContention, TheKnownRowsAreThoseOfTheReference) {
  const auto file =
      std::filesystem::path(KAIROS_SOURCE_DIR) / "../shared/reference/silicon/pccs_contention.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "../shared/reference/silicon is not there";
  const auto reference = nlohmann::json::parse(std::ifstream(file));
  EXPECT_EQ(reference["external_gb_s"].get<std::vector<double>>(), external);
  for (std::size_t i = 0; i < known.size(); ++i) {
    EXPECT_EQ(reference["standalone_gb_s"][i].get<double>(), measured[known[i]].alone);
    EXPECT_EQ(reference["achieved_gb_s"][i].get<std::vector<double>>(),
              measured[known[i]].achieved);
  }
}

// ---- Reading

Value list_of(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const std::string& text : texts) list.items.push_back(Value::scalar(text));
  return list;
}
Value table_of(const std::vector<std::string>& own, const std::vector<std::string>& others,
               const std::vector<std::vector<std::string>>& rows) {
  Value table = Value::map();
  table.set("own", list_of(own));
  table.set("others", list_of(others));
  Value obtained_rows = Value::list();
  for (const auto& row : rows) obtained_rows.items.push_back(list_of(row));
  table.set("obtained", obtained_rows);
  return table;
}
std::string complaint(const Value& written) {
  Contention contention;
  try {
    Codec<Contention>::read(written, contention);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(ContentionDocument, IsReadAsItIsWritten) {
  const Value written = table_of({"50 GB/s", "100 GB/s"}, {"40 GB/s"}, {{"45 GB/s"}, {"60 GB/s"}});
  Contention contention;
  Codec<Contention>::read(written, contention);
  EXPECT_DOUBLE_EQ(obtained(contention, 75, 40), 52.5);
  EXPECT_DOUBLE_EQ(obtained(contention, 75, 20), 63.75);
  Contention again;
  Codec<Contention>::read(Codec<Contention>::write(contention), again);
  EXPECT_DOUBLE_EQ(obtained(again, 75, 40), 52.5);
  Codec<Contention>::read(Codec<Contention>::write(pccs()), again);
  EXPECT_DOUBLE_EQ(obtained(again, 40, 20), 32);
  Codec<Contention>::read(Value::scalar("max_min"), again);
  EXPECT_TRUE(again.is_max_min());
  EXPECT_DOUBLE_EQ(obtained(again, 75, 40), 75);
}

TEST(ContentionDocument, RefusesAxesThatDoNotAscend) {
  EXPECT_THAT(complaint(table_of({"50 GB/s", "50 GB/s"}, {"40 GB/s"}, {{"45 GB/s"}, {"45 GB/s"}})),
              HasSubstr("'own' of the contention table does not ascend: 50 GB/s follows 50 GB/s"));
  EXPECT_THAT(complaint(table_of({"50 GB/s"}, {"0 GB/s"}, {{"45 GB/s"}})),
              AllOf(HasSubstr("'others' of the contention table does not ascend: 0 "),
                    HasSubstr(" is not greater than zero")));
  EXPECT_THAT(complaint(table_of({}, {"40 GB/s"}, {{"45 GB/s"}})),
              HasSubstr("'own' of the contention table is empty"));
}

TEST(ContentionDocument, RefusesWrongSizes) {
  EXPECT_THAT(complaint(table_of({"50 GB/s", "60 GB/s"}, {"40 GB/s"}, {{"45 GB/s"}})),
              HasSubstr("'obtained' has 1 rows, but 'own' has 2 values"));
  EXPECT_THAT(complaint(table_of({"50 GB/s"}, {"40 GB/s", "50 GB/s"}, {{"45 GB/s"}})),
              HasSubstr("the row of 'obtained' for 50 GB/s has 1 values, but 'others' has 2"));
}

TEST(ContentionDocument, RefusesImpossibleValues) {
  EXPECT_THAT(complaint(table_of({"50 GB/s"}, {"40 GB/s"}, {{"51 GB/s"}})),
              HasSubstr("contains 51 GB/s; an agent obtains more than zero and at most what it "
                        "asks for"));
  EXPECT_THAT(complaint(table_of({"50 GB/s"}, {"40 GB/s"}, {{"0 GB/s"}})),
              HasSubstr("an agent obtains more than zero"));
  EXPECT_NE(complaint(table_of({"50"}, {"40 GB/s"}, {{"45 GB/s"}})), "nothing");
  EXPECT_THAT(complaint(Value::scalar("fair")), HasSubstr("'contention' is 'fair'; write max_min"));
  EXPECT_THAT(complaint(Value::map()), HasSubstr("neither a table nor 'pccs'"));
}

TEST(ContentionDocument, RefusesPccsThatStopsAnAgent) {
  Contention contention = pccs();
  contention.pccs->rate = 0.03;
  EXPECT_THAT(complaint(Codec<Contention>::write(contention)),
              HasSubstr("'rate' times 'balance_point' is a loss of 1.2 of the speed"));
  contention = pccs();
  contention.pccs->intensive = gb(9);
  EXPECT_THAT(complaint(Codec<Contention>::write(contention)),
              HasSubstr("the intensive region begins at 9 GB/s, below the normal one at 10 GB/s"));
}

TEST(ContentionDocument, RefusesATableAboveTheBandwidth) {
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = gb(55);
  dram.contention = small_table();
  try {
    dram.check({});
    FAIL() << "an agent obtains more than the memory has";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'obtained' in the contention of memory 'dram' is at 60 "
                                        "GB/s, which is above the 55 GB/s"));
  }
}

}  // namespace
}  // namespace kairos
