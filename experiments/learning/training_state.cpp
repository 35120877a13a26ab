#include "experiments/learning/training_state.hpp"

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "experiments/report/write_file.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

constexpr std::string_view magic = "KAIROSTR";

/// Writes or reads the members in one order, so that the two cannot differ.
class Writer {
 public:
  std::string bytes{magic};
  void operator()(std::uint64_t& number) { raw(&number, sizeof number); }
  void operator()(double& number) { raw(&number, sizeof number); }
  void operator()(std::string& text) {
    std::uint64_t size = text.size();
    (*this)(size);
    bytes += text;
  }
  void operator()(std::vector<float>& floats) {
    std::uint64_t size = floats.size();
    (*this)(size);
    raw(floats.data(), size * sizeof(float));
  }

 private:
  void raw(const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes.substr(magic.size())) {}
  void operator()(std::uint64_t& number) { raw(&number, sizeof number); }
  void operator()(double& number) { raw(&number, sizeof number); }
  void operator()(std::string& text) {
    text.resize(size_of(1));
    raw(text.data(), text.size());
  }
  void operator()(std::vector<float>& floats) {
    floats.resize(size_of(sizeof(float)));
    raw(floats.data(), floats.size() * sizeof(float));
  }

 private:
  std::size_t size_of(std::size_t each) {
    std::uint64_t size = 0;
    (*this)(size);
    if (size > left_.size() / each) throw std::logic_error("a training state ends too early");
    return size;
  }
  void raw(void* data, std::size_t size) {
    if (size > left_.size()) throw std::logic_error("a training state ends too early");
    std::memcpy(data, left_.data(), size);
    left_.remove_prefix(size);
  }
  std::string_view left_;
};

template <class Visitor>
void visit(TrainingState& state, std::string& training, Visitor& member) {
  member(training);
  member(state.iteration);
  member(state.weights);
  member(state.average);
  member(state.best);
  member(state.adam.first);
  member(state.adam.second);
  member(state.adam.steps);
  member(state.best_iteration);
  member(state.stale);
  member(state.best_score);
  member(state.seconds);
  member(state.curve);
}

}  // namespace

void Adam::step(std::span<const float> gradient, double rate, std::span<float> weights) {
  constexpr double keep_first = 0.9;
  constexpr double keep_second = 0.999;
  constexpr double least = 1e-8;
  first.resize(weights.size());
  second.resize(weights.size());
  ++steps;
  const auto n = static_cast<double>(steps);
  const double first_scale = 1 / (1 - std::pow(keep_first, n));
  const double second_scale = 1 / (1 - std::pow(keep_second, n));
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double g = static_cast<double>(gradient[i]);
    const double m = keep_first * static_cast<double>(first[i]) + (1 - keep_first) * g;
    const double v = keep_second * static_cast<double>(second[i]) + (1 - keep_second) * g * g;
    first[i] = static_cast<float>(m);
    second[i] = static_cast<float>(v);
    const double step = rate * m * first_scale / (std::sqrt(v * second_scale) + least);
    weights[i] -= static_cast<float>(step);
  }
}

void write_state(const std::filesystem::path& file, const TrainingState& state,
                 const std::string& training) {
  Writer writer;
  TrainingState copy = state;
  std::string own = training;
  visit(copy, own, writer);
  std::uint64_t checksum = mix(hash(writer.bytes));
  writer(checksum);
  write_file(file, writer.bytes);
}

std::optional<TrainingState> read_state(const std::filesystem::path& file,
                                        const std::string& training) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  std::ostringstream stream;
  stream << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string bytes = stream.str();
  const std::size_t body = bytes.size() - std::min(bytes.size(), sizeof(std::uint64_t));
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, bytes.data() + body, bytes.size() - body);
  const std::string_view checked(bytes.data(), body);
  if (!checked.starts_with(magic) || checksum != mix(hash(checked))) {
    throw InputError(file.string() +
                     ": the state of the training is damaged; delete it and begin "
                     "again without --resume");
  }
  TrainingState state;
  std::string own;
  Reader reader(checked);
  visit(state, own, reader);
  if (own != training) {
    throw InputError(file.string() +
                     ": this is the state of another training; give this one "
                     "another folder with --out, or leave out --resume");
  }
  return state;
}

}  // namespace kairos
