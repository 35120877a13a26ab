#include <array>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "policies/learned/checkpoint.hpp"
#include "policies/learned/job_slots.hpp"
#include "sim/base/random.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr std::array kinds = {NetworkKind::learned, NetworkKind::deepsocs, NetworkKind::scarl,
                              NetworkKind::socrates};

Checkpoint small_checkpoint(NetworkKind kind = NetworkKind::learned) {
  Checkpoint checkpoint;
  checkpoint.architecture.kind = kind;
  checkpoint.architecture.prior = Prior::none;
  checkpoint.architecture.hops = 2;
  checkpoint.architecture.first_hidden = 5;
  checkpoint.architecture.second_hidden = 3;
  checkpoint.seed = 7;
  checkpoint.iteration = 40;
  checkpoint.commit = "abc";
  checkpoint.trained_on = "a chip: four kinds of elements";
  checkpoint.training = "{name: x}";
  checkpoint.weights = initial_weights(checkpoint.architecture, 7);
  return checkpoint;
}

TEST(Checkpoint, ReadsWhatItWrote) {
  for (const NetworkKind kind : kinds) {
    const Checkpoint written = small_checkpoint(kind);
    const Checkpoint read = from_bytes(to_bytes(written), "file");
    EXPECT_EQ(read.architecture, written.architecture);
    EXPECT_EQ(read.weights, written.weights);
    EXPECT_EQ(read.seed, written.seed);
    EXPECT_EQ(read.iteration, written.iteration);
    EXPECT_EQ(read.trained_on, written.trained_on);
    EXPECT_EQ(read.training, written.training);
  }
}

/// The header of this file is older than the kinds of networks.
TEST(Checkpoint, ReadsWeightsWithoutAKindAsLearned) {
  const Checkpoint read = read_checkpoint(weights_file("imitation"));
  EXPECT_EQ(read.architecture, Architecture{});
  EXPECT_EQ(read.weights.size(), 2594U);
}

/// Returns the bytes after random damage: bits flipped, bytes replaced, removed and inserted, the
/// end cut off.
std::string mutated(std::string bytes, Random& random) {
  for (std::uint64_t n = 1 + random.index(4); n > 0 && !bytes.empty(); --n) {
    const std::size_t at = random.index(bytes.size());
    const auto byte = static_cast<char>(random.index(256));
    switch (random.index(5)) {
      case 0:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.index(8)));
        break;
      case 1:
        bytes[at] = byte;
        break;
      case 2:
        bytes.erase(at, 1 + random.index(16));
        break;
      case 3:
        bytes.insert(at, 1 + random.index(16), byte);
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

TEST(Checkpoint, RefusesTenThousandMutations) {
  const std::string good = to_bytes(small_checkpoint());
  Random random = Random::stream(1, "mutations");
  for (int i = 0; i < 10'000; ++i) {
    const std::string bad = mutated(good, random);
    if (bad == good) continue;
    EXPECT_THROW(from_bytes(bad, "file"), InputError) << "mutation " << i;
  }
}

/// Adds the right checksum, as a forger would.
std::string sealed(const std::string& bytes) {
  const std::uint64_t checksum = mix(hash(bytes));
  std::array<char, sizeof checksum> raw{};
  std::memcpy(raw.data(), &checksum, raw.size());
  return bytes + std::string(raw.data(), raw.size());
}

TEST(Checkpoint, RefusesTenThousandForgedMutations) {
  const std::string good = to_bytes(small_checkpoint());
  const std::string body = good.substr(0, good.size() - 8);
  Random random = Random::stream(2, "mutations");
  for (int i = 0; i < 10'000; ++i) {
    try {  // A file that is accepted must be complete.
      const Checkpoint read = from_bytes(sealed(mutated(body, random)), "file");
      EXPECT_EQ(read.weights.size(), read.architecture.weights());
      for (const float weight : read.weights) EXPECT_TRUE(std::isfinite(weight));
    } catch (const InputError&) {
    }
  }
}

TEST(Checkpoint, RefusesWeightsThatAreNotFiniteOrTooFew) {
  Checkpoint checkpoint = small_checkpoint();
  checkpoint.weights[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(from_bytes(to_bytes(checkpoint), "file"), InputError);
  checkpoint = small_checkpoint();
  checkpoint.weights.pop_back();
  EXPECT_THROW(from_bytes(to_bytes(checkpoint), "file"), InputError);
  checkpoint = small_checkpoint();
  checkpoint.architecture.version = observation_version + 1;
  EXPECT_THROW(from_bytes(to_bytes(checkpoint), "file"), InputError);
}

TEST(Checkpoint, NamesTheWeightsThatThereAre) {
  try {
    static_cast<void>(weights_file("defualt"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "unknown weights 'defualt'; did you mean 'default'?");
  }
}

/// Every line of the header that describes the network is replaced in turn.
TEST(Checkpoint, RefusesHeadersOfUnknownNetworks) {
  const std::string good = to_bytes(small_checkpoint());
  for (const auto& [line, other] :
       {std::pair{"kind: learned", "kind: lEarned"}, std::pair{"prior: none", "prior: nOne"},
        // They have other weights.
        std::pair{"hops: 2", "hops: 9"}, std::pair{"hops: 2", "hops: 0"},
        std::pair{"commits: false", "commits: fAlse"}}) {
    std::string bad = good;
    const auto at = bad.find(line);
    ASSERT_NE(at, std::string::npos) << line;
    bad.replace(at, std::string(other).size(), other);
    EXPECT_THROW(from_bytes(sealed(bad.substr(0, bad.size() - 8)), "file"), InputError) << other;
  }
}

/// The output of the perceptron for one row, worked out by hand.
float by_hand(const Architecture& a, std::span<const float> w, std::span<const float> x) {
  std::size_t at = 0;
  std::vector<float> layer(x.begin(), x.end());
  for (const std::size_t outputs : {a.first_hidden, a.second_hidden, std::uint64_t{1}}) {
    std::vector<float> next(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
      next[o] = w[at + layer.size() * outputs + o];
      for (std::size_t i = 0; i < layer.size(); ++i) next[o] += layer[i] * w[at + i * outputs + o];
      if (outputs > 1) next[o] = std::max(0.0F, next[o]);
    }
    at += (layer.size() + 1) * outputs;
    layer = next;
  }
  return layer[0];
}

TEST(Network, GivesWhatTheFormulaSaysForAnySizeOfLayers) {
  for (const std::uint64_t first : {32U, 7U}) {
    Architecture architecture;
    architecture.first_hidden = first;
    Random random = Random::stream(3, "weights");
    std::vector<float> weights(architecture.weights());
    for (float& weight : weights) weight = static_cast<float>(0.3 * random.normal());
    Network network(architecture, weights);
    Observation rows;
    for (std::size_t i = 0; i < 9 * task_width; ++i) {
      rows.features.push_back(static_cast<float>(random.normal()));
    }
    for (std::size_t row = 0; row < 9; ++row) rows.prior.push_back(static_cast<float>(row));
    const auto logits = network.logits(Question::task, rows);
    for (std::size_t row = 0; row < 9; ++row) {
      const auto x = std::span<const float>(rows.features).subspan(row * task_width, task_width);
      EXPECT_NEAR(logits[row], by_hand(architecture, weights, x) + static_cast<float>(row), 1e-4);
    }
  }
}

/// One question with three places.
Observation three_places() {
  Observation rows;
  rows.features.assign(3 * place_width, 1.5F);
  rows.prior = {-1, 0, 2};
  rows.questions = 1;
  rows.question_of_row.assign(3, 0);
  rows.cluster_of_row = {0, 2, 5};
  return rows;
}

TEST(Network, IsThePriorWhenUntrained) {
  for (const NetworkKind kind : kinds) {
    Architecture architecture = architecture_of(kind);
    Network network(architecture, initial_weights(architecture, 5));
    Observation rows = three_places();
    if (kind == NetworkKind::scarl) rows.context.assign(task_width, 0.5F);
    if (kind == NetworkKind::socrates) rows.context.assign(job_slots::width, 0.5F);
    const auto logits = network.logits(Question::place, rows);
    EXPECT_EQ(std::vector(logits.begin(), logits.end()), rows.prior);
    // It places by earliest finish, whatever the prior.
    if (kind == NetworkKind::deepsocs) continue;
    architecture.prior = Prior::none;
    Network indifferent(architecture, initial_weights(architecture, 5));
    const auto none = indifferent.logits(Question::place, rows);
    EXPECT_EQ(std::vector(none.begin(), none.end()), std::vector<float>(3, 0));
  }
}

/// Without a state, the task has no slot.
TEST(Network, FollowsThePriorWhereATaskHasNoSlot) {
  Architecture architecture = architecture_of(NetworkKind::socrates);
  architecture.prior = Prior::none;
  Network network(architecture, std::vector<float>(architecture.weights(), 0.1F));
  const Observation rows = three_places();
  EXPECT_FALSE(network.answers(Question::place, rows));
  const auto logits = network.logits(Question::place, rows);
  EXPECT_EQ(std::vector(logits.begin(), logits.end()), rows.prior);
}

TEST(Learned, RefusesWeightsOfAnotherNetwork) {
  Choice<Policy> wrong("socrates");
  wrong.options.set("weights", Value::scalar("imitation"));
  EXPECT_THROW(static_cast<void>(wrong.make()), InputError);
}

/// If no data move, the untrained rounds decide like SRPT with EFT, task for task.
TEST(Learned, IsSrptWithEftWhenUntrained) {
  const auto g = graph("job")
                     .task("a")
                     .task("b", {{"a", Bytes(0)}})
                     .task("c", {{"a", Bytes(0)}})
                     .task("d", {{"b", Bytes(0)}, {"c", Bytes(0)}})
                     .build();
  std::vector<Duration> arrivals;
  arrivals.reserve(200);
  for (int i = 0; i < 200; ++i) arrivals.push_back(Duration::picoseconds(i * 3'300'000LL));
  Scenario s = scenario(chip()
                            .cluster("cpu", 2, {{"a", 4_us}, {"b", 9_us}, {"c", 7_us}, {"d", 3_us}})
                            .element("npu", {{"b", 2_us}, {"c", 1_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        g, arrivals);
  s.noise = Choice<NoiseModel>("lognormal").make();
  Choice<Policy> untrained("learned");
  untrained.options.set("weights", Value::scalar("none"));
  const RunResult ours = run_with(s, untrained);
  const RunResult theirs = run_with(s, "srpt_eft");
  ASSERT_EQ(ours.tasks.size(), theirs.tasks.size());
  for (std::size_t i = 0; i < ours.tasks.size(); ++i) {
    EXPECT_EQ(ours.tasks[i].task, theirs.tasks[i].task);
    EXPECT_EQ(ours.tasks[i].element, theirs.tasks[i].element);
    EXPECT_EQ(ours.tasks[i].finish, theirs.tasks[i].finish);
  }
}

}  // namespace
}  // namespace kairos
